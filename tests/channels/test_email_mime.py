"""What does a reader's mail program make of our bytes? The standard library's parser answers for it."""

from __future__ import annotations

import email
import email.policy
from datetime import datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email_mime import email_bytes
from channels.message import Attachment, Message, NotSent, Scope
from tests.builders.message import a_message
from tests.fakes.clock import A_MONDAY

anything = st.text(st.characters(exclude_categories=["Cs"]))
one_line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120)
names = one_line.map(lambda words: " ".join(words.split()))


def parsed(message: Message, at: datetime = A_MONDAY) -> EmailMessage:
    content = email_bytes(message, at=at)
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert content.isascii()
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    found = cast(EmailMessage, email.message_from_bytes(content, policy=email.policy.default))
    assert not found.defects
    return found


def words(part: EmailMessage | None) -> str:
    assert part is not None
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def name_and_address(found: EmailMessage, header: str) -> tuple[str, str]:
    # By the older functions: Python 3.11's newer parser puts a space between two encoded words of a name.
    raw = dict(found.raw_items())[header].replace("\r\n", "")
    name, address = parseaddr(raw)
    return str(make_header(decode_header(name))), address


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def failure(message: Message) -> NotSent:
    with pytest.raises(NotSent) as caught:
        email_bytes(message, at=A_MONDAY)
    return caught.value


@given(text=anything, html=anything)
def test_both_parts_come_out_as_they_went_in(text: str, html: str) -> None:
    found = parsed(a_message(text=text, html=html))
    assert found.get_content_type() == "multipart/alternative"
    assert words(found.get_body(("plain",))) == lines(text)
    assert words(found.get_body(("html",))) == lines(html)


@given(text=anything)
def test_a_text_alone_comes_out_with_its_last_line_ended(text: str) -> None:
    assert words(parsed(a_message(text=text))).removesuffix("\r\n") == lines(text).removesuffix("\r\n")


@given(subject=one_line.map(str.strip))
def test_a_subject_comes_out_as_it_went_in(subject: str) -> None:
    assert parsed(a_message(subject=subject))["Subject"] == subject


@given(name=names)
def test_a_name_comes_out_as_it_went_in(name: str) -> None:
    found = parsed(a_message(to_name=name, sender_name=name))
    assert name_and_address(found, "To") == (name, "maria@example.com")
    assert name_and_address(found, "From") == (name, "billing@northwind.example")


@given(name=names.filter(bool), content=st.binary())
def test_an_attachment_comes_out_as_it_went_in(name: str, content: bytes) -> None:
    message = a_message(html="<p>Hello</p>", attachments=(Attachment(name, "application/pdf", content),))
    found = parsed(message)
    (attached,) = found.iter_attachments()
    assert attached.get_filename() == name
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_payload(decode=True) == content
    assert words(found.get_body(("html",))) == "<p>Hello</p>"


@given(subject=one_line, name=names)
def test_no_line_of_words_is_longer_than_the_standard_allows(subject: str, name: str) -> None:
    head, _, _ = email_bytes(a_message(subject=subject, to_name=name), at=A_MONDAY).partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("broken", ["\r\nBcc: eve@example.com", "\n", "\r", "\0"])
@pytest.mark.parametrize("field", ["subject", "to_name", "sender_name"])
def test_a_line_break_in_a_header_is_refused(field: str, broken: str) -> None:
    refused = failure(a_message(**{field: f"Hello{broken}"}))
    assert (refused.scope, refused.retryable, refused.code) == (Scope.CONTENT, False, "header-injection")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (("X-Note", "a\r\nBcc: eve@example.com"), "header-injection"),
        (("X Note", "a"), "header-malformed"),
        (("X-Note:", "a"), "header-malformed"),
        (("X-Note", "Grüße"), "header-malformed"),
        (("X-Note", "a" * 999), "header-too-long"),
        (("Bcc", "eve@example.com"), "header-reserved"),
        (("content-type", "text/html"), "header-reserved"),
    ],
)
def test_a_bad_extra_header_is_refused(header: tuple[str, str], code: str) -> None:
    assert failure(a_message(headers=(header,))).code == code


def test_a_line_break_in_a_file_name_is_refused() -> None:
    attachment = Attachment("a\r\nb.pdf", "application/pdf", b"")
    assert failure(a_message(attachments=(attachment,))).code == "header-injection"


@pytest.mark.parametrize("media_type", ["message/rfc822", "multipart/mixed", "pdf", "a/b\r\nX: y"])
def test_an_attachment_of_a_type_that_cannot_be_base64_is_refused(media_type: str) -> None:
    assert failure(a_message(attachments=(Attachment("a", media_type, b""),))).code == "attachment-media-type"


@pytest.mark.parametrize("field", ["text", "html", "subject", "to_name"])
def test_half_a_surrogate_pair_is_refused(field: str) -> None:
    assert failure(a_message(**{field: "broken \ud83d import"})).code == "text-not-unicode"


def test_the_unsubscribe_headers_arrive_whole() -> None:
    url = f"<https://pay.example.org/u/{'t' * 200}>, <mailto:stop@example.org?subject=stop>"
    headers = (("List-Unsubscribe", url), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    found = parsed(a_message(headers=headers))
    assert found["List-Unsubscribe"] == url
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_message_id_is_the_attempt_at_the_senders_domain() -> None:
    message = a_message(number=7)
    assert parsed(message)["Message-ID"] == f"<{message.attempt_id}@northwind.example>"


def test_machines_are_asked_not_to_answer() -> None:
    found = parsed(a_message())
    assert (found["Auto-Submitted"], found["X-Auto-Response-Suppress"]) == ("auto-generated", "All")


def test_the_date_is_the_given_instant_in_utc() -> None:
    at = datetime(2027, 3, 1, 2, 5, 9, tzinfo=timezone(timedelta(hours=5)))
    message = parsed(a_message(), at=at)
    assert message["Date"].datetime == at
    assert str(message["Date"]) == "Sun, 28 Feb 2027 21:05:09 +0000"


def test_replies_go_where_the_creditor_reads_them() -> None:
    assert parsed(a_message(reply_to="help@northwind.example"))["Reply-To"] == "help@northwind.example"


def test_the_language_is_declared_where_it_is_one() -> None:
    assert parsed(a_message(language="es-MX"))["Content-Language"] == "es-MX"
    assert parsed(a_message(language="es\r\nX: y"))["Content-Language"] is None


def test_a_script_outside_latin_travels_in_base64() -> None:
    found = parsed(a_message(text="お支払いのお願い\n" * 20))
    assert found["Content-Transfer-Encoding"] == "base64"
    assert words(found) == "お支払いのお願い\r\n" * 20
