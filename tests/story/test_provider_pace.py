"""Is a provider asked no faster than it takes, by all daemons together, and whose time runs out first?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa

from channels.message import Message, NotSent, Receipt, Scope
from gateway.dispatcher import delivery as module
from gateway.dispatcher.hops import DispatchReport
from gateway.domain.rates import Rate, Rates
from gateway.domain.words import Channel, PointKind
from gateway.store import Store, Tx, clock_switch, pacing, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

TICK = timedelta(seconds=5)
ONE_A_SECOND: Rates = {("fake", Channel.EMAIL): Rate(1, "emails")}
TOO_MUCH = NotSent(scope=Scope.BUSY, retryable=True, code="429 20429")


def passing(clock: FixedClock) -> Callable[[float], Awaitable[None]]:
    """Return a way to wait by a clock that goes on as soon as nobody is at work."""
    sleepers = list[datetime]()

    async def pause(seconds: float) -> None:
        until = clock.now() + timedelta(seconds=seconds)
        sleepers.append(until)
        while clock.now() < until:
            await asyncio.sleep(0.0005)
            at_work = any(task.get_coro().__name__ == "deliver" for task in asyncio.all_tasks())  # type: ignore[union-attr]
            if not at_work and until == min(sleepers):
                clock.advance(to=until)
        sleepers.remove(until)

    return pause


def a_paced_desk(store: Store, clock: FixedClock, ids: SeededIds, rates: Rates = ONE_A_SECOND) -> Desk:
    """Return a desk whose waits let the clock go by."""
    return a_desk(store, clock, ids, rates=rates, ahead=TICK, pause=passing(clock))


def noting(desk: Desk, channel: Channel = Channel.EMAIL) -> list[tuple[datetime, Message]]:
    """Return a list that fills with what leaves, and when."""
    adapter, left = desk.adapters[channel], list[tuple[datetime, Message]]()
    send = adapter.send

    async def noted(message: Message) -> Receipt:
        receipt = await send(message)
        left.append((desk.clock.now(), message))
        return receipt

    adapter.send = noted  # type: ignore[method-assign]
    return left


def due_emails(desk: Desk, count: int, **outreach: Any) -> None:
    with desk.store.begin() as tx:
        for _ in range(count):
            customer = a_customer(tx, desk.ids, time_zone="America/New_York")
            a_contact_point(tx, desk.ids, customer, PointKind.EMAIL)
            an_account(tx, desk.ids, customer, days_past_due=12)
            an_outreach(tx, desk.ids, customer, desk.clock.now(), **outreach)


async def run_for(desk: Desk, length: timedelta, *others: Desk) -> None:
    """Look at what is due again and again, as the daemon's tick does."""
    end = desk.clock.now() + length
    while (began := desk.clock.now()) < end:
        for one in (desk, *others):
            await one.dispatcher.run_once()
        desk.clock.advance(to=max(began + TICK, desk.clock.now()))


def gaps(left: list[tuple[datetime, Message]]) -> set[float]:
    at = sorted(at for at, _ in left)
    return {(later - earlier).total_seconds() for earlier, later in pairwise(at)}


