"""Is a mistake in the templates folder found when it is loaded, with its place named?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.domain.errors import ConfigError, DataError
from gateway.domain.words import Channel
from gateway.render import Renderer
from gateway.render.specimens import typical

Spoil = Callable[[str, str], Path]
MISTAKES = [
    (
        "reminder-1/en/body.md",
        "Hello {{ customer }}\n\n{{ disclosures }}",
        r"reminder-1/en/body.md, line 1: unknown",
    ),
    ("reminder-1/en/body.md", "Hello\n", r"reminder-1/en/body.md: \{\{ disclosures \}\} is missing"),
    ("reminder-1/en/body.md", "![x](y)\n\n{{ disclosures }}", r"reminder-1/en/body.md: Markdown's image"),
    ("reminder-1/en/subject.txt", "Your debt", r"subject.txt, line 1: .*'debt'"),
    ("reminder-1/es/subject.txt", "Pago vencido", r"es/subject.txt, line 1: .*'vencido'"),
    ("reminder-1/en/subject.txt", "{{ totals|amounts }}", r"subject.txt, line 1: .*'an amount'"),
    ("reminder-1/en/sms.txt", "Overdue!\n{{ disclosures }}", r"sms.txt, line 1: .*'Overdue'"),
    ("reminder-1/en/sms.txt", "Hi\n" + "x" * 400 + "{{ disclosures }}", r"sms.txt takes 3 parts of GSM-7"),
    ("reminder-1/es/sms.txt", "Hola, ¿qué tal? Sí.\n{{ disclosures }}", r"es/sms.txt takes . parts of UCS-2"),
    ("reminder-1/en/voice.txt", "You owe us. {{ disclosures }}\n---\nx", r"voice.txt, line 1: .*'owe'"),
    ("voicemail/en/voicemail.txt", "Call about your bill", r"voicemail.txt, line 1: .*'bill'"),
    (
        "voicemail/en/voicemail.txt",
        "Hello {{ reference }}",
        r"voicemail.txt: a limited-content voicemail prints",
    ),
    ("reminder-1/message.toml", "title = 1", r"reminder-1/message.toml needs `title` and a `kind`"),
    ("reminder-1/message.toml", "title =", r"reminder-1/message.toml is not valid TOML"),
    ("new-message/en/sms.txt", "x {{ disclosures }}", r"new-message/message.toml is missing"),
    ("parts/extra/en.md", "x", r"parts/extra/es.md is missing"),
    ("parts/help/en.md", "{% include 'invoices' %}", r"parts/help/en.md, line 1: unknown part"),
    ("layout/words/en.toml", 'page = "<b>"', r"layout/words/en.toml: 'page' must be plain text"),
    (
        "validation-notice/en/sms.txt",
        "x {{ disclosures }}",
        r"validation-notice \(sms, en\): 'validation_information' is always carried",
    ),
]


@pytest.mark.parametrize(("name", "text", "complaint"), MISTAKES)
def test_a_mistake_is_found_at_load(spoiled: Spoil, name: str, text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        Renderer(spoiled(name, text))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no templates folder"):
        Renderer(tmp_path / "nowhere")


def test_an_unknown_template_is_answered_with_the_known_ones(renderer: Renderer) -> None:
    with pytest.raises(ConfigError, match=r"no template 'reminder-9'; there are .*reminder-1"):
        renderer.render(typical(), "reminder-9", Channel.EMAIL, "en")


def test_a_channel_without_words_is_refused(renderer: Renderer) -> None:
    with pytest.raises(ConfigError, match="no words for sms"):
        renderer.render(typical(), "validation-notice", Channel.SMS, "en")


def test_a_missing_value_stops_the_message_instead_of_leaving_a_gap(renderer: Renderer) -> None:
    from dataclasses import replace

    with pytest.raises(DataError, match=r"promise-confirmation \(email, en\)"):
        renderer.render(replace(typical(), promise=None), "promise-confirmation", Channel.EMAIL, "en")


def test_the_fingerprint_follows_every_source_and_nothing_else(renderer: Renderer, spoiled: Spoil) -> None:
    other = Renderer(spoiled("parts/greeting/en.md", "Good day {{ customer_name }},\n"))

    def fingerprints(message: str, channel: Channel, language: str) -> bool:
        made = [one.render(typical(), message, channel, language).fingerprint for one in (renderer, other)]
        assert all(value.startswith("sha256:") for value in made)
        return made[0] == made[1]

    assert not fingerprints("reminder-1", Channel.EMAIL, "en")
    assert fingerprints("reminder-1", Channel.EMAIL, "es")
    assert fingerprints("reminder-1", Channel.SMS, "en")


def test_the_same_data_gives_the_same_words(renderer: Renderer) -> None:
    made = [renderer.render(typical(), "reminder-1", Channel.EMAIL, "en") for _ in range(2)]
    assert made[0] == made[1]
