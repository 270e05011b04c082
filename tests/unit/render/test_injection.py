"""Can a customer's data become markup, a header, a link or another line? It must not, whatever it is."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.domain.errors import DataError
from gateway.domain.words import Channel
from gateway.render import MessageContext, Renderer, shipped_templates
from gateway.render.cleaning import MAX_SUBJECT, MAX_VALUE, clean, header, web_address
from gateway.render.specimens import typical

RENDERER = Renderer(shipped_templates())
NASTY = (
    "*x* [a](http://evil.example) `y` # z",
    "<script>alert(1)</script>",
    "</td></table></script><img src=x onerror=alert(1)>",
    "Ana\r\nBcc: everyone@evil.example",
    "Ana\n\nBcc: x",
    "{{ 7*7 }}{% for x in y %}{{ x }}{% endfor %}",
    "Zx0Z Zs1Z <!--Zs2Z-->",
    "Robert'); DROP TABLE customer;--",
    "\u202egnp.exe\u2066\u200b\ufeff\u2028\u0000\x1b[31m",
    "😀👩\u200d👩\u200d👧 Łukasz",
    '"},{"kind":"heading","runs":[0,"x"]}\\',
    "a" * 10_000,
    "\ud800 lone",
    '#import "@preview/x": * $ sum_x $ = heading',
)


class _Shape(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag} {sorted(name for name, _ in attrs)}")

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")


def shape(html: str | None) -> list[str]:
    parser = _Shape()
    parser.feed(html or "")
    return parser.tags


def with_data(data: str) -> MessageContext:
    """Return a context in which all that a portfolio file can bring is this text."""
    plain = typical(2)
    lines = tuple(replace(line, invoice_number=data, account_number="A-20418") for line in plain.lines)
    return replace(plain, customer_name=data, lines=lines, postal_lines=(data, "1 Elm Street"), credits=())


PLAIN = {
    channel: RENDERER.render(with_data("Plain"), "reminder-1", channel, "en")
    for channel in (Channel.EMAIL, Channel.LETTER, Channel.SMS)
}
words = st.one_of(st.sampled_from(NASTY), st.text(min_size=1, max_size=60)).filter(
    lambda text: clean(text) != ""
)


@given(words)
@settings(max_examples=150, deadline=None)
def test_a_name_never_changes_the_shape_of_an_email(data: str) -> None:
    made = RENDERER.render(with_data(data), "reminder-1", Channel.EMAIL, "en")
    plain = PLAIN[Channel.EMAIL]
    assert shape(made.html) == shape(plain.html)
    assert made.text.count("\n") == plain.text.count("\n")
    assert made.html is not None
    assert made.html.count("href") == (plain.html or "").count("href")
    assert f"{made.subject}{made.text}{made.html}".encode()


@given(words)
@settings(max_examples=100, deadline=None)
def test_a_name_never_breaks_out_of_the_subject_or_a_text_message(data: str) -> None:
    person = replace(with_data(data), is_company=False)
    subject = RENDERER.render(person, "reminder-1", Channel.EMAIL, "en").subject
    text = RENDERER.render(person, "reminder-1", Channel.SMS, "en").text
    assert subject.isprintable() or not any(ord(char) < 32 for char in subject)
    assert len(subject) <= MAX_SUBJECT
    assert text.count("\n") == PLAIN[Channel.SMS].text.count("\n") - 1


@given(words)
@settings(max_examples=100, deadline=None)
def test_a_name_never_changes_the_blocks_of_a_letter(data: str) -> None:
    made = RENDERER.render(with_data(data), "reminder-1", Channel.LETTER, "en").letter
    plain = PLAIN[Channel.LETTER].letter
    assert made is not None
    assert plain is not None
    assert [block.keys() for block in made.blocks] == [block.keys() for block in plain.blocks]
    assert [block["kind"] for block in made.blocks] == [block["kind"] for block in plain.blocks]


@pytest.mark.parametrize("data", NASTY)
def test_nasty_names_print_as_words_in_a_letter(data: str) -> None:
    made = RENDERER.render(with_data(data), "reminder-1", Channel.LETTER, "en")
    assert made.letter is not None
    if data == "a" * 10_000:  # nothing that a window could show, so nothing that is sent
        with pytest.raises(DataError, match="too long"):
            RENDERER.letter_pdf(made.letter)
    else:
        assert RENDERER.letter_pdf(made.letter).startswith(b"%PDF-")


@given(st.text(max_size=400))
def test_a_clean_value_is_one_short_line_that_links_nowhere(data: str) -> None:
    cleaned = clean(data)
    assert len(cleaned) <= MAX_VALUE + 1
    assert len(cleaned.splitlines()) <= 1
    assert "://" not in cleaned.replace(":// ", "")
    assert cleaned.encode().decode() == cleaned


def test_a_header_is_one_line() -> None:
    assert header("Hello\r\nBcc: x@evil.example\t you") == "Hello Bcc: x@evil.example you"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        'https://a.example/"onload=x',
        "https://a b",
        "//evil",
        "https://u@evil/",
        "data:x",
        "",
    ],
)
def test_a_link_is_a_plain_web_address_or_the_message_is_not_made(address: str) -> None:
    with pytest.raises(DataError, match="plain http or https"):
        web_address(address)
    with pytest.raises(DataError):
        RENDERER.render(replace(typical(), respond_url=address), "reminder-1", Channel.EMAIL, "en")


def test_an_ampersand_in_a_link_is_escaped_in_html_and_not_in_text() -> None:
    context = replace(typical(), respond_url="https://pay.example/r/x?a=1&b=2")
    made = RENDERER.render(context, "reminder-1", Channel.EMAIL, "en")
    assert 'href="https://pay.example/r/x?a=1&amp;b=2"' in (made.html or "")
    assert "https://pay.example/r/x?a=1&b=2" in made.text
