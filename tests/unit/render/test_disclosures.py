"""Is a required wording always there, and does rendering fail when it cannot be?"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from gateway.domain.errors import ConfigError, DataError
from gateway.domain.words import Channel
from gateway.render import Renderer
from gateway.render.disclosures import ORDER
from gateway.render.specimens import bare_creditor, typical

SAID = {
    "caller_identity": {"en": "sent by", "es": "lo envía"},
    "debt_collector": {"en": "is a debt collector", "es": "es un cobrador de deudas"},
    "validation_information": {"en": "How can you dispute the debt?", "es": "¿Cómo puede disputar la deuda?"},
    "time_barred": {"en": "we will not sue you", "es": "no le demandaremos"},
    "rights_notice": {"en": "Notice of important rights", "es": "Aviso sobre derechos importantes"},
    "licence_number": {"en": "IL 017.021234", "es": "IL 017.021234"},
    "call_back_number": {"en": "by telephone at +1 217 555 0140", "es": "llamarnos al +1 217 555 0140"},
    "opt_out": {"en": "Stop emails to this address", "es": "No recibir más correos"},
}


def test_every_disclosure_of_the_decision_contract_has_words() -> None:
    assert SAID.keys() == set(ORDER)


@pytest.mark.parametrize(("name", "language"), list(product(ORDER, ("en", "es"))))
def test_a_required_disclosure_is_in_text_and_html(renderer: Renderer, name: str, language: str) -> None:
    context = replace(typical(collector=True), required=(name,))
    made = renderer.render(context, "reminder-1", Channel.EMAIL, language)
    assert made.html is not None
    assert SAID[name][language] in made.text
    assert SAID[name][language] in made.html
    assert made.disclosures == {name, "opt_out"}


def test_what_is_not_required_is_not_said(renderer: Renderer) -> None:
    made = renderer.render(typical(), "reminder-1", Channel.EMAIL, "en")
    assert made.disclosures == {"opt_out"}
    assert "debt collector" not in made.text


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.VOICE])
def test_a_disclosure_without_words_for_the_channel_stops_the_message(
    renderer: Renderer, channel: Channel
) -> None:
    context = replace(typical(), required=("validation_information",))
    with pytest.raises(ConfigError, match="'validation_information' is required but has no text"):
        renderer.render(context, "reminder-1", channel, "en")


def test_an_unknown_disclosure_stops_the_message(renderer: Renderer) -> None:
    context = replace(typical(), required=("horoscope",))
    with pytest.raises(ConfigError, match="horoscope"):
        renderer.render(context, "reminder-1", Channel.EMAIL, "en")


@pytest.mark.parametrize("name", ["licence_number", "validation_information"])
def test_a_disclosure_whose_facts_are_unknown_stops_the_message(renderer: Renderer, name: str) -> None:
    context = replace(typical(), required=(name,), creditor=bare_creditor(), validation=None)
    with pytest.raises(DataError, match="not known"):
        renderer.render(context, "reminder-1", Channel.EMAIL, "en")


def test_a_collectors_first_message_says_more_than_later_ones(renderer: Renderer) -> None:
    first = typical(collector=True, is_company=False)
    for channel, in_first, in_later in (
        (
            Channel.EMAIL,
            "We will use any information you give us",
            "This message is from Harbor Receivables LLC",
        ),
        (Channel.SMS, "trying to collect a debt", "From a debt collector."),
    ):
        later = replace(first, first_contact=False)
        assert in_first in renderer.render(first, "collector-reminder-1", channel, "en").text
        assert in_later in renderer.render(later, "collector-reminder-1", channel, "en").text


def test_a_call_tells_strangers_only_who_calls_and_how_to_stop_it(renderer: Renderer) -> None:
    context = replace(typical(collector=True), required=("debt_collector", "time_barred"))
    made = renderer.render(context, "collector-reminder-1", Channel.VOICE, "en")
    assert "debt" not in made.text
    assert "This is an automated call from Harbor Services." in made.text
    assert "is a debt collector" in made.after_check
    assert "not sue" in made.after_check
    assert {"debt_collector", "caller_identity", "call_back_number", "opt_out"} <= made.disclosures


def test_a_limited_voicemail_cannot_carry_a_debt_collectors_disclosure(renderer: Renderer) -> None:
    context = replace(typical(collector=True), required=("debt_collector",))
    with pytest.raises(ConfigError, match="cannot carry 'debt_collector'"):
        renderer.render(context, "voicemail", Channel.VOICE, "en")


def test_a_limited_voicemail_identifies_its_caller_by_nature(renderer: Renderer) -> None:
    context = replace(typical(), required=("caller_identity", "call_back_number"))
    made = renderer.render(context, "voicemail", Channel.VOICE, "en")
    assert made.disclosures == {"caller_identity", "call_back_number"}


def test_a_voicemail_without_a_natural_person_to_ask_for_is_not_made(renderer: Renderer) -> None:
    nobody = replace(typical(), creditor=replace(typical().creditor, contact_person=None))
    with pytest.raises(DataError, match=r"voicemail \(voice, en\)"):
        renderer.render(nobody, "voicemail", Channel.VOICE, "en")


def test_a_name_that_speaks_of_debts_never_reaches_a_locked_screen(renderer: Renderer) -> None:
    telling = replace(typical().creditor, neutral_name="Ace Debt Recovery")
    with pytest.raises(DataError, match="neutral name"):
        renderer.render(replace(typical(), creditor=telling), "reminder-1", Channel.EMAIL, "en")


def test_the_validation_notice_holds_the_model_forms_parts(renderer: Renderer) -> None:
    made = renderer.render(
        typical(collector=True, is_company=False), "validation-notice", Channel.EMAIL, "en"
    )
    parts = [
        "Harbor Receivables LLC is a debt collector", "First Harbor Bank", "November 30, 2025: $450.00",
        "+ $12.50", "+ $0.00", "− $10.00", "Total amount of the debt now: $452.50",
        "Call or write to us by April 13, 2026, to dispute", "If you write to us by April 13, 2026",
        "name and address of the original creditor", "www.cfpb.gov/debt-collection", "☐ This is not my debt.",
        "☐ The amount is wrong.", "☐ Other", "☐ I want you to send me the name and address", "en español",
    ]  # fmt: skip
    assert [part for part in parts if part not in made.text] == []
    assert made.disclosures == {"debt_collector", "validation_information", "opt_out"}
