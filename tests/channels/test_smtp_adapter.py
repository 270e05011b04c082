"""Does a real relay get what we mean to send?"""

from __future__ import annotations

import asyncio
from email import message_from_bytes
from pathlib import Path

import pytest

from channels.adapter_settings import AdapterSettings
from channels.callback_token import CallbackTokens
from channels.email_mime import email_bytes
from channels.email_settings import EmailSettings
from channels.email_smtp.adapter import make
from channels.message import Attachment, NotSent, Scope
from channels.return_path import RETURN_PATH_USE, attempt_of_return_path
from gateway.domain.errors import ConfigError
from tests.builders.message import a_message
from tests.builders.smtp_adapter import an_smtp_adapter
from tests.fakes.clock import A_MONDAY, FixedClock
from tests.fakes.smtp_relay import a_relay
from tests.fakes.smtp_script import PIPELINING, Script, a_scripted_relay


async def test_the_relay_gets_our_bytes_for_one_recipient() -> None:
    message = a_message(text=".\n..\n.hidden\n" * 3, html="<p>.</p>")
    async with a_relay() as relay, an_smtp_adapter(relay.port) as adapter:
        receipt = await adapter.send(message)
    (envelope,) = relay.envelopes
    assert envelope.content == email_bytes(message, at=A_MONDAY)
    assert (envelope.mail_from, envelope.rcpt_tos) == (message.sender, [message.to])
    assert (receipt.provider_reference, receipt.detail) == ("000000000001", "250")


async def test_a_pipelining_relay_gets_the_same_in_fewer_round_trips() -> None:
    message = a_message(text=".\n..\n.hidden\n")
    async with a_scripted_relay(Script(ehlo=PIPELINING)) as relay, an_smtp_adapter(relay.port) as adapter:
        receipt = await adapter.send(message)
    assert relay.contents == [email_bytes(message, at=A_MONDAY)]
    assert relay.sessions == [["ehlo", "mail", "rcpt", "data", "dot", "quit"]]
    assert receipt.provider_reference == "4ABC"


async def test_a_later_bounce_will_name_the_attempt_where_the_relay_can() -> None:
    message = a_message(to="maria+a=b@example.com")
    async with a_scripted_relay(Script(ehlo=PIPELINING)) as relay, an_smtp_adapter(relay.port) as adapter:
        await adapter.send(message)
    assert f"MAIL FROM:<{message.sender}> RET=HDRS ENVID={message.attempt_id}" in relay.lines
    assert (
        "RCPT TO:<maria+a=b@example.com> NOTIFY=FAILURE,DELAY ORCPT=rfc822;maria+2Ba+3Db@example.com"
        in relay.lines
    )


async def test_the_return_path_names_the_attempt_and_the_header_the_creditor() -> None:
    message, key = a_message(), bytes(range(32))
    email = EmailSettings(bounce_address="bounces@in.example.com", callback_key=lambda: key)
    async with a_relay() as relay, an_smtp_adapter(relay.port, email=email) as adapter:
        await adapter.send(message)
    (envelope,) = relay.envelopes
    tokens = CallbackTokens(key, RETURN_PATH_USE)
    assert envelope.mail_from is not None
    assert attempt_of_return_path(envelope.mail_from, tokens) == message.attempt_id
    assert envelope.content == email_bytes(message, at=A_MONDAY)


async def test_a_bounce_address_without_room_is_refused_before_anything_starts() -> None:
    with pytest.raises(ConfigError, match=r"smtp\.bounce_address"):
        async with an_smtp_adapter(1, email=EmailSettings(bounce_address="too-long-for-it@example.com")):
            pass


async def test_nothing_is_asked_of_a_relay_that_it_does_not_offer() -> None:
    async with (
        a_scripted_relay(Script(ehlo="250 relay.test")) as relay,
        an_smtp_adapter(relay.port) as adapter,
    ):
        message = a_message()
        await adapter.send(message)
    assert f"MAIL FROM:<{message.sender}>" in relay.lines
    assert f"RCPT TO:<{message.to}>" in relay.lines


async def test_sessions_are_reused_and_ended_politely() -> None:
    async with a_scripted_relay() as relay, an_smtp_adapter(relay.port) as adapter:
        for number in range(3):
            await adapter.send(a_message(number=number))
    assert relay.sessions == [["ehlo", *["mail", "rcpt", "data", "dot"] * 3, "quit"]]


async def test_a_session_carries_only_so_many_messages() -> None:
    limit = {"smtp_messages_per_connection": 2}
    async with a_scripted_relay() as relay, an_smtp_adapter(relay.port, **limit) as adapter:
        for number in range(5):
            await adapter.send(a_message(number=number))
    assert [words.count("dot") for words in relay.sessions] == [2, 2, 1]
    assert all(words[-1] == "quit" for words in relay.sessions)


