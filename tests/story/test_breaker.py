"""Does a channel that fails stop itself for every daemon, try itself out, and go on?"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from channels.message import NotSent, Scope, Unknown
from gateway.controls import resume
from gateway.domain.stops import Stop
from gateway.domain.words import Channel, PointKind
from gateway.store import Store, controls, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

REFUSED = NotSent(scope=Scope.SENDER, retryable=True, code="550-5.7.1")
LOST = Unknown("timeout")
WRONG = NotSent(scope=Scope.ADDRESS, retryable=False, code="550-5.1.1")


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    return a_desk(store, clock, ids)


def due(desk: Desk, count: int, kind: PointKind = PointKind.EMAIL, channel: str = "email") -> None:
    with desk.store.begin() as tx:
        for _ in range(count):
            customer = a_customer(tx, desk.ids)
            a_contact_point(tx, desk.ids, customer, kind)
            an_account(tx, desk.ids, customer, days_past_due=12)
            an_outreach(tx, desk.ids, customer, desk.clock.now(), channels=[channel])


def stops(desk: Desk) -> list[Stop]:
    with desk.store.read() as tx:
        return controls.stops_in_force(tx)


def open_tasks(desk: Desk) -> list[str]:
    query = sa.select(schema.task.c.text).where(
        schema.task.c.kind == "channel-stopped", schema.task.c.closed_at.is_(None)
    )
    with desk.store.read() as tx:
        return list(tx.execute(query).scalars())


async def broken(desk: Desk, more: int = 0) -> None:
    """Stop the channel by five refusals, with so many other messages waiting."""
    due(desk, 5)
    desk.email.answer_next(*[REFUSED] * 5)
    await desk.dispatcher.run_once()
    due(desk, more)


async def test_five_refusals_of_us_stop_the_channel_with_a_task_and_an_entry(desk: Desk) -> None:
    await broken(desk)
    (stop,) = stops(desk)
    assert (stop.extent.name, stop.cause, stop.by) == ("email", "breaker", "dunwell")
    assert open_tasks(desk) == [
        "The channel email stopped itself: the provider refused us as sender 5 times in a row."
    ]
    assert desk.kinds().count("sending.stopped") == 1


@pytest.mark.parametrize(("code", "stopped"), [("401 20003", 1), ("403", 1), ("403 21408", 0)])
async def test_one_refusal_of_our_key_stops_it_at_once(desk: Desk, code: str, stopped: int) -> None:
    due(desk, 1)
    desk.email.answer_next(NotSent(scope=Scope.SENDER, retryable=False, code=code))
    await desk.dispatcher.run_once()
    assert len(stops(desk)) == stopped


async def test_four_do_not(desk: Desk) -> None:
    due(desk, 4)
    desk.email.answer_next(*[REFUSED] * 4)
    await desk.dispatcher.run_once()
    assert stops(desk) == []


async def test_refusals_with_successes_in_between_do_not(desk: Desk) -> None:
    for _ in range(5):
        due(desk, 2)
        desk.email.answer_next(REFUSED)
        await desk.dispatcher.run_once()
        desk.clock.advance(seconds=5)
    assert stops(desk) == []


async def test_wrong_addresses_never_do(desk: Desk) -> None:
    due(desk, 12)
    desk.email.answer_next(*[WRONG] * 12)
    await desk.dispatcher.run_once()
    assert stops(desk) == []


async def test_unknown_outcomes_above_the_share_stop_it(desk: Desk) -> None:
    due(desk, 10)
    desk.email.answer_next(*[LOST] * 5)
    await desk.dispatcher.run_once()
    assert [stop.reason for stop in stops(desk)] == ["of 10 attempts in 15 minutes 5 have an unknown outcome"]


async def test_what_waits_stays_and_other_channels_go_on(desk: Desk) -> None:
    await broken(desk, more=3)
    due(desk, 1, PointKind.POSTAL, "letter")
    desk.clock.advance(seconds=1)
    await desk.dispatcher.run_once()
    assert (len(desk.email.sent), len(desk.adapters[Channel.LETTER].sent)) == (0, 1)


async def test_another_daemon_heeds_it(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    one, other = a_desk(store, clock, ids), a_desk(store, clock, ids)
    await broken(one, more=3)
    await other.dispatcher.run_once()
    assert other.email.sent == []


async def test_after_a_while_one_message_tries_it_out_and_the_rest_follows(desk: Desk) -> None:
    await broken(desk, more=3)
    await desk.dispatcher.run_once()
    desk.clock.advance(minutes=5)
    await desk.dispatcher.run_once()
    assert (stops(desk), open_tasks(desk)) == ([], [])
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) >= 3
    assert desk.kinds().count("sending.resumed") == 1


async def test_a_probe_that_fails_is_alone_and_the_next_one_waits_longer(desk: Desk) -> None:
    await broken(desk, more=3)
    await desk.dispatcher.run_once()
    desk.clock.advance(minutes=5)
    desk.email.answer_next(REFUSED)
    await desk.dispatcher.run_once()
    (stop,) = stops(desk)
    assert (len(desk.email.sent), stop.probes) == (0, 1)
    desk.clock.advance(minutes=9)
    await desk.dispatcher.run_once()
    assert stops(desk)[0].probes == 1
    desk.clock.advance(minutes=1)
    await desk.dispatcher.run_once()
    assert stops(desk) == []


async def test_of_two_daemons_one_tries_it_out(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    one, other = a_desk(store, clock, ids), a_desk(store, clock, ids)
    await broken(one, more=4)
    await one.dispatcher.run_once()
    clock.advance(minutes=5)
    one.email.answer_next(LOST)
    await one.dispatcher.run_once()
    await other.dispatcher.run_once()
    assert (len(one.email.sent), len(other.email.sent)) == (1, 0)


async def test_an_operator_may_resume_it_at_once(desk: Desk) -> None:
    await broken(desk, more=3)
    await desk.dispatcher.run_once()
    (stop,) = stops(desk)
    with desk.store.begin() as tx:
        now = desk.clock.now()
        assert resume(tx, desk.ledger, stop.extent, by="test", now=now, ids=desk.ids).released == 3
    assert (stops(desk), open_tasks(desk)) == ([], [])
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 3
