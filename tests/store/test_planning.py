"""Does a dunning run write what was decided, once, on both databases?"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.domain.portfolio import Customer
from gateway.domain.strategy import Missed, Strategy
from gateway.domain.words import PointKind
from gateway.ledger import EntryKind
from gateway.planner import PlanReport, run_plan
from gateway.store import Store, schema
from gateway.strategies import Strategies
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.creditor import a_creditor
from tests.builders.customer import a_customer
from tests.builders.invoice import an_invoice
from tests.builders.ledger import a_ledger
from tests.fakes.clock import A_MONDAY, FixedClock
from tests.fakes.ids import SeededIds
from tests.unit.planner.plans import a_step, a_strategy

Run = Callable[..., PlanReport]
CREDITORS = {"acme": a_creditor()}


@pytest.fixture
def run(store: Store, clock: FixedClock, ids: SeededIds) -> Run:
    """One dunning run with a plain strategy at the clock's instant."""
    ledger = a_ledger(ids)

    def go(strategy: Strategy | None = None, **rest: Any) -> PlanReport:
        strategies = Strategies(
            [strategy or a_strategy(a_step("soon", -3), a_step("one", 3), a_step("two", 10))]
        )
        return run_plan(store, ledger, strategies, CREDITORS, now=clock.now(), ids=ids, **rest)

    return go


def owing(store: Store, ids: SeededIds, *days_past_due: int, **rest: Any) -> Customer:
    """A customer with bills that are so many days past due on the clock's first day."""
    with store.begin() as tx:
        customer = a_customer(tx, ids, **rest)
        account = an_account(tx, ids, customer)
        for days in days_past_due:
            an_invoice(tx, ids, account, days_past_due=days)
    return customer


def rows(store: Store, table: sa.Table) -> list[Any]:
    with store.read() as tx:
        return list(tx.execute(sa.select(table).order_by(*table.primary_key)))


def change(store: Store, table: sa.Table, **values: Any) -> None:
    with store.begin() as tx:
        tx.execute(sa.update(table).values(**values))


def a_new_fact(store: Store) -> None:
    change(store, schema.customer, facts_version=schema.customer.c.facts_version + 1)


def kinds(store: Store) -> list[str]:
    return [row.kind for row in rows(store, schema.ledger_entry) if row.kind != EntryKind.STRATEGY_CHANGED]


def test_one_outreach_is_planned_for_all_that_is_open(store, ids, run):
    customer = owing(store, ids, 3, 2, -20)
    report = run()
    (row,) = rows(store, schema.outreach)
    assert (row.customer_id, row.step, row.cycle, row.state) == (customer.customer_id, "one", "1", "due")
    assert (row.due_at, row.channels, row.kind) == (A_MONDAY, ["email"], "dunning")
    assert (report.planned_count, report.began) == (1, 1)
    assert sorted(kinds(store)) == ["cycle.began", "outreach.planned"]


def test_a_second_run_changes_nothing_and_reads_nobody(store, ids, run):
    owing(store, ids, 3)
    run()
    again = run()
    assert (again.customers, again.planned_count, len(rows(store, schema.outreach))) == (0, 0, 1)


def test_a_dry_run_counts_and_leaves_no_trace(store, ids, run):
    owing(store, ids, 3)
    report = run(dry_run=True)
    assert (report.planned_count, report.dry_run) == (1, True)
    assert rows(store, schema.outreach) == rows(store, schema.dunning_cycle) == []
    assert rows(store, schema.ledger_entry) == []
    assert run().planned_count == 1


def test_settlement_ends_the_cycle_and_cancels_the_outreach(store, ids, run):
    owing(store, ids, 3)
    run()
    change(store, schema.invoice, balance_minor=0)
    a_new_fact(store)
    report = run()
    assert (report.cancelled, report.ended) == (1, 1)
    assert [row.state for row in rows(store, schema.outreach)] == ["cancelled"]
    assert rows(store, schema.dunning_cycle)[0].ended_on == A_MONDAY.date()
    assert sorted(kinds(store))[-2:] == ["outreach.cancelled", "outreach.planned"]


def test_what_was_taken_in_hand_meanwhile_is_not_cancelled(store, ids, run):
    owing(store, ids, 3)
    run()
    change(store, schema.outreach, state="in-hand")
    change(store, schema.invoice, balance_minor=0)
    a_new_fact(store)
    assert run().cancelled == 0
    assert [row.state for row in rows(store, schema.outreach)] == ["in-hand"]


def test_the_next_step_follows_once_the_last_one_was_sent(store, ids, run, clock):
    owing(store, ids, 3)
    run()
    change(store, schema.outreach, state="done", done_at=clock.now())
    clock.advance(days=7)
    assert run().planned_count == 1
    assert [row.step for row in rows(store, schema.outreach)] == ["one", "two"]


def test_steps_passed_over_are_remembered_and_recorded(store, ids, run, clock):
    collapsing = a_strategy(missed=Missed.COLLAPSE)
    owing(store, ids, 1)
    run(collapsing)
    clock.advance(days=30)
    report = run(collapsing)
    assert (report.passed, report.planned_count) == (2, 1)
    assert rows(store, schema.dunning_cycle)[0].state["passed"] == {"one": "2027-03-03", "two": "2027-03-10"}
    assert kinds(store).count("step.skipped") == 2


