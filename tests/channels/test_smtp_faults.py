"""What do we know about a message when the relay fails us? Exactly whether it may have left."""

from __future__ import annotations

import asyncio
import socket

import pytest

from channels.message import NotSent, Scope, Unknown
from tests.builders.message import a_message
from tests.builders.smtp_adapter import SOON, an_smtp_adapter
from tests.fakes.smtp_script import DROP, PIPELINING, SILENCE, Script, ScriptedRelay, a_scripted_relay

IN_STEPS = "250 relay.test"
both_ways = pytest.mark.parametrize("ehlo", [IN_STEPS, PIPELINING], ids=["in-steps", "pipelined"])


async def failure(relay: ScriptedRelay, **settings: object) -> NotSent | Unknown:
    async with an_smtp_adapter(relay.port, **settings) as adapter:
        with pytest.raises((NotSent, Unknown)) as caught:
            await adapter.send(a_message())
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value


def transient(code: str) -> tuple[Scope, bool, str]:
    return Scope.TRANSIENT, True, code


def told(found: NotSent | Unknown) -> tuple[Scope, bool, str]:
    assert isinstance(found, NotSent)
    return found.scope, found.retryable, found.code


async def test_a_closed_port_means_not_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        found = await failure(ScriptedRelay((), port=unused.getsockname()[1]))
    assert told(found) == transient("connect refused")


async def test_a_name_without_address_means_not_sent() -> None:
    async with an_smtp_adapter(25, login=f"u:p@{'x' * 64}.", scheme="smtps") as adapter:
        with pytest.raises(NotSent) as caught:
            await adapter.send(a_message())
    assert told(caught.value) == transient("connect dns")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (Script(greeting=DROP), transient("connect failed")),
        (Script(greeting="554 5.7.1 Go away"), (Scope.SENDER, True, "session 554 5.7.1")),
        (Script(greeting="421 4.3.2 Busy"), (Scope.SENDER, True, "session 421 4.3.2")),
        (Script(greeting="HTTP/1.1 400 Bad Request"), (Scope.SENDER, True, "session malformed")),
        (Script(ehlo=DROP), transient("ehlo failed")),
        (Script(ehlo="550 5.7.1 Not you"), (Scope.SENDER, True, "session 550 5.7.1")),
    ],
)
async def test_a_session_that_cannot_begin_means_not_sent(
    script: Script, expected: tuple[Scope, bool, str]
) -> None:
    async with a_scripted_relay(script) as relay:
        assert told(await failure(relay)) == expected


@both_ways
@pytest.mark.parametrize(
    ("refusing", "expected"),
    [
        ({"mail": "450 4.3.2 Later"}, transient("mail 450 4.3.2")),
        ({"mail": "421 4.3.2 Closing"}, (Scope.SENDER, True, "mail 421 4.3.2")),
        ({"mail": DROP}, transient("mail dropped")),
        ({"rcpt": "550 5.1.1 Nobody"}, (Scope.ADDRESS, False, "rcpt 550 5.1.1")),
        ({"rcpt": "550 5.7.1 No relaying"}, (Scope.SENDER, False, "rcpt 550 5.7.1")),
        ({"rcpt": "451 4.7.1 Greylisted"}, transient("rcpt 451 4.7.1")),
        ({"rcpt": DROP}, transient("rcpt dropped")),
        ({"data": "452 4.3.1 Full"}, transient("data 452 4.3.1")),
        ({"data": DROP}, transient("data dropped")),
        ({"data": "nonsense"}, transient("data dropped")),
    ],
)
async def test_what_fails_before_the_content_means_not_sent(
    ehlo: str, refusing: dict[str, str], expected: tuple[Scope, bool, str]
) -> None:
    async with a_scripted_relay(Script(ehlo=ehlo, **refusing)) as relay:
        assert told(await failure(relay)) == expected
    assert relay.contents == []


@both_ways
@pytest.mark.parametrize(
    ("dot", "expected"),
    [
        ("451 4.3.0 Later", transient("content 451 4.3.0")),
        ("421 4.3.2 Closing", (Scope.SENDER, True, "content 421 4.3.2")),
        ("550 5.1.1 Nobody", (Scope.ADDRESS, False, "content 550 5.1.1")),
        ("554 5.7.1 Policy", (Scope.SENDER, False, "content 554 5.7.1")),
        ("552 Too large", (Scope.CONTENT, False, "content 552")),
    ],
)
async def test_a_refusal_after_the_dot_means_not_sent(
    ehlo: str, dot: str, expected: tuple[Scope, bool, str]
) -> None:
    async with a_scripted_relay(Script(ehlo=ehlo, dot=dot)) as relay:
        assert told(await failure(relay)) == expected


@both_ways
@pytest.mark.parametrize("dot", [DROP, "354 Go on", "nonsense", "25"])
async def test_anything_but_an_answer_after_the_dot_means_unknown(ehlo: str, dot: str) -> None:
    async with a_scripted_relay(Script(ehlo=ehlo, dot=dot)) as relay:
        assert isinstance(await failure(relay), Unknown)
    assert [words.count("dot") for words in relay.sessions] == [1]


