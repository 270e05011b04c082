"""Which relay takes a message when the first one cannot, and does it ever leave twice?"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.email_settings import EmailSettings
from channels.email_smtp.adapter import SmtpAdapter
from channels.email_smtp.breaker import FAILURES, FIRST_REST
from channels.message import NotSent, Unknown
from tests.builders.message import a_message
from tests.builders.smtp_adapter import SOON, an_smtp_adapter
from tests.fakes.clock import FixedClock
from tests.fakes.smtp_script import DROP, PIPELINING, SILENCE, Script, ScriptedRelay, a_scripted_relay

WORDS = ("greeting", "ehlo", "mail", "rcpt", "data", "dot")
IN_STEPS = "250 relay.test"


@asynccontextmanager
async def two_relays(
    first: Script, second: Script = Script(), **told: object
) -> AsyncIterator[tuple[ScriptedRelay, ScriptedRelay, SmtpAdapter]]:
    async with a_scripted_relay(first) as one, a_scripted_relay(second) as two:
        email = EmailSettings(fallback_urls=(f"smtp://127.0.0.1:{two.port}",))
        async with an_smtp_adapter(one.port, email=email, **told) as adapter:
            yield one, two, adapter


async def test_the_first_relay_takes_all_while_it_can_and_the_receipt_names_it() -> None:
    async with two_relays(Script()) as (one, two, adapter):
        receipt = await adapter.send(a_message())
    assert receipt.detail == f"250 127.0.0.1:{one.port}"
    assert (len(one.contents), two.sessions) == (1, [])


@pytest.mark.parametrize(
    "broken",
    [
        {"greeting": "421 4.3.2 Too many connections"},
        {"greeting": "554 No service here"},
        {"greeting": DROP},
        {"ehlo": DROP},
        {"mail": "452 4.3.1 Out of disk"},
        {"mail": "454 Throttling failure: Daily message quota exceeded"},
        {"mail": DROP},
        {"rcpt": "451 4.3.0 Local trouble"},
        {"rcpt": "421 4.3.2 Closing"},
        {"data": "451 4.3.0 Local trouble"},
        {"data": DROP},
    ],
)
@pytest.mark.parametrize("ehlo", [IN_STEPS, PIPELINING], ids=["in-steps", "pipelined"])
async def test_a_relay_that_cannot_be_used_leaves_the_message_to_the_next(
    ehlo: str, broken: dict[str, str]
) -> None:
    async with two_relays(Script(**{"ehlo": ehlo} | broken)) as (one, two, adapter):
        receipt = await adapter.send(a_message())
    assert receipt.detail == f"250 127.0.0.1:{two.port}"
    assert (len(one.contents), len(two.contents)) == (0, 1)


async def test_a_closed_port_leaves_the_message_to_the_next() -> None:
    async with a_scripted_relay() as relay:
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            email = EmailSettings(fallback_urls=(f"smtp://127.0.0.1:{relay.port}",))
            async with an_smtp_adapter(unused.getsockname()[1], email=email) as adapter:
                await adapter.send(a_message())
    assert len(relay.contents) == 1


@pytest.mark.parametrize("word", ["greeting", "ehlo", "mail", "rcpt", "data"])
async def test_a_silent_relay_leaves_the_message_to_the_next_before_the_deadline(word: str) -> None:
    async with two_relays(Script(**{word: SILENCE}), smtp_deadline=2 * SOON) as (_, two, adapter):
        receipt = await adapter.send(a_message())
    assert receipt.detail == f"250 127.0.0.1:{two.port}"


@pytest.mark.parametrize(
    "answer",
    [
        {"rcpt": "550 5.1.1 Nobody"},  # the address
        {"rcpt": "450 4.2.1 Mailbox busy"},
        {"rcpt": "451 4.7.1 Greylisted, come back later"},  # another relay would begin to wait anew
        {"rcpt": "550 5.7.1 Policy"},  # no shopping for a relay that looks away
        {"mail": "552 5.3.4 Too large"},
        {"dot": "451 4.3.0 Later"},  # it has seen the content
        {"dot": "421 4.3.2 Closing"},
        {"dot": "554 5.6.0 Malformed"},
    ],
)
async def test_a_refused_message_is_not_offered_elsewhere(answer: dict[str, str]) -> None:
    async with two_relays(Script(**answer)) as (_, two, adapter):
        with pytest.raises(NotSent):
            await adapter.send(a_message())
    assert two.sessions == []


@pytest.mark.parametrize("dot", [DROP, "nonsense", "354 Go on", SILENCE])
async def test_what_may_have_left_is_never_offered_elsewhere(dot: str) -> None:
    async with two_relays(Script(dot=dot), smtp_deadline=SOON) as (one, two, adapter):
        with pytest.raises(Unknown):
            await adapter.send(a_message())
    assert (len(one.contents), two.sessions) == (1, [])


async def test_a_relay_slow_to_confirm_has_the_whole_deadline() -> None:
    """The time before the content is cut into shares; the answer to the dot is not."""
    async with two_relays(Script(dot=SILENCE), smtp_deadline=4 * SOON) as (_, two, adapter):
        task = asyncio.create_task(adapter.send(a_message()))
        done, _ = await asyncio.wait([task], timeout=3 * SOON.total_seconds())
        assert done == set()
        with pytest.raises(Unknown):
            await task
    assert two.sessions == []


async def test_a_relay_that_keeps_failing_is_left_alone_and_tried_again_by_one_message() -> None:
    clock, broken = FixedClock(), "421 4.3.2 Too many connections"
    async with (
        a_scripted_relay(*[Script(greeting=broken)] * FAILURES, Script()) as one,
        a_scripted_relay() as two,
    ):
        email = EmailSettings(fallback_urls=(f"smtp://127.0.0.1:{two.port}",))
        async with an_smtp_adapter(one.port, email=email, now=clock.now) as adapter:
            for number in range(FAILURES + 2):
                await adapter.send(a_message(number=number))
            assert len(one.sessions) == FAILURES
            clock.advance(FIRST_REST)
            receipt = await adapter.send(a_message(number=99))
    assert receipt.detail == f"250 127.0.0.1:{one.port}"
    assert (len(one.contents), len(two.contents)) == (1, FAILURES + 2)


async def test_while_all_relays_rest_nothing_is_tried() -> None:
    broken = Script(greeting="421 4.3.2 Too many connections")
    async with two_relays(broken, broken) as (one, two, adapter):
        for number in range(FAILURES):
            with pytest.raises(NotSent, match="session 421"):
                await adapter.send(a_message(number=number))
        with pytest.raises(NotSent, match="relays resting"):
            await adapter.send(a_message())
    assert (len(one.sessions), len(two.sessions)) == (FAILURES, FAILURES)


async def test_the_only_relay_is_asked_however_often_it_failed() -> None:
    async with (
        a_scripted_relay(Script(greeting="421 4.3.2 Too many connections")) as relay,
        an_smtp_adapter(relay.port) as adapter,
    ):
        for number in range(2 * FAILURES):
            with pytest.raises(NotSent, match="session 421"):
                await adapter.send(a_message(number=number))
    assert len(relay.sessions) == 2 * FAILURES


answers = st.sampled_from(
    [DROP, "421 4.3.2 No", "451 4.3.0 No", "550 5.7.1 No", "nonsense", "250 Ok", "354 Go"]
)
scripts = st.dictionaries(st.sampled_from(WORDS), answers, max_size=2).map(lambda words: Script(**words))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=scripts, second=scripts)
def test_no_message_leaves_twice_and_what_a_receipt_says_is_so(first: Script, second: Script) -> None:
    async def contents() -> tuple[int, object]:
        async with two_relays(first, second, smtp_deadline=4 * SOON) as (one, two, adapter):
            (outcome,) = await asyncio.gather(adapter.send(a_message()), return_exceptions=True)
        return len(one.contents) + len(two.contents), outcome

    left, outcome = asyncio.run(contents())
    assert left <= 1
    assert isinstance(outcome, NotSent) or left == 1
