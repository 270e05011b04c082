"""Does a stop of ours hold back what it names, at once and everywhere, and lose nothing?"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.controls import resume, stop
from gateway.dispatcher.delivery import Delivery
from gateway.domain.errors import NotFound
from gateway.domain.portfolio import Customer
from gateway.domain.stops import EVERYTHING, Extent, StopScope
from gateway.domain.words import Channel, PointKind
from gateway.oneoffs import Previewer
from gateway.store import Store, controls, history, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

EMAIL = Extent(StopScope.CHANNEL, "email")
EXTENTS = (
    EVERYTHING,
    EMAIL,
    Extent(StopScope.TEMPLATE, "reminder-1"),
    Extent(StopScope.CREDITOR, "acme"),
)


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    return a_desk(store, clock, ids)


def due_reminder(
    desk: Desk, *, kinds: tuple[PointKind, ...] = (PointKind.EMAIL,), **outreach: Any
) -> Customer:
    with desk.store.begin() as tx:
        customer = a_customer(tx, desk.ids)
        for kind in kinds:
            a_contact_point(tx, desk.ids, customer, kind)
        an_account(tx, desk.ids, customer, days_past_due=12)
        an_outreach(tx, desk.ids, customer, desk.clock.now(), **outreach)
    return customer


def stopped(desk: Desk, extent: Extent = EVERYTHING) -> None:
    with desk.store.begin() as tx:
        stop(tx, desk.ledger, extent, reason="a try", by="test", now=desk.clock.now(), ids=desk.ids)


def resumed(desk: Desk, extent: Extent = EVERYTHING) -> int:
    with desk.store.begin() as tx:
        now = desk.clock.now()
        return resume(tx, desk.ledger, extent, by="test", now=now, ids=desk.ids).released


@pytest.mark.parametrize("extent", EXTENTS, ids=str)
async def test_what_is_stopped_waits_and_goes_on_after_the_resume(desk: Desk, extent: Extent) -> None:
    due_reminder(desk)
    stopped(desk, extent)
    await desk.dispatcher.run_once()
    assert (desk.email.sent, desk.states()) == ([], [])
    desk.clock.advance(minutes=5)
    resumed(desk, extent)
    await desk.dispatcher.run_once()
    assert (len(desk.email.sent), desk.states()) == (1, ["accepted"])


@pytest.mark.parametrize(
    "extent",
    [
        Extent(StopScope.CHANNEL, "sms"),
        Extent(StopScope.TEMPLATE, "reminder-2"),
        Extent(StopScope.CREDITOR, "z"),
    ],
    ids=str,
)
async def test_what_is_not_named_goes_on(desk: Desk, extent: Extent) -> None:
    due_reminder(desk)
    stopped(desk, extent)
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 1


@pytest.mark.parametrize("extent", EXTENTS, ids=str)
async def test_a_stop_takes_back_what_is_reserved_and_not_yet_marked(
    desk: Desk, extent: Extent, monkeypatch: pytest.MonkeyPatch
) -> None:
    due_reminder(desk)
    book = Delivery._book

    def after_a_stop(self: Delivery, *args: Any) -> Any:
        with desk.store.read() as tx:
            is_stopped = bool(controls.stops(tx))
        if not is_stopped:
            stopped(desk, extent)
        return book(self, *args)

    monkeypatch.setattr(Delivery, "_book", after_a_stop)
    await desk.dispatcher.run_once()
    assert (desk.email.sent, desk.states()) == ([], ["rejected"])
    monkeypatch.undo()
    resumed(desk, extent)
    await desk.dispatcher.run_once()
    assert (len(desk.email.sent), desk.states()) == (1, ["rejected", "accepted"])


async def test_another_daemon_heeds_it_with_its_next_message(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    one, other = a_desk(store, clock, ids), a_desk(store, clock, ids)
    for _ in range(3):
        due_reminder(one)
    stopped(one)
    await other.dispatcher.run_once()
    assert other.email.sent == []


async def test_a_stopped_channel_gives_way_to_no_other(desk: Desk) -> None:
    due_reminder(desk, kinds=(PointKind.EMAIL, PointKind.POSTAL), channels=["email", "letter"])
    stopped(desk, EMAIL)
    await desk.dispatcher.run_once()
    assert desk.adapters[Channel.LETTER].sent == []
    ((state, because),) = desk.outreach()
    assert state == "deferred"
    assert because == "Somebody stopped the channel email on 2027-03-01 16:00 UTC: a try."


async def test_what_would_go_by_the_next_channel_anyway_goes(desk: Desk) -> None:
    due_reminder(desk, kinds=(PointKind.EMAIL,), channels=["email", "letter"])
    stopped(desk, Extent(StopScope.CHANNEL, "letter"))
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 1


async def test_the_wait_is_written_once_and_says_which_stop_it_is(desk: Desk) -> None:
    due_reminder(desk)
    stopped(desk, EMAIL)
    for _ in range(3):
        await desk.dispatcher.run_once()
        desk.clock.advance(hours=1)
    assert desk.kinds().count("contact.deferred") == 1


async def test_it_is_judged_again_after_the_resume(desk: Desk) -> None:
    due_reminder(desk)
    stopped(desk, EMAIL)
    await desk.dispatcher.run_once()
    desk.clock.advance(hours=12)  # night in New York
    assert resumed(desk, EMAIL) == 1
    await desk.dispatcher.run_once()
    assert desk.email.sent == []
    assert [state for state, _ in desk.outreach()] == ["deferred"]


async def test_stop_and_resume_are_in_the_ledger_once(desk: Desk) -> None:
    stopped(desk)
    stopped(desk)
    resumed(desk)
    assert [kind for kind in desk.kinds() if kind.startswith("sending.")] == [
        "sending.stopped",
        "sending.resumed",
    ]


def test_what_nobody_stopped_cannot_be_resumed(desk: Desk) -> None:
    stopped(desk, EMAIL)
    with pytest.raises(NotFound, match="nobody has stopped everything; stopped: the channel email"):
        resumed(desk)


def test_a_preview_says_what_is_stopped(desk: Desk) -> None:
    customer = due_reminder(desk)
    stopped(desk)
    previewer = Previewer(desk.dispatcher._preparation._judge, desk.dispatcher._preparation._creditors)
    with desk.store.read() as tx:
        outreach_id = tx.execute(
            sa.select(schema.outreach.c.outreach_id).where(
                schema.outreach.c.customer_id == customer.customer_id
            )
        ).scalar_one()
        row = history.find_outreach(tx, outreach_id)
        assert row is not None
        preview = previewer.of_waiting(tx, row, desk.clock.now())
    assert preview is not None
    assert preview.because.startswith("Somebody stopped everything")


async def test_a_stop_waits_for_a_marking_and_the_next_marking_for_the_stop(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    """Whichever commits first is first: nobody marks by a look that a stop has overtaken."""
    desk = a_desk(store, clock, ids)
    with store.begin() as marking:
        controls.hold_gate(marking)
        assert not controls.stops(marking)
        waiting = asyncio.create_task(asyncio.to_thread(stopped, desk))
        done, _ = await asyncio.wait([waiting], timeout=0.2)
        assert not done
    await waiting
    with store.begin() as marking:
        controls.hold_gate(marking)
        assert controls.stops(marking).of_everything