async def test_no_more_sessions_are_opened_than_allowed() -> None:
    async with a_relay() as relay, an_smtp_adapter(relay.port, smtp_connections=3) as adapter:
        await asyncio.gather(*(adapter.send(a_message(number=number)) for number in range(30)))
    assert len(relay.envelopes) == 30
    assert relay.sessions_opened <= 3


async def test_an_expired_permission_stops_the_message_before_a_connection_is_made() -> None:
    async with a_scripted_relay() as relay, an_smtp_adapter(relay.port) as adapter:
        with pytest.raises(NotSent) as caught:
            await adapter.send(a_message(not_after=A_MONDAY))
    assert caught.value.scope is Scope.EXPIRED
    assert relay.sessions == []


@pytest.mark.parametrize("ehlo", ["250 relay.test", PIPELINING])
async def test_a_permission_that_ends_during_the_envelope_stops_the_content(ehlo: str) -> None:
    readings = iter([A_MONDAY, A_MONDAY])
    clock = FixedClock()

    def now():  # fresh for the first look and the Date, over at the last look
        return next(readings, None) or clock.advance(hours=1)

    async with a_scripted_relay(Script(ehlo=ehlo)) as relay, an_smtp_adapter(relay.port, now=now) as adapter:
        with pytest.raises(NotSent) as caught:
            await adapter.send(a_message(not_after=clock.now().replace(minute=1)))
    assert caught.value.scope is Scope.EXPIRED
    assert relay.contents == []


async def test_an_email_that_no_mailbox_would_take_is_refused_before_a_connection_is_made() -> None:
    statement = Attachment("statement.pdf", "application/pdf", bytes(10_000))
    fits = EmailSettings(most_bytes=len(email_bytes(a_message(attachments=(statement,)), at=A_MONDAY)))
    async with a_relay() as relay, an_smtp_adapter(relay.port, email=fits) as adapter:
        await adapter.send(a_message(attachments=(statement,)))
        with pytest.raises(NotSent, match="too-large") as caught:
            await adapter.send(a_message(attachments=(statement,), text="One line more.\n" * 20))
    assert (caught.value.scope, caught.value.retryable) == (Scope.CONTENT, False)
    (envelope,) = relay.envelopes
    assert isinstance(envelope.content, bytes)
    parts = list(message_from_bytes(envelope.content).walk())
    assert parts[-1].get_payload(decode=True) == statement.content


async def test_an_unusable_address_is_refused_before_a_connection_is_made() -> None:
    async with a_scripted_relay() as relay, an_smtp_adapter(relay.port) as adapter:
        with pytest.raises(NotSent) as caught:
            await adapter.send(a_message(to="maría@example.com"))
    assert caught.value.scope is Scope.ADDRESS
    assert relay.sessions == []


async def test_a_closed_adapter_sends_nothing_until_it_is_opened_again() -> None:
    async with a_relay() as relay, an_smtp_adapter(relay.port) as adapter:
        await adapter.close()
        with pytest.raises(NotSent, match="closed"):
            await adapter.send(a_message())
        await adapter.open()
        await adapter.send(a_message())
    assert len(relay.envelopes) == 1


async def test_a_missing_authority_file_is_a_configuration_error(tmp_path: Path) -> None:
    adapter = make(
        AdapterSettings(
            now=FixedClock().now,
            outbox=tmp_path,
            smtp_url="smtps://127.0.0.1",
            smtp_ca_file=tmp_path / "none.pem",
        )
    )
    with pytest.raises(ConfigError, match=r"smtp\.ca_file"):
        await adapter.open()


@pytest.mark.parametrize(
    ("reply", "reference"),
    [
        ("2.0.0 Ok: queued as 4XyZ12345", "4XyZ12345"),  # Postfix
        ("OK id=1tABcd-000000001Xy-2Abc", "1tABcd-000000001Xy-2Abc"),  # Exim
        ("Ok 0102018f2d3a4b5c-6d7e8f90-1234-5678-9abc-def012345678-000000",
         "0102018f2d3a4b5c-6d7e8f90-1234-5678-9abc-def012345678-000000"),  # Amazon SES
        ("2.0.0 Ok", None),
        ("Message accepted for maria@example.com", None),
    ],
)  # fmt: skip
async def test_of_the_relays_yes_only_its_own_id_is_kept(reply: str, reference: str | None) -> None:
    async with a_scripted_relay(Script(dot=f"250 {reply}")) as relay, an_smtp_adapter(relay.port) as adapter:
        receipt = await adapter.send(a_message())
    assert (receipt.provider_reference, receipt.detail) == (reference, "250")
