"""Does an audit of what the real dispatcher did find nothing, and everything that was done to it since?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from channels.message import NotSent, Scope, Unknown
from gateway.audit import AuditReport, telling
from gateway.audit import Scope as Period
from gateway.domain.portfolio import Customer
from gateway.domain.words import Channel, PointKind
from gateway.events import NewEvent, record_events
from gateway.keys import Keys
from gateway.store import Store, schema
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.builders.ruling import audited, kinds
from tests.databases import Database
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.story.test_dispatch import reachable

KEYS = Keys.from_secret(bytes(32))


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    return a_desk(store, clock, ids)


def audit(desk: Desk, scope: Period | None = None, **options) -> AuditReport:
    return audited(desk.store, desk.ledger, scope, keys=KEYS, now=desk.clock.now(), **options)


def queue(desk: Desk, customer: Customer, step: str = "first", **overrides) -> None:
    with desk.store.begin() as tx:
        an_outreach(tx, desk.ids, customer, desk.clock.now(), step=step, **overrides)


def tell(desk: Desk, customer: Customer, kind: str, **body) -> None:
    event = NewEvent(kind, desk.clock.now(), customer.customer_id, body=body)
    with desk.store.begin() as tx:
        record_events(tx, desk.ledger, [event], now=desk.clock.now(), ids=desk.ids, source="record")


async def a_fortnight(desk: Desk) -> list[Customer]:
    """Reminders by email and letter, a stop, a hold, a failure and an unknown outcome."""
    kinds_of_point = (PointKind.EMAIL, PointKind.POSTAL)
    with desk.store.begin() as tx:
        people = [reachable(tx, desk.ids, kinds=kinds_of_point) for _ in range(4)]
    for customer in people:
        queue(desk, customer)
    desk.email.answer_next(Unknown("timeout"), NotSent(scope=Scope.ADDRESS, retryable=True, code="busy"))
    await desk.dispatcher.run_once()
    desk.clock.advance(days=1)
    tell(desk, people[2], "opt_out", channel="email")
    tell(desk, people[3], "hold", until=str(desk.clock.now().date() + timedelta(days=3)))
    await desk.dispatcher.run_once()
    for days, step in ((2, "second"), (5, "third")):
        desk.clock.advance(days=days)
        for customer in people:
            queue(desk, customer, step, channels=["email", "letter"])
        await desk.dispatcher.run_once()
    return people


async def test_what_the_dispatcher_did_has_no_violation(desk: Desk) -> None:
    await a_fortnight(desk)
    report = audit(desk)
    assert report.violations == ()
    assert report.is_clean
    assert report.made == len([state for state in desk.states() if state != "rejected"])
    assert report.tally.again["differs"] == report.not_asked_again == 0
    assert report.asked_again >= report.rulings > 8
    assert report.tally.attempts["outcome unknown and open"] == 1
    assert report.as_json()["ledger"]["judged"] == len(desk.kinds())


async def test_the_first_line_says_what_it_comes_to(desk: Desk) -> None:
    await a_fortnight(desk)
    report = audit(desk)
    assert next(telling.lines(report)).startswith("0 violations. The ledger verifies; ")
    assert not any("Northwind" in line or "@" in line for line in telling.lines(report))


async def test_an_attempt_that_nobody_recorded(desk: Desk) -> None:
    await a_fortnight(desk)
    with desk.store.begin() as tx:
        row = dict(tx.execute(sa.select(schema.attempt).limit(1)).mappings().one())
        stray = row | {"attempt_id": desk.ids.new(), "entry_id": desk.ids.new()}
        tx.execute(sa.insert(schema.attempt).values(stray))
    report = audit(desk)
    assert kinds(report) == {"unrecorded-attempt"}
    assert str(stray["attempt_id"]) in report.violations[0].what


async def test_an_attempt_on_somebody_whom_the_ledger_does_not_know(desk: Desk) -> None:
    await a_fortnight(desk)
    with desk.store.begin() as tx:
        stranger = reachable(tx, desk.ids)
        row = dict(tx.execute(sa.select(schema.attempt).limit(1)).mappings().one())
        stray = row | {"attempt_id": desk.ids.new(), "customer_id": stranger.customer_id}
        tx.execute(sa.insert(schema.attempt).values(stray))
    assert kinds(audit(desk)) == {"unrecorded-attempt"}


async def test_an_outcome_that_was_changed_in_the_database(desk: Desk) -> None:
    await a_fortnight(desk)
    with desk.store.begin() as tx:
        accepted = schema.attempt.c.state == "accepted"
        one = sa.select(schema.attempt.c.attempt_id).where(accepted).limit(1).scalar_subquery()
        tx.execute(
            sa.update(schema.attempt).where(schema.attempt.c.attempt_id == one).values(state="bounced")
        )
    assert kinds(audit(desk)) == {"other-outcome"}


async def test_an_event_that_vanished_from_the_database_is_missed_in_the_next_question(desk: Desk) -> None:
    people = await a_fortnight(desk)
    with desk.store.begin() as tx:
        tx.execute(sa.delete(schema.event).where(schema.event.c.type == "opt_out"))
        tx.execute(sa.update(schema.contact_point).values(retired_at=None))
    desk.clock.advance(days=2)
    queue(desk, people[2], "fourth")
    await desk.dispatcher.run_once()
    assert {"fact-left-out", "after-stop"} == kinds(audit(desk))


async def test_an_edited_ledger_is_named_first(desk: Desk) -> None:
    await a_fortnight(desk)
    desk.ledger.sequence(desk.store, desk.clock.now())
    with desk.store.begin() as tx:
        for table in ("ledger_entry",):
            _drop_triggers(tx, table)
        tx.execute(sa.update(schema.ledger_entry).values(at=desk.clock.now()))
    report = audit(desk)
    assert next(telling.lines(report)).startswith("THE LEDGER DOES NOT VERIFY. First: position 0")
    assert not report.is_clean
    assert report.as_json()["ledger"]["holds"] is False


async def test_an_erased_customer_is_counted(desk: Desk) -> None:
    people = await a_fortnight(desk)
    with desk.store.begin() as tx:
        desk.ledger.erase(tx, people[0].customer_id, desk.clock.now())
    report = audit(desk)
    assert report.violations == ()
    assert report.tally.erased == 1
    assert report.tally.again["customer erased"] == report.not_asked_again > 0
    assert "could not be judged again" in next(telling.lines(report))


async def test_rulings_of_other_days_and_creditors_are_left_out_but_remembered(desk: Desk) -> None:
    await a_fortnight(desk)
    last_day = audit(desk, Period(since=desk.clock.now().date()))
    assert last_day.violations == ()
    assert 0 < last_day.rulings < audit(desk).rulings
    assert last_day.tally.questions["events"] > 0
    assert audit(desk, Period(creditor="globex")).rulings == 0
    assert audit(desk, Period(until=date(2027, 1, 1))).rulings == 0


async def test_several_processes_find_the_same(
    desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.audit.auditing.ENTRIES_A_SLICE", 10)
    await a_fortnight(desk)
    told: list[tuple[int, int]] = []
    alone = audit(desk).as_json()
    together = audit(
        desk, jobs=2, url=database.url, progress=lambda done, total: told.append((done, total))
    ).as_json()
    assert together == alone
    assert told[-1][0] == told[-1][1] > 1


async def test_calls_letters_and_texts_are_recounted_too(desk: Desk) -> None:
    with desk.store.begin() as tx:
        customer = reachable(tx, desk.ids, kinds=(PointKind.MOBILE, PointKind.POSTAL))
    tell(desk, customer, "consent", to="text", written=True)
    tell(desk, customer, "consent", to="prerecorded", written=True)
    for channel in (Channel.VOICE, Channel.SMS, Channel.LETTER):
        queue(desk, customer, channel.value, channels=[channel.value])
        await desk.dispatcher.run_once()
        desk.clock.advance(days=1)
    report = audit(desk)
    assert report.violations == ()
    assert report.asked_again == 3


def _drop_triggers(tx: sa.Connection, table: str) -> None:
    if tx.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        for name in tx.exec_driver_sql(query, (table,)).scalars().all():
            tx.exec_driver_sql(f"DROP TRIGGER {name}")
    else:
        tx.exec_driver_sql("SET LOCAL session_replication_role = replica")
