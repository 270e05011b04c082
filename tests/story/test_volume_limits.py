"""Does what goes beyond a volume limit wait, counted exactly, until two people have agreed?"""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from channels.message import DeliveryEvent, NotSent, Scope
from gateway.controls import approve_lift, ask_lift, refuse_lift, standings
from gateway.deliveries import apply_delivery_events
from gateway.domain.errors import Conflict, DataError, NotFound
from gateway.domain.limits import Limit, Span
from gateway.domain.money import Money
from gateway.domain.prices import Price, PriceList
from gateway.domain.words import Channel, PointKind
from gateway.store import Store, schema
from gateway.store.volume import Lift
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

TWO = Limit("emails", Span.DAY, contacts=2, channel=Channel.EMAIL)
PRICES = PriceList([Price("fake", Channel.EMAIL, "message", Decimal("0.4"), "USD")])


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    return a_desk(store, clock, ids, limits=[TWO])


def due(desk: Desk, count: int, **outreach: Any) -> None:
    with desk.store.begin() as tx:
        for _ in range(count):
            customer = a_customer(tx, desk.ids)
            a_contact_point(tx, desk.ids, customer, PointKind.EMAIL)
            an_account(tx, desk.ids, customer, days_past_due=12)
            an_outreach(tx, desk.ids, customer, desk.clock.now(), **outreach)


def used(desk: Desk, *limits: Limit) -> list[int]:
    with desk.store.read() as tx:
        return [one.used for one in standings(tx, limits or [TWO], desk.clock.now())]


def asked(desk: Desk, person: str | None = "ann", more: int = 2, limit: Limit = TWO) -> Lift:
    with desk.store.begin() as tx:
        return ask_lift(
            tx, desk.ledger, [limit], limit.name, more=more, reason="month end", person=person,
            by="key:a", now=desk.clock.now(), ids=desk.ids,
        )  # fmt: skip


def approved(desk: Desk, lift: Lift, person: str | None = "bob") -> int:
    with desk.store.begin() as tx:
        now = desk.clock.now()
        return approve_lift(tx, desk.ledger, lift.lift_id, person=person, by="key:b", now=now, ids=desk.ids)[
            1
        ]


async def test_the_rest_waits_says_why_and_opens_one_task(desk: Desk) -> None:
    due(desk, 5)
    await desk.dispatcher.run_once()
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 2
    waiting = [because for state, because in desk.outreach() if state == "deferred"]
    assert (
        waiting
        == ["The volume limit emails is reached: 2 contacts by email in one day. Two people can lift it."] * 3
    )
    with desk.store.read() as tx:
        tasks = tx.execute(sa.select(schema.task.c.kind, schema.task.c.reference)).all()
    assert [tuple(task) for task in tasks] == [("volume-limit", "emails:2027-03-01")]


