"""Does the fake do as it is told?"""

from __future__ import annotations

import asyncio

import pytest

from channels.message import NotSent, Scope, Unknown
from gateway.domain.words import Channel
from tests.builders.message import a_message
from tests.fakes.adapter import HANG, FakeAdapter
from tests.fakes.clock import FixedClock


async def test_answers_are_given_in_turn_and_then_it_is_yes_again(clock: FixedClock) -> None:
    fake = FakeAdapter(Channel.SMS, clock)
    fake.answer_next(NotSent(scope=Scope.TRANSIENT, retryable=True, code="busy"), Unknown("dropped"))
    with pytest.raises(NotSent, match="busy"):
        await fake.send(a_message(Channel.SMS, number=1))
    with pytest.raises(Unknown, match="dropped"):
        await fake.send(a_message(Channel.SMS, number=2))
    await fake.send(a_message(Channel.SMS, number=3))
    assert [message.attempt_id.int for message in fake.sent] == [2, 3]


async def test_it_hangs_until_let_go(clock: FixedClock) -> None:
    fake = FakeAdapter(Channel.SMS, clock)
    fake.answer_next(HANG)
    task = asyncio.create_task(fake.send(a_message(Channel.SMS)))
    await asyncio.sleep(0)
    assert not task.done()
    fake.let_go()
    assert (await task).detail == "fake"
