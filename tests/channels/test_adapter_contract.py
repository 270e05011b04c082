"""What may a caller expect of every adapter, whatever is behind it?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from channels.adapter_settings import AdapterSettings
from channels.message import Adapter, Message, NotSent, Receipt, Scope, Unknown
from channels.print_house import PrintHouse
from channels.registry import make_adapter
from gateway.domain.words import Channel
from tests.builders.lob_adapter import a_lob_adapter
from tests.builders.message import a_message
from tests.builders.smtp_adapter import an_smtp_adapter
from tests.builders.twilio_adapter import a_twilio_account, a_twilio_adapter
from tests.fakes.adapter import FakeAdapter
from tests.fakes.clock import FixedClock
from tests.fakes.lob_server import a_lob
from tests.fakes.smtp_relay import a_relay
from tests.fakes.twilio_calls import TwilioCalls
from tests.fakes.twilio_server import a_twilio

# What no channel can carry: a forged header, half a character, a character outside XML, a missing document.
HOPELESS: dict[Channel, dict[str, Any]] = {
    Channel.EMAIL: {"subject": "Hello\r\nBcc: eve@example.com"},
    Channel.SMS: {"text": "half \ud83d"},
    Channel.VOICE: {"text": "bell \x07"},
    Channel.LETTER: {"pdf": None},
}


@dataclass
class Subject:
    """An open adapter, and how many messages have left through it."""

    adapter: Adapter
    count: Callable[[], int]
    least: timedelta = timedelta(microseconds=1)  # that a permission must still last

    def message(self, **changes: Any) -> Message:
        return a_message(self.adapter.channel, **changes)


@pytest.fixture(
    params=["fake", "smtp", "twilio", "calls", "lob", "spool", *(f"sandbox {channel}" for channel in Channel)]
)
async def subject(
    request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock
) -> AsyncIterator[Subject]:
    kind, _, channel = request.param.partition(" ")
    async with AsyncExitStack() as stack:
        if kind == "smtp":
            relay = await stack.enter_async_context(a_relay())
            adapter = await stack.enter_async_context(an_smtp_adapter(relay.port, now=clock.now))
            yield Subject(adapter, lambda: len(relay.envelopes))
        elif kind == "twilio":
            twilio = await stack.enter_async_context(a_twilio())
            adapter = await stack.enter_async_context(a_twilio_adapter(twilio.url, clock.now))
            yield Subject(adapter, lambda: len(twilio.messages), least=timedelta(seconds=30))
        elif kind == "lob":
            lob = await stack.enter_async_context(a_lob())
            adapter = await stack.enter_async_context(a_lob_adapter(lob.url, clock.now))
            yield Subject(adapter, lambda: len(lob.letters))
        elif kind == "calls":
            calls = TwilioCalls()
            await stack.enter_async_context(a_twilio(calls))
            told = AdapterSettings(
                now=clock.now, outbox=tmp_path, twilio=a_twilio_account(base_url=calls.url)
            )
            caller = make_adapter(Channel.VOICE, "twilio", told)
            await caller.open()
            stack.push_async_callback(caller.close)
            # The request's deadline, ringing and the longest call, and then some.
            yield Subject(caller, lambda: len(calls.calls), least=timedelta(seconds=20 + 25 + 600 + 1))
        elif kind == "spool":
            told = AdapterSettings(now=clock.now, outbox=tmp_path, print_house=PrintHouse(tmp_path))
            spool = make_adapter(Channel.LETTER, kind, told)
            await spool.open()
            yield Subject(spool, lambda: len(list((tmp_path / "out").glob("*.json"))))
        elif kind == "fake":
            fake = FakeAdapter(Channel.EMAIL, clock)
            await fake.open()
            yield Subject(fake, lambda: len(fake.sent))
        else:
            made = make_adapter(Channel(channel), kind, AdapterSettings(now=clock.now, outbox=tmp_path))
            await made.open()
            yield Subject(made, lambda: len(list((tmp_path / channel).iterdir())))


async def test_a_message_that_leaves_earns_a_receipt(subject: Subject) -> None:
    receipt = await subject.adapter.send(subject.message())
    assert isinstance(receipt, Receipt)
    assert receipt.provider_reference
    assert subject.count() == 1


async def test_many_may_be_sent_at_once(subject: Subject) -> None:
    messages = [subject.message(number=number) for number in range(25)]
    receipts = await asyncio.gather(*map(subject.adapter.send, messages))
    assert len({receipt.provider_reference for receipt in receipts}) == 25
    assert subject.count() == 25


async def test_a_permission_includes_no_instant_from_its_end_on(subject: Subject, clock: FixedClock) -> None:
    with pytest.raises(NotSent) as caught:
        await subject.adapter.send(subject.message(not_after=clock.now()))
    assert caught.value.scope is Scope.EXPIRED
    assert subject.count() == 0


async def test_a_permission_lasts_until_its_end(subject: Subject, clock: FixedClock) -> None:
    await subject.adapter.send(subject.message(not_after=clock.now() + subject.least))
    assert subject.count() == 1


async def test_what_the_channel_cannot_carry_is_refused_for_good(subject: Subject) -> None:
    with pytest.raises(NotSent) as caught:
        await subject.adapter.send(subject.message(**HOPELESS[subject.adapter.channel]))
    assert (caught.value.scope, caught.value.retryable) == (Scope.CONTENT, False)
    assert subject.count() == 0


async def test_a_refusal_names_nobody(subject: Subject) -> None:
    message = subject.message(**HOPELESS[subject.adapter.channel])
    with pytest.raises(NotSent) as caught:
        await subject.adapter.send(message)
    assert not any(word in str(caught.value) for word in (*message.to.split(), *message.to_name.split()))


async def test_after_a_refusal_the_next_message_leaves(subject: Subject) -> None:
    with pytest.raises(NotSent):
        await subject.adapter.send(subject.message(**HOPELESS[subject.adapter.channel]))
    await subject.adapter.send(subject.message())
    assert subject.count() == 1


async def test_a_cancelled_send_still_says_what_is_known(subject: Subject) -> None:
    task = asyncio.create_task(subject.adapter.send(subject.message()))
    await asyncio.sleep(0)  # let it begin
    task.cancel()
    (answer,) = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(answer, (Receipt, NotSent, Unknown))


async def test_closing_twice_is_harmless_and_opening_again_works(subject: Subject) -> None:
    await subject.adapter.close()
    await subject.adapter.close()
    await subject.adapter.open()
    await subject.adapter.send(subject.message())
    assert subject.count() == 1