async def test_other_channels_and_other_creditors_go_on(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    limits = [Limit("texts", Span.DAY, 1, channel=Channel.SMS), Limit("z", Span.DAY, 1, creditor="z")]
    desk = a_desk(store, clock, ids, limits=limits)
    due(desk, 3)
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 3


async def test_the_next_day_has_room_again(desk: Desk) -> None:
    due(desk, 3)
    await desk.dispatcher.run_once()
    desk.clock.advance(days=1)
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 3


async def test_what_did_not_leave_gives_its_place_back(desk: Desk) -> None:
    due(desk, 1)
    desk.email.answer_next(NotSent(scope=Scope.TRANSIENT, retryable=True, code="451"))
    await desk.dispatcher.run_once()
    assert used(desk) == [0]
    desk.clock.advance(minutes=5)
    await desk.dispatcher.run_once()
    assert used(desk) == [1]


async def test_what_a_customer_asked_for_is_neither_counted_nor_held(desk: Desk) -> None:
    due(desk, 3, origin="answer")
    await desk.dispatcher.run_once()
    assert (len(desk.email.sent), used(desk)) == (3, [0])


async def test_daemons_at_once_count_exactly(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    seven = Limit("emails", Span.HOUR, 7)
    desks = [a_desk(store, clock, ids, limits=[seven], batch=3) for _ in range(3)]
    due(desks[0], 30)
    await asyncio.gather(*(desk.dispatcher.run_once() for desk in desks))
    assert sum(len(desk.email.sent) for desk in desks) == 7
    assert used(desks[0], seven) == [7]


async def test_money_is_limited_too(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    a_dollar = Limit("money", Span.DAY, cost=Money(Decimal(1), "USD"))
    desk = a_desk(store, clock, ids, limits=[a_dollar], prices=PRICES)
    due(desk, 5)
    await desk.dispatcher.run_once()
    assert (len(desk.email.sent), used(desk, a_dollar)) == (2, [800_000])


async def test_one_import_reaches_only_so_many(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    limit = Limit("import", Span.IMPORT, 2)
    desk = a_desk(store, clock, ids, limits=[limit])
    due(desk, 1)  # planned before: not of the import
    clock.advance(minutes=1)
    with store.begin() as tx:
        tx.execute(
            sa.insert(schema.portfolio_import).values(
                import_id=ids.new(), creditor_id="acme", kind="portfolio", file_name="f", sha256="0",
                profile="p", as_of=clock.now().date(), snapshot=False, imported_at=clock.now(),
                rows_read=4, rows_rejected=0, report={},
            )
        )  # fmt: skip
    due(desk, 4)
    due(desk, 1, origin="one-off", strategy="one-off")
    await desk.dispatcher.run_once()
    assert (len(desk.email.sent), used(desk, limit)) == (4, [2])


async def test_two_people_lift_it_for_the_day_and_the_ledger_says_so(desk: Desk) -> None:
    due(desk, 6)
    await desk.dispatcher.run_once()
    lift = asked(desk)
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 2, "asking alone changes nothing"
    assert approved(desk, lift) == 4
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 4
    assert [kind for kind in desk.kinds() if kind.startswith("limit.")] == [
        "limit.lift-asked",
        "limit.lifted",
    ]


async def test_nobody_agrees_with_themselves(desk: Desk) -> None:
    lift = asked(desk)
    with pytest.raises(DataError, match="another person must agree"):
        approved(desk, lift, "ann")


def test_the_database_refuses_one_pair_of_eyes(desk: Desk) -> None:
    lift = asked(desk)
    change = sa.update(schema.limit_lift).values(approved_by=lift.asked_by)
    with pytest.raises(sa.exc.IntegrityError), desk.store.begin() as tx:
        tx.execute(change)


def test_nobody_without_a_name_asks_or_agrees(desk: Desk) -> None:
    with pytest.raises(DataError, match="nobody's own"):
        asked(desk, None)
    with pytest.raises(DataError, match="nobody's own"):
        approved(desk, asked(desk), None)


@pytest.mark.parametrize("more", [0, -1, 3])
def test_a_lift_is_of_at_most_as_much_again(desk: Desk, more: int) -> None:
    with pytest.raises(DataError, match="2 contacts"):
        asked(desk, more=more)


def test_a_lift_is_agreed_to_once_and_in_time(desk: Desk) -> None:
    once, late = asked(desk), asked(desk)
    approved(desk, once)
    with pytest.raises(Conflict, match="decided"):
        approved(desk, once)
    desk.clock.advance(days=1)
    with pytest.raises(Conflict, match="over"):
        approved(desk, late)


async def test_a_refused_lift_lifts_nothing(desk: Desk) -> None:
    lift = asked(desk)
    with desk.store.begin() as tx:
        now = desk.clock.now()
        refuse_lift(tx, desk.ledger, lift.lift_id, person="ann", by="key:a", now=now, ids=desk.ids)
    with pytest.raises(Conflict):
        approved(desk, lift)
    due(desk, 3)
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 2


def test_a_limit_that_is_not_there_is_named(desk: Desk) -> None:
    with pytest.raises(NotFound, match="there are: emails"), desk.store.begin() as tx:
        ask_lift(
            tx, desk.ledger, [TWO], "x", more=1, reason="r", person="ann", by="k",
            now=desk.clock.now(), ids=desk.ids,
        )  # fmt: skip


async def test_a_limit_whose_span_was_changed_in_the_settings_is_still_shown(desk: Desk) -> None:
    due(desk, 1)
    await desk.dispatcher.run_once()
    now_by_import = Limit("emails", Span.IMPORT, contacts=2, channel=Channel.EMAIL)
    assert used(desk, now_by_import) == [0]
    with pytest.raises(DataError, match="nothing has been counted"):
        asked(desk, limit=now_by_import)


async def test_what_left_after_all_counts_again_once(desk: Desk) -> None:
    desk.email.answer_next(NotSent(scope=Scope.CONTENT, retryable=False, code="554"))
    due(desk, 1)
    await desk.dispatcher.run_once()
    assert used(desk) == [0]
    with desk.store.read() as tx:
        attempt_id = tx.execute(sa.select(schema.attempt.c.attempt_id)).scalar_one()
    for number, state in enumerate(("accepted", "delivered", "delivered")):
        event = DeliveryEvent(attempt_id, state, "fake", f"e-{number}", provider_reference="p-1")
        with desk.store.begin() as tx:
            apply_delivery_events(tx, desk.ledger, [event], now=desk.clock.now(), ids=desk.ids)
        assert used(desk) == [1]
