"""Does every shipped message say what it must, in every channel and language?"""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product

import pytest

from gateway.domain.words import Channel
from gateway.render import MessageContext, Renderer, shipped_templates
from gateway.render.neutrality import is_neutral
from gateway.render.specimens import minimal, typical

LANGUAGES = ("en", "es")
CONTEXTS = {
    "a company": typical(),
    "ten invoices": typical(10),
    "a person, by a collector": typical(is_company=False, collector=True),
    "hardly anything known": minimal(),
    "later contact": replace(typical(), first_contact=False),
}
REMINDERS = ("reminder-1", "reminder-2", "reminder-3")
BY_A_COLLECTOR = ("collector-reminder-1", "collector-reminder-2", "collector-reminder-3")
MESSAGES = (
    *REMINDERS, *BY_A_COLLECTOR, "upcoming", "validation-notice", "promise-confirmation", "promise-broken",
    "payment-received", "opt-out-confirmation", "help", "voicemail", "statement", "call",
)  # fmt: skip
LOUD = re.compile(
    r"\b(?:urgent|final|immediately|lawsuit|legal action|consequences|urgente|inmediat\w+|demanda)\b", re.I
)


class _Words(HTMLParser):
    """Collects what a reader of the HTML sees or can follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("style", "title")
        self.found += [value for name, value in attrs if name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def words_of(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    return " ".join(" ".join(parser.found).split())


def test_the_shipped_messages_are_those_that_are_documented(renderer: Renderer) -> None:
    documented = (shipped_templates().parent / "docs" / "templates.md").read_text("utf-8")
    assert set(renderer.messages) == set(MESSAGES)
    assert all(f"`{name}`" in documented for name in MESSAGES)


@pytest.mark.parametrize(("message", "language"), list(product(MESSAGES, LANGUAGES)))
def test_every_message_renders_in_every_channel_with_much_and_with_little_data(
    renderer: Renderer, message: str, language: str
) -> None:
    assert renderer.channels(message)
    for channel, context in product(renderer.channels(message), CONTEXTS.values()):
        made = renderer.render(context, message, channel, language)
        everything = f"{made.subject}{made.text}{made.html}{made.letter}{made.after_check}"
        assert made.language == language
        assert made.text.strip()
        assert "{{" not in everything
        assert "{%" not in everything
        assert not re.search(r"Z[xs]\d+Z", everything)
        assert "\n\n\n" not in made.text


@pytest.mark.parametrize(("message", "language"), list(product(MESSAGES, LANGUAGES)))
def test_a_locked_screen_gives_no_debt_away(renderer: Renderer, message: str, language: str) -> None:
    for channel, context in product(renderer.channels(message), CONTEXTS.values()):
        made = renderer.render(context, message, channel, language)
        public = {
            Channel.EMAIL: made.subject,
            Channel.SMS: made.text.split("\n")[0],
            Channel.VOICE: made.text,
            Channel.LETTER: "",
        }[channel]
        assert is_neutral(public)
        assert "$" not in public
        assert not re.search(
            r"\b(?:debts?|overdue|past due|collect\w*|deudas?|vencid\w*|cobr\w*|mora)\b", public, re.I
        )


@pytest.mark.parametrize(
    ("message", "language"), list(product((*REMINDERS, *BY_A_COLLECTOR, "statement"), LANGUAGES))
)
def test_every_reminder_says_who_what_since_when_how_to_pay_how_to_get_help_and_how_to_stop(
    renderer: Renderer, message: str, language: str
) -> None:
    context = typical(collector=message in BY_A_COLLECTOR)
    text = renderer.render(context, message, Channel.EMAIL, language).text
    facts = [
        context.creditor.name,
        "$452.50",
        "INV-10020",
        "INV-10022",
        context.respond_url,
        context.stop_url,
    ]
    facts += ["A-20418", "https://bay-power.example/pay", "Routing 000000000", "+1 217 555 0140"]
    facts += (
        ["Already paid?", "February 22, 2026"] if language == "en" else ["¿Ya pagó?", "22 de febrero de 2026"]
    )
    if message == "statement":
        facts.pop()
    assert [fact for fact in facts if str(fact) not in text] == []


@pytest.mark.parametrize(("message", "language"), list(product(MESSAGES, LANGUAGES)))
def test_text_and_html_say_the_same(renderer: Renderer, message: str, language: str) -> None:
    if Channel.EMAIL not in renderer.channels(message):
        return
    made = renderer.render(typical(4), message, Channel.EMAIL, language)
    assert made.html is not None
    seen = re.sub(r"\W+", " ", words_of(made.html)).split()
    unnumbered = re.sub(r"^\d\. ", "", made.text, flags=re.MULTILINE)  # HTML numbers its lists by itself
    said = set(re.sub(r"\W+", " ", unnumbered).split())
    assert said - set(seen) == set()
    figures = {word for word in seen if any(char.isdigit() for char in word)}
    assert figures - said == set()


@pytest.mark.parametrize(("message", "language"), list(product(MESSAGES, LANGUAGES)))
def test_no_message_shouts_or_threatens(renderer: Renderer, message: str, language: str) -> None:
    for channel in renderer.channels(message):
        made = renderer.render(typical(), message, channel, language)
        words = f"{made.subject} {made.text} {made.after_check}"
        assert not LOUD.search(words)
        assert "!" not in words
        shouted = set(re.findall(r"\b[A-ZÁÉÍÓÚÑ]{4,}\b", re.sub(r"https?://\S+", "", words)))
        assert shouted <= {"STOP"}


def test_reminders_claim_an_earlier_message_only_if_there_was_one(renderer: Renderer) -> None:
    first = renderer.render(typical(), "reminder-3", Channel.EMAIL, "en").text
    later = renderer.render(CONTEXTS["later contact"], "reminder-3", Channel.EMAIL, "en").text
    assert "before" not in first
    assert "has written to you before" in later


def test_a_persons_text_message_names_no_amount(renderer: Renderer) -> None:
    person = renderer.render(typical(is_company=False), "reminder-1", Channel.SMS, "en").text
    company = renderer.render(typical(), "reminder-1", Channel.SMS, "en").text
    assert "$" not in person
    assert "$452.50" in company


def test_a_call_says_what_is_owed_only_after_the_check(renderer: Renderer) -> None:
    made = renderer.render(typical(), "reminder-2", Channel.VOICE, "en")
    assert made.form == "prerecorded"
    assert "Bay Power" in made.text
    assert "$452.50" not in made.text
    assert "$452.50" in made.after_check


def test_the_voicemail_alone_is_what_other_calls_leave(renderer: Renderer) -> None:
    assert renderer.only_left == {"voicemail"}


def test_a_limited_voicemail_holds_the_four_things_and_no_more(renderer: Renderer) -> None:
    made = renderer.render(typical(), "voicemail", Channel.VOICE, "en")
    assert made.form == "limited_content_voicemail"
    assert made.text == (
        "Hello Riverside Bakery Inc. This is Maria Lopez from Bay Power. "
        "Please call me back at +1 217 555 0140."
    )
    assert made.after_check == ""


def test_an_opt_out_confirmation_holds_nothing_but_the_confirmation(renderer: Renderer) -> None:
    made = renderer.render(typical(), "opt-out-confirmation", Channel.SMS, "en")
    assert made.text == "Bay Power: you will get no more texts from us at this number."
    assert made.disclosures == frozenset()


def test_several_currencies_each_have_their_total(renderer: Renderer, two_currencies: MessageContext) -> None:
    text = renderer.render(two_currencies, "reminder-1", Channel.EMAIL, "en").text
    assert "$120.50 and €75.00 is open" in text
    assert "Total: $120.50" in text
    assert "Total: €75.00" in text


@pytest.fixture
def two_currencies() -> MessageContext:
    from decimal import Decimal

    from gateway.domain.money import Money
    from gateway.render.specimens import usd

    return replace(typical(1), credits=(), totals=(usd("120.50"), Money(Decimal("75.00"), "EUR")))


def test_a_reader_of_another_language_gets_english(renderer: Renderer) -> None:
    assert renderer.render(typical(), "reminder-1", Channel.EMAIL, "fr-CA").language == "en"
    assert renderer.render(typical(), "reminder-1", Channel.EMAIL, "es-MX").language == "es"


def test_dates_and_money_follow_the_readers_country(renderer: Renderer) -> None:
    german = replace(typical(), country="DE")
    assert "22 February 2026" in renderer.render(german, "reminder-1", Channel.EMAIL, "en").text
    assert "452,50" in renderer.render(german, "reminder-1", Channel.EMAIL, "es").text
