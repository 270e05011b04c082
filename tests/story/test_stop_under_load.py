"""How soon does a stop hold while hundreds of messages are on their way, by several daemons?"""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from channels.message import Message, Receipt
from gateway.controls import stop
from gateway.dispatcher import delivery
from gateway.domain.stops import EVERYTHING, Extent, StopScope
from gateway.domain.words import Channel, PointKind
from gateway.store import Store
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

EXTENTS = (
    EVERYTHING,
    Extent(StopScope.CHANNEL, "email"),
    Extent(StopScope.TEMPLATE, "reminder-1"),
    Extent(StopScope.CREDITOR, "acme"),
)
AT_ONCE = delivery.SENDING_AT_ONCE


def due(desk: Desk, count: int, kind: PointKind, channel: Channel) -> None:
    with desk.store.begin() as tx:
        for _ in range(count):
            customer = a_customer(tx, desk.ids)
            a_contact_point(tx, desk.ids, customer, kind)
            an_account(tx, desk.ids, customer, days_past_due=12)
            an_outreach(tx, desk.ids, customer, desk.clock.now(), channels=[channel.value])


def noting(desk: Desk, channel: Channel, begun: list[float], enough: asyncio.Event, count: int) -> None:
    """Note when each hand-over begins; each takes a while."""

    async def send(message: Message) -> Receipt:
        begun.append(monotonic())
        if len(begun) >= count:
            enough.set()
        await asyncio.sleep(0.02)
        return Receipt(str(message.attempt_id), "fake")

    desk.adapters[channel].send = send  # type: ignore[method-assign]


async def stopped_midway(desks: list[Desk], extent: Extent, channel: Channel, after: int) -> list[float]:
    """Return when hand-overs began that began after the stop had committed, in seconds from then."""
    begun, enough = list[float](), asyncio.Event()
    for desk in desks:
        noting(desk, channel, begun, enough, after)
    running = [asyncio.create_task(desk.dispatcher.run_once()) for desk in desks]
    await enough.wait()
    await asyncio.to_thread(_stop, desks[0], extent)
    committed = monotonic()
    await asyncio.gather(*running)
    return [at - committed for at in begun if at > committed]


def _stop(desk: Desk, extent: Extent) -> None:
    with desk.store.begin() as tx:
        stop(tx, desk.ledger, extent, reason="a try", by="test", now=desk.clock.now(), ids=desk.ids)


@pytest.mark.parametrize("extent", EXTENTS, ids=str)
async def test_after_a_stop_only_what_was_marked_before_leaves_and_at_once(
    store: Store, clock: FixedClock, ids: SeededIds, extent: Extent
) -> None:
    desks = [a_desk(store, clock, ids), a_desk(store, clock, ids)]
    due(desks[0], 300, PointKind.EMAIL, Channel.EMAIL)
    late = await stopped_midway(desks, extent, Channel.EMAIL, after=50)
    assert len(late) <= 2 * AT_ONCE
    assert max(late, default=0.0) < 1.0


async def test_a_letter_whose_pages_are_still_being_made_does_not_leave_after_a_stop(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    desk = a_desk(store, clock, ids)
    due(desk, 12, PointKind.POSTAL, Channel.LETTER)
    late = await stopped_midway([desk], EVERYTHING, Channel.LETTER, after=1)
    assert len(late) <= 4
    assert max(late, default=0.0) < 1.0