def test_a_reminder_before_due_carries_its_due_date(store, ids, run):
    owing(store, ids, -2)
    run()
    (row,) = rows(store, schema.outreach)
    assert (row.step, row.cycle) == ("soon", "before:2027-03-03")
    assert rows(store, schema.dunning_cycle) == []


def test_unapplied_cash_covers_a_bill(store, ids, run):
    customer = owing(store, ids, 3)
    with store.begin() as tx:
        tx.execute(
            sa.insert(schema.payment).values(
                payment_id=ids.new(), customer_id=customer.customer_id, creditor_id="acme", reference="r",
                paid_on=A_MONDAY.date(), currency="USD", amount_minor=125_050, unapplied_minor=125_050,
                recorded_at=A_MONDAY,
            )
        )  # fmt: skip
    assert run().planned_count == 0


def test_a_payment_gives_a_few_quiet_days_where_the_strategy_says_so(store, ids, run, clock):
    patient = a_strategy(paused_by=("payment",), pause_days=4)
    customer = owing(store, ids, 3)
    run(patient)
    with store.begin() as tx:
        tx.execute(
            sa.insert(schema.event).values(
                event_id=ids.new(), customer_id=customer.customer_id, type="payment", at=clock.now(), body={},
                source="record", recorded_at=clock.now(),
            )
        )  # fmt: skip
    a_new_fact(store)
    assert run(patient).postponed == 1
    assert rows(store, schema.outreach)[0].due_at == datetime(2027, 3, 5, 5, tzinfo=UTC)  # midnight, New York


def test_a_new_fact_makes_the_planner_look_at_once(store, ids, run):
    owing(store, ids, -60)
    run()
    change(store, schema.invoice, due_on=A_MONDAY.date() - timedelta(days=5))
    assert run().customers == 0
    a_new_fact(store)
    assert run().planned_count == 1
    assert run().customers == 0


def test_another_set_of_strategies_makes_the_planner_look_at_everybody(store, ids, run):
    owing(store, ids, 3)
    run()
    report = run(a_strategy(id="other", digest="sha256:other"))
    assert (report.ended, report.began, report.cancelled, report.planned_count) == (1, 1, 1, 1)
    recorded = [row for row in rows(store, schema.ledger_entry) if row.kind == EntryKind.STRATEGY_CHANGED]
    assert len(recorded) == 2


def test_a_customer_is_looked_at_when_the_day_has_begun_on_every_clock(store, ids, run, clock):
    customer = owing(store, ids, 0)
    with store.begin() as tx:  # a number that may be in Chicago
        a_contact_point(tx, ids, customer, PointKind.MOBILE, value="+18505550123")
    run()
    assert rows(store, schema.customer)[0].plan_at == datetime(2027, 3, 2, 6, tzinfo=UTC)
    clock.advance(to=datetime(2027, 3, 4, 5, 59, tzinfo=UTC))  # the fourth has begun in New York only
    assert run().planned_count == 0
    clock.advance(to=datetime(2027, 3, 4, 6, 0, tzinfo=UTC))
    assert run().planned_count == 1


def test_who_owes_nothing_is_not_looked_at_again(store, ids, run, clock):
    owing(store, ids)
    assert run().customers == 1
    clock.advance(days=400)
    assert run().customers == 0


def test_nobody_without_strategy_or_creditor_is_planned_for(store, ids, run):
    owing(store, ids, 30, creditor_id="unheard-of")
    with store.begin() as tx:
        an_account(tx, ids, a_customer(tx, ids), days_past_due=30, strategy="no-such-file")
    report = run()
    assert (report.planned_count, report.without_creditor, report.without_strategy) == (0, 1, 1)


def test_one_poisoned_customer_does_not_stop_the_others(store, ids, run, clock):
    owing(store, ids, 3)
    run()
    change(store, schema.dunning_cycle, state={})
    owing(store, ids, 3)
    clock.advance(days=1)
    report = run()
    assert (report.customers, report.broken, report.planned_count) == (2, 1, 1)
    clock.advance(days=1)
    assert run().broken == 1


@pytest.mark.parametrize("dry_run", [True, False])
def test_chunk_after_chunk_everybody_is_looked_at_once(store, ids, run, dry_run):
    for _ in range(23):
        owing(store, ids, 3)
    report = run(chunk=5, dry_run=dry_run)
    assert (report.customers, report.planned_count) == (23, 23)


def test_two_runs_at_once_plan_each_outreach_once(store, ids):
    for _ in range(30):
        owing(store, ids, 3)
    strategies = Strategies([a_strategy()])
    seeds = [SeededIds(seed) for seed in (100, 200)]
    for seed, count in zip(seeds, (10_000, 20_000), strict=True):
        seed._count = count

    def go(own: SeededIds) -> PlanReport:
        return run_plan(store, a_ledger(own), strategies, CREDITORS, now=A_MONDAY, ids=own)

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(go, seeds))
    assert sum(report.planned_count for report in reports) == 30
    assert len(rows(store, schema.outreach)) == len(rows(store, schema.dunning_cycle)) == 30