@both_ways
async def test_silence_after_the_dot_means_unknown_once_the_deadline_is_over(ehlo: str) -> None:
    async with a_scripted_relay(Script(ehlo=ehlo, dot=SILENCE)) as relay:
        found = await failure(relay, smtp_deadline=SOON)
    assert isinstance(found, Unknown)
    assert found.code == "deadline"


@pytest.mark.parametrize("word", ["greeting", "ehlo", "mail", "rcpt", "data"])
async def test_silence_before_the_content_means_not_sent_once_the_deadline_is_over(word: str) -> None:
    async with a_scripted_relay(Script(**{word: SILENCE})) as relay:
        assert told(await failure(relay, smtp_deadline=SOON)) == transient("deadline")
    assert relay.contents == []


async def test_waiting_for_a_session_ends_at_the_deadline_too() -> None:
    one = {"smtp_connections": 1, "smtp_deadline": SOON}
    async with a_scripted_relay(Script(dot=SILENCE)) as relay, an_smtp_adapter(relay.port, **one) as adapter:
        first, second = await asyncio.gather(
            adapter.send(a_message()), adapter.send(a_message(number=2)), return_exceptions=True
        )
    assert isinstance(first, Unknown)
    assert isinstance(second, NotSent)


@pytest.mark.parametrize(("word", "kind"), [("mail", NotSent), ("dot", Unknown)])
async def test_a_cancelled_send_tells_whether_the_message_may_have_left(word: str, kind: type) -> None:
    async with a_scripted_relay(Script(**{word: SILENCE})) as relay, an_smtp_adapter(relay.port) as adapter:
        task = asyncio.create_task(adapter.send(a_message()))
        await relay.wait_for(word)
        task.cancel()
        with pytest.raises(kind, match="cancelled"):
            await task


async def test_a_relay_that_wants_content_for_a_refused_recipient_gets_none() -> None:
    async with a_scripted_relay(Script(ehlo=PIPELINING, rcpt="550 5.1.1 Nobody", data="354 Go on")) as relay:
        assert told(await failure(relay))[0] is Scope.ADDRESS
    assert relay.contents == []


async def test_an_answer_that_nobody_asked_for_ends_the_session_before_the_content() -> None:
    async with a_scripted_relay(Script(data="354 Go on\r\n250 2.0.0 Ok already")) as relay:
        assert told(await failure(relay)) == transient("data dropped")
    assert relay.contents == []


async def test_an_endless_answer_ends_the_session() -> None:
    endless = "\r\n".join(["250-" + "x" * 1000] * 100)
    async with a_scripted_relay(Script(mail=endless)) as relay:
        assert told(await failure(relay)) == transient("mail dropped")


@both_ways
async def test_after_a_refusal_the_session_starts_clean_and_goes_on(ehlo: str) -> None:
    refused = ("503 5.5.1 No recipient",) if ehlo == PIPELINING else ()
    script = Script(ehlo=ehlo, rcpt=("550 5.1.1 Nobody", "250 Ok"), data=(*refused, "354 Go on"))
    async with a_scripted_relay(script) as relay, an_smtp_adapter(relay.port) as adapter:
        with pytest.raises(NotSent):
            await adapter.send(a_message())
        await adapter.send(a_message(number=2))
    (words,) = relay.sessions
    assert words.index("rset") < words.index("dot")
    assert len(relay.contents) == 1


@both_ways
@pytest.mark.parametrize("ending", [DROP, "421 4.4.2 Idle for too long"])
async def test_a_kept_session_that_is_over_is_replaced_and_the_message_goes_once(
    ehlo: str, ending: str
) -> None:
    script = Script(ehlo=ehlo, mail=("250 Ok", ending))
    async with a_scripted_relay(script, Script(ehlo=ehlo)) as relay, an_smtp_adapter(relay.port) as adapter:
        await adapter.send(a_message())
        await adapter.send(a_message(number=2))
    assert [words.count("dot") for words in relay.sessions] == [1, 1]


async def test_a_new_session_that_ends_at_once_is_not_tried_again() -> None:
    async with a_scripted_relay(Script(mail=DROP)) as relay:
        assert told(await failure(relay)) == transient("mail dropped")
    assert len(relay.sessions) == 1


async def test_a_kept_session_that_ends_after_it_took_the_sender_is_not_tried_again() -> None:
    async with (
        a_scripted_relay(Script(rcpt=("250 Ok", DROP))) as relay,
        an_smtp_adapter(relay.port) as adapter,
    ):
        await adapter.send(a_message())
        with pytest.raises(NotSent) as caught:
            await adapter.send(a_message(number=2))
    assert told(caught.value) == transient("rcpt dropped")
    assert len(relay.sessions) == 1
