"""Which addresses may be written on the wire, and as what?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email_address import mailbox
from channels.message import NotSent, Scope


@pytest.mark.parametrize(
    ("address", "on_the_wire"),
    [
        ("maria@example.com", "maria@example.com"),
        (
            "Maria.Lopez+bills@mail.example.com",
            "Maria.Lopez+bills@mail.example.com",
        ),  # case is its owner's
        ("a..b@example.com", "a..b@example.com"),  # handed out by some phone companies
        ("ops@localhost", "ops@localhost"),
        ("maria@straße.example", "maria@xn--strae-oqa.example"),  # not strasse, which is somebody else's
        ("maria@例え.jp", "maria@xn--r8jz45g.jp"),
    ],
)
def test_a_usable_address_becomes_ascii(address: str, on_the_wire: str) -> None:
    assert mailbox(address) == on_the_wire


@pytest.mark.parametrize(
    "address",
    [
        "", "maria", "@example.com", "maria@", "maria@example..com", "maria@-example.com", "a@example.com.",
        "ma ria@example.com", "maria@exa mple.com", "<maria@example.com>", "maria@example.com, a@example.com",
        "maria@example.com\r\nRCPT TO:<eve@example.com>", "maria\n@example.com", "maria@example.com\0",
        '"maria"@example.com', "a@b@example.com", "maria@[127.0.0.1]", f"{'m' * 65}@example.com",
        f"maria@{'e' * 64}.com", "maria@☃\n.com",
    ],
)  # fmt: skip
def test_an_unusable_address_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(NotSent) as caught:
        mailbox(address)
    assert (caught.value.scope, caught.value.retryable) == (Scope.ADDRESS, False)
    assert caught.value.code == "address-malformed"


def test_a_local_part_outside_ascii_is_refused_by_name() -> None:
    with pytest.raises(NotSent) as caught:
        mailbox("maría@example.com")
    assert (caught.value.scope, caught.value.code) == (Scope.ADDRESS, "address-needs-smtputf8")


@given(st.text())
def test_nothing_that_could_end_a_command_gets_through(address: str) -> None:
    try:
        written = mailbox(address)
    except NotSent:
        return
    assert written.isascii()
    assert written.isprintable()
    assert not set(written) & set(' <>"')
