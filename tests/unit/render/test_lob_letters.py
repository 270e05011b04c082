"""Does a letter for Lob keep the place free where Lob prints the addresses and windows may come to lie?"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from gateway.domain.words import Channel
from gateway.render import LetterDocument, Renderer, letter_pdf
from gateway.render.specimens import typical
from tests.databases import missing

# Points from the top left corner: both windows of the #10 envelope, wherever the folded sheet slips to. What
# Lob's own template keeps free (3.15 by 2 in from 0.6 and 0.84 in) lies within it.
ZONE = (0.0, 0.40 * 72, 4.75 * 72, 3.20 * 72)
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def a_lob_letter(renderer: Renderer, message: str, language: str, lines: int = 3) -> LetterDocument:
    made = typical(lines, collector=message == "validation-notice", is_company=False)
    context = replace(made, envelope="us-lob", country="DE")
    letter = renderer.render(context, message, Channel.LETTER, language).letter
    assert letter is not None
    return letter


@pytest.fixture
def pdf_tools() -> None:
    if not shutil.which("pdftotext") or not shutil.which("pdftoppm"):
        missing("poppler-utils")


@pytest.mark.usefixtures("pdf_tools")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("message", ["reminder-1", "validation-notice"])
def test_no_word_and_no_ink_stands_where_lob_prints(
    renderer: Renderer, message: str, language: str, tmp_path: Path
) -> None:
    pdf = tmp_path / "letter.pdf"
    pdf.write_bytes(letter_pdf(a_lob_letter(renderer, message, language)))
    words = first_page(pdf)
    assert len(words) > 50
    assert [word for *box, word in words if overlaps(*box)] == []
    assert darkest_in_zone(pdf) == 255


@pytest.mark.usefixtures("pdf_tools")
def test_the_measure_finds_the_addresses_that_other_letters_show(renderer: Renderer, tmp_path: Path) -> None:
    pdf = tmp_path / "letter.pdf"
    pdf.write_bytes(letter_pdf(replace(a_lob_letter(renderer, "reminder-1", "en"), paper="us-letter")))
    assert {word for *box, word in first_page(pdf) if overlaps(*box)} >= {"Harbor", "Street", "Portland,"}
    assert darkest_in_zone(pdf) < 200


def test_a_letter_for_lob_is_of_us_letter_size_whatever_the_customers_country(renderer: Renderer) -> None:
    letter = a_lob_letter(renderer, "reminder-1", "en")
    assert letter.envelope == "us-lob"
    box = PdfReader(io.BytesIO(letter_pdf(letter))).pages[0].mediabox
    assert (box.width, box.height) == (612, 792)
    assert letter.recipient_lines  # the ledger keeps to whom it went, although the document does not say


def first_page(pdf: Path) -> list[tuple[float, float, float, float, str]]:
    told = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    return [(*map(float, found[:4]), found[4]) for found in WORD.findall(told)]


def overlaps(left: float, top: float, right: float, bottom: float) -> bool:
    return right > ZONE[0] and left < ZONE[2] and bottom > ZONE[1] and top < ZONE[3]


def darkest_in_zone(pdf: Path) -> int:
    """Return the darkest pixel, 255 for none: lines and pictures are ink as well."""
    raw = subprocess.run(
        ["pdftoppm", "-r", "72", "-gray", "-l", "1", str(pdf)], check=True, capture_output=True
    ).stdout
    _, size, _, pixels = raw.split(b"\n", 3)
    width = int(size.split()[0])
    rows = (pixels[y * width : (y + 1) * width] for y in range(int(ZONE[1]), int(ZONE[3])))
    return min(min(row[int(ZONE[0]) : int(ZONE[2])]) for row in rows)
