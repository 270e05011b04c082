"""Is every shipped letter sound in every envelope, and does every text say how to stop within its budget?"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from channels.segments import segments
from gateway.domain.words import Channel, MessageKind
from gateway.render import Renderer, letter_pdf, shipped_templates
from gateway.render.rendered import ENVELOPES
from gateway.render.texting import MAX_SEGMENTS
from tests.databases import missing
from tests.mail_checks.emails import LANGUAGES, READERS

STOP = "STOP"  # the word that every carrier knows; in Spanish texts too


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(shipped_templates())


@pytest.mark.parametrize("envelope", sorted(ENVELOPES.values()))
def test_every_letter_is_an_archivable_tagged_pdf_that_another_program_finds_sound(
    renderer: Renderer, envelope: str, tmp_path: Path
) -> None:
    program = shutil.which("qpdf")
    if program is None:
        missing("qpdf")
    names = [name for name in sorted(renderer.messages) if Channel.LETTER in renderer.channels(name)]
    for name, language in product(names, LANGUAGES):
        context = READERS[
            "a person, by a collector" if "collector" in name or "validation" in name else "a company"
        ]
        addressed = replace(
            context,
            creditor=replace(context.creditor, letter_envelope=envelope),
            postal_lines=(context.customer_name, "20 Broad Street", "New York, NY 10005"),
        )
        letter = renderer.render(addressed, name, Channel.LETTER, language).letter
        assert letter is not None
        pdf = letter_pdf(letter)
        for mark in (b"pdfaid:part", b"pdfuaid:part", b"/StructTreeRoot", b"/Lang"):
            assert mark in pdf, (name, language, mark)
        file = tmp_path / f"{name}-{language}.pdf"
        file.write_bytes(pdf)
        subprocess.run([str(program), "--check", str(file)], check=True, capture_output=True)


def test_every_text_says_how_to_stop_and_costs_no_more_than_its_budget(renderer: Renderer) -> None:
    for name, language in product(sorted(renderer.messages), LANGUAGES):
        message = renderer.messages[name]
        if Channel.SMS not in renderer.channels(name):
            continue
        for reader, context in READERS.items():
            text = renderer.render(context, name, Channel.SMS, language).text
            size = segments(text)
            assert (size.encoding, size.count <= MAX_SEGMENTS) == ("GSM-7", True), (
                name,
                language,
                reader,
                text,
            )
            if message.kind is not MessageKind.OPT_OUT_CONFIRMATION:
                assert STOP in text, (name, language, reader, text)
