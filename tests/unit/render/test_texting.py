"""Do text messages stay within their budget, and say how to stop them?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from channels.segments import Encoding, segments
from gateway.domain.words import Channel, MessageKind
from gateway.render import Renderer
from gateway.render.specimens import typical
from gateway.render.texting import MAX_SEGMENTS, affordable
from tests.builders.dispatcher import shipped_renderer

HOW_TO_STOP = {"en": "Reply STOP", "es": "Responda STOP"}


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return shipped_renderer()


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_text_but_the_confirmation_says_how_to_stop(renderer: Renderer, language: str) -> None:
    seen = 0
    for name, message in renderer.messages.items():
        if Channel.SMS not in renderer.channels(name) or message.kind is MessageKind.OPT_OUT_CONFIRMATION:
            continue
        seen += 1
        assert HOW_TO_STOP[language] in renderer.render(typical(), name, Channel.SMS, language).text, name
    assert seen >= 8


@pytest.mark.parametrize(
    "name", ["Zażółć Gęślą Jaźń", "Đặng Thị Ngọc", "Renée Müller-Lüdenscheidt", "José Peña"]
)
def test_a_name_with_accents_stays_within_the_budget(renderer: Renderer, name: str) -> None:
    context = replace(typical(), customer_name=name)
    size = segments(renderer.render(context, "reminder-1", Channel.SMS, "en").text)
    assert size.count <= MAX_SEGMENTS


def test_a_short_text_keeps_its_accents() -> None:
    assert affordable("Zażółć") == "Zażółć"


def test_a_script_without_plain_letters_stays_as_it_is() -> None:
    text = "株式会社" * 60
    assert affordable(text) == text


@given(some.text(max_size=400))
def test_a_text_is_never_made_dearer(text: str) -> None:
    assert segments(affordable(text)).count <= segments(text).count


@given(some.text("abcàéłżŞöñ €{}", max_size=400))
def test_what_fits_is_left_alone(text: str) -> None:
    size = segments(text)
    if size.count <= MAX_SEGMENTS or size.encoding is Encoding.GSM_7:
        assert affordable(text) == text
