"""Is every mail taken, however damaged: nothing raised, nothing retired that was not proven?"""

from __future__ import annotations

from contextlib import suppress
from email.message import Message

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.email_inbound import Unreadable, read_message
from gateway.mailbox.mail_key import mail_key
from gateway.understanding import trimmed_reply
from tests.builders.mail import OURS, a_complaint, a_letter, a_report

MAILS = (
    a_report("bounces@mail.acme.example", about="ann@customer.example"),
    a_complaint("abuse", about="ann@customer.example"),
    a_letter("I dispute this.\n\nOn Monday, Acme wrote:\n> You owe us.\n"),
)
_NOISE = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"\n\n", b"\r", b"\0", b"--x\n", b"--x--\n", b"=?utf-8?b?\xff", b"Content-Type: ", b"boundary=",
         b": ",
         b"Content-Transfer-Encoding: base64\n", b"charset=utf-7", b"<>", b"\xc3\x28",
         b"begin 644 winmail.dat\n"]
    ),
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A mail with noise put in, pieces cut out and pieces doubled."""
    mail = draw(st.sampled_from(MAILS))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(mail)))
        cut = draw(st.integers(0, 40))
        again = mail[at : at + draw(st.integers(0, 200))]
        mail = mail[:at] + draw(_NOISE) + again + mail[at + cut :]
    return mail


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(damaged())
def test_a_damaged_mail_is_read_or_refused_and_proves_nothing(raw: bytes) -> None:
    try:
        mail = read_message(raw, OURS)
    except Unreadable:
        return
    assert not mail.is_proven
    assert trimmed_reply(mail.text) is not None
    assert len(mail_key(raw, mail.attempt_id)) == 64


@pytest.mark.parametrize("size", [1, 3])
def test_attachments_of_outlook_are_counted_and_not_opened(size: int) -> None:
    mail = Message()
    mail["From"], mail["Subject"] = "ann@customer.example", "Re: Your invoice"
    mail["Content-Type"] = 'application/ms-tnef; name="winmail.dat"'
    mail.set_payload("eJ8+" * size)
    mail["Content-Transfer-Encoding"] = "base64"
    read = read_message(mail.as_bytes(), OURS)
    assert (read.attachments, read.text) == (1, "")


_HEAD = b"From: mailer-daemon@x.example\nSubject: Undelivered Mail\n"
_TEXT = b"Content-Type: text/plain; charset="


# Each of these took seconds to minutes, or raised something else, before it was bounded.
@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(_HEAD + b"\n" + b"\t\n" * 500_000, id="lines of tabs"),
        pytest.param(_HEAD + b"\n" + b"\n" * 1_000_000, id="empty lines"),
        pytest.param(_HEAD + b"\n" + b"<\n" * 500_000, id="lines of one character"),
        pytest.param(
            _HEAD + b"Content-Type: text/html\n\n" + b"<script>" * 250_000, id="scripts without end"
        ),
        pytest.param(_HEAD + b"Content-Type: text/html\n\n" + b"<" * 2_000_000, id="tags without end"),
        pytest.param(_HEAD + b"To: " + b"(" * 200_000 + b"\n\nhi", id="comments in comments"),
        pytest.param(_HEAD + _TEXT + b"punycode\n\n" + b"9" * 200_000, id="a codec that is none of mail"),
        pytest.param(_HEAD + b"X: =?punycode?q?" + b"9" * 200_000 + b"?=\n\nhi", id="the same in a header"),
        pytest.param(_HEAD + _TEXT + b"undefined\n\nhi", id="a codec that always fails"),
        pytest.param(_HEAD.replace(b"U", b"=?utf-8?q?a?= " * 15_000) + b"\nhi", id="encoded words"),
        pytest.param(_HEAD + b"Content-Type: text/plain" + b"; a=b" * 300_000 + b"\n\nhi", id="parameters"),
    ],
)
def test_what_is_built_to_take_long_is_read_within_bounds_or_refused(raw: bytes) -> None:
    with suppress(Unreadable):
        assert not read_message(raw, OURS).is_proven


def test_styles_and_scripts_are_not_read_and_what_never_ends_hides_nothing() -> None:
    def said(html: bytes) -> str:
        text = read_message(b"From: ann@x.example\nContent-Type: text/html\n\n" + html).text
        return " ".join(text.split())

    assert said(b"<style>p {}</style><p>Stop.</p><script>x()</script>3 < 4 & 5 > 4") == "Stop. 3 < 4 & 5 > 4"
    assert said(b"<script>I dispute this.") == "I dispute this."
