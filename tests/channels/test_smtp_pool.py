"""Which session takes the next message, and when is one let go?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from channels.email_smtp.opening import open_session
from channels.email_smtp.pool import Pool
from channels.email_smtp.relay import parse_relay
from channels.email_smtp.session import Session
from tests.fakes.smtp_script import DROP, SILENCE, Script, ScriptedRelay, a_scripted_relay


@asynccontextmanager
async def a_pool(relay: ScriptedRelay, **settings: Any) -> AsyncIterator[Pool]:
    async def opened() -> Session:
        return await open_session(parse_relay(f"smtp://127.0.0.1:{relay.port}"), None, "test.example")

    pool = Pool(opened, **{"size": 2, "messages_per_session": 100} | settings)
    try:
        yield pool
    finally:
        await pool.close()


async def taken_twice(pool: Pool) -> tuple[Session, Session]:
    first = await pool.take()
    pool.give_back(first)
    second = await pool.take()
    pool.give_back(second)
    return first, second


async def test_a_session_just_used_is_taken_again_without_asking() -> None:
    async with a_scripted_relay() as relay, a_pool(relay) as pool:
        first, second = await taken_twice(pool)
    assert first is second
    assert relay.sessions == [["ehlo", "quit"]]


async def test_a_session_idle_for_long_is_asked_first() -> None:
    async with a_scripted_relay() as relay, a_pool(relay, doubt_after=0.0) as pool:
        first, second = await taken_twice(pool)
    assert first is second
    assert relay.sessions == [["ehlo", "rset", "quit"]]


@pytest.mark.parametrize("answer", [DROP, SILENCE, "421 4.4.2 Too late"])
async def test_a_session_that_no_longer_answers_is_replaced(answer: str) -> None:
    doubtful = {"doubt_after": 0.0, "probe_for": 0.05}
    async with a_scripted_relay(Script(rset=answer), Script()) as relay, a_pool(relay, **doubtful) as pool:
        first, second = await taken_twice(pool)
    assert first is not second
    assert not first.is_open
    assert relay.sessions == [["ehlo", "rset"], ["ehlo", "quit"]]


async def test_a_session_that_nobody_needs_is_ended_politely() -> None:
    async with a_scripted_relay() as relay, a_pool(relay, retire_after=0.01) as pool:
        pool.give_back(await pool.take())
        await relay.wait_for("quit")
        pool.give_back(await pool.take())
    assert len(relay.sessions) == 2


async def test_the_session_used_last_is_taken_first_so_that_others_can_retire() -> None:
    async with a_scripted_relay() as relay, a_pool(relay) as pool:
        first, second = await pool.take(), await pool.take()
        pool.give_back(first)
        pool.give_back(second)
        assert await pool.take() is second
        pool.give_back(second)


async def test_a_fresh_session_is_new_and_the_older_ones_are_let_go() -> None:
    async with a_scripted_relay() as relay, a_pool(relay) as pool:
        first, second = await pool.take(), await pool.take()
        pool.give_back(first)
        pool.give_back(second)
        fresh = await pool.take(fresh=True)
        pool.give_back(fresh)
        assert fresh not in (first, second)
    assert relay.sessions == [["ehlo", "quit"]] * 3


async def test_nobody_waits_for_a_place_that_a_cancelled_taker_had() -> None:
    async with a_scripted_relay(Script(greeting=SILENCE), Script()) as relay, a_pool(relay, size=1) as pool:
        stuck = asyncio.create_task(pool.take())
        await relay.wait_for_sessions(1)
        stuck.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stuck
        pool.give_back(await pool.take())
    assert relay.sessions[1] == ["ehlo", "quit"]


async def test_a_session_given_back_after_closing_is_ended() -> None:
    async with a_scripted_relay() as relay, a_pool(relay) as pool:
        session = await pool.take()
        await pool.close()
        pool.give_back(session)
        await session.ended
    assert relay.sessions == [["ehlo", "quit"]]


async def test_a_relay_that_ignores_the_farewell_does_not_hold_up_the_closing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("channels.email_smtp.conversation.GOODBYE", 0.02)
    async with a_scripted_relay(Script(quit=SILENCE)) as relay, a_pool(relay) as pool:
        pool.give_back(await pool.take())
    assert relay.sessions == [["ehlo", "quit"]]