async def test_messages_leave_one_after_the_other_and_none_is_lost(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    desk = a_paced_desk(store, clock, ids)
    left = noting(desk)
    due_emails(desk, 30)
    await run_for(desk, timedelta(minutes=1))
    assert len(left) == 30
    assert min(gaps(left)) >= 1.0
    assert (left[-1][0] - left[0][0]).total_seconds() <= 35


async def test_two_daemons_together_are_no_faster(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    one, other = a_paced_desk(store, clock, ids), a_paced_desk(store, clock, ids)
    left, too = noting(one), noting(other)
    due_emails(one, 24)
    await run_for(one, timedelta(seconds=40), other)
    assert len(left) + len(too) == 24
    assert min(gaps(left + too)) >= 1.0


async def test_a_long_text_takes_a_turn_for_each_segment(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    from gateway.dispatcher.pacing import units_of
    from tests.builders.message import a_message

    rate = Rate(1, "segments")
    assert units_of(a_message(Channel.SMS, text="x" * 161), rate) == 2
    assert rate.spacing(2) == timedelta(seconds=2)


async def test_whose_permission_ends_first_goes_first(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    desk = a_paced_desk(store, clock, ids)
    left = noting(desk)
    due_emails(desk, 12)
    soon = clock.now() + timedelta(seconds=25)
    due_emails(desk, 12, not_after=soon)
    await run_for(desk, timedelta(seconds=40))
    assert [message.not_after == soon for _, message in left] == [True] * 12 + [False] * 12


async def test_more_than_the_window_has_room_for_strands_as_few_as_the_rate_allows_and_none_is_late(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    desk = a_paced_desk(store, clock, ids, {("fake", Channel.EMAIL): Rate(1 / 30, "emails")})
    left = noting(desk)
    clock.advance(to=datetime(2027, 3, 2, 0, 50, tzinfo=UTC))  # decent hours end in New York at 20:00
    end = clock.now() + timedelta(minutes=10)
    due_emails(desk, 30)
    await run_for(desk, timedelta(minutes=12))
    assert len(left) == 20
    assert all(at < end for at, _ in left)
    query = sa.select(schema.outreach.c.state, sa.func.count()).group_by(schema.outreach.c.state)
    with store.read() as tx:
        states = {row[0]: row[1] for row in tx.execute(query)}
    assert states.get("deferred", 0) == 10


async def test_what_waits_says_so(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    desk = a_paced_desk(store, clock, ids, {("fake", Channel.EMAIL): Rate(0.1, "emails")})
    due_emails(desk, 2)
    await desk.dispatcher.run_once()
    waiting = [because for state, because in desk.outreach() if state == "deferred"]
    assert waiting == ["fake takes 6 emails a minute; this waits for its turn."]
    assert desk.kinds().count("contact.deferred") == 1


async def test_too_much_makes_every_daemon_wait_and_holds_up_no_other_channel(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    one, other = a_paced_desk(store, clock, ids, {}), a_paced_desk(store, clock, ids, {})
    asked = NotSent(scope=Scope.BUSY, retryable=True, code="429", wait=timedelta(seconds=60))
    one.email.answer_next(asked)
    due_emails(one, 1)
    await one.dispatcher.run_once()
    due_emails(one, 3)
    with store.begin() as tx:
        customer = a_customer(tx, ids)
        a_contact_point(tx, ids, customer, PointKind.POSTAL)
        an_account(tx, ids, customer, days_past_due=12)
        an_outreach(tx, ids, customer, clock.now(), channels=["letter"])
    await other.dispatcher.run_once()
    assert (len(other.email.sent), len(other.adapters[Channel.LETTER].sent)) == (0, 1)
    clock.advance(seconds=61)
    await other.dispatcher.run_once()
    assert len(other.email.sent) == 4


async def test_without_a_word_how_long_the_waits_double_and_the_message_is_not_given_up(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    desk = a_paced_desk(store, clock, ids, {})
    due_emails(desk, 1)
    desk.email.answer_next(*[TOO_MUCH] * 40)
    tries = list[datetime]()
    for _ in range(120):
        before = len(desk.states())
        await desk.dispatcher.run_once()
        if len(desk.states()) > before:
            tries.append(clock.now())
        clock.advance(seconds=10)
    assert len(tries) < 20, "it never spins"
    assert [state for state, _ in desk.outreach()] == ["deferred"]
    with store.read() as tx:
        assert tx.execute(sa.select(schema.outreach.c.tries)).scalar_one() == 0


async def test_a_message_in_hand_is_taken_back_when_the_provider_has_enough(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    desk = a_paced_desk(store, clock, ids, {})
    due_emails(desk, 60)
    desk.email.answer_next(*[TOO_MUCH] * 40)
    await desk.dispatcher.run_once()
    assert desk.email.sent == []
    assert desk.states().count("rejected") == 60
    for _ in range(3):
        clock.advance(seconds=10)
        await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 60


async def test_turns_and_rests_by_a_clock_that_was_ahead_end_when_it_is_right_again(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    desk = a_paced_desk(store, clock, ids)
    ahead = clock.now() + timedelta(hours=5)
    with store.begin() as tx:
        pacing.lock_lines(tx, ["fake:email"])
        pacing.keep_turns(tx, {"fake:email": ahead})
        pacing.rest(tx, "fake:email", timedelta(minutes=5), ahead)
    left = noting(desk)
    due_emails(desk, 3)
    await run_for(desk, timedelta(seconds=10))
    assert left == []
    with store.begin() as tx:
        clock_switch.settle(tx, clock.now())
    await run_for(desk, timedelta(seconds=20))
    assert len(left) == 3


async def test_what_is_left_over_while_others_are_given_back_is_given_back_too(
    store: Store, clock: FixedClock, ids: SeededIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_paced_desk(store, clock, ids)
    due_emails(desk, 2)
    one, other = desk.dispatcher._preparation.prepare(10, DispatchReport()).parcels
    delivery, lock = desk.dispatcher._delivery, module.lock_customers

    def meanwhile(tx: Tx, customers: Any) -> None:
        monkeypatch.setattr(module, "lock_customers", lock)
        delivery._unsent += [other]
        lock(tx, customers)

    monkeypatch.setattr(module, "lock_customers", meanwhile)
    delivery._unsent += [one]
    delivery.settle()
    delivery.settle()
    with store.read() as tx:
        assert set(tx.execute(sa.select(schema.attempt.c.state)).scalars()) == {"rejected"}
