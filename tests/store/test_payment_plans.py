"""What becomes of a payment plan when its instalments arrive, or do not?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from compliance.facts import Event
from gateway.domain.errors import DataError
from gateway.domain.money import Money
from gateway.domain.payment_plan import Interval, by_count
from gateway.domain.portfolio import Account
from gateway.events import NewEvent, record_events
from gateway.events.plan_values import plan_body
from gateway.events.plan_watch import watch_plans
from gateway.store import Store, events, payment_plans, schema
from tests.builders.account import an_account
from tests.builders.customer import a_customer
from tests.builders.invoice import an_invoice
from tests.builders.ledger import a_ledger
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds

FIRST = date(2027, 3, 8)
OWED = Money.from_minor(30_000, "USD")


@dataclass
class House:
    """A customer who owes 300 dollars and pays a third each month, from 8 March on; three days of grace."""

    store: Store
    ids: SeededIds
    account: Account

    def record(
        self, type_: str, body: dict[str, Any], *, at: datetime = A_MONDAY, about: bool = True
    ) -> None:
        account_id = self.account.account_id if about else None
        event = NewEvent(type_, at, self.account.customer_id, account_id, body=body)
        with self.store.begin() as tx:
            record_events(tx, a_ledger(self.ids), [event], now=at, ids=self.ids, source="portal")

    def pay(self, minor: int, at: datetime) -> None:
        body = {"amount": str(minor / 100), "currency": "USD", "reference": f"P-{at}"}
        self.record("payment", body, at=at)

    def watch(self, on: date) -> dict[str, int]:
        now = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
        counts = watch_plans(self.store, a_ledger(self.ids), now=now, ids=self.ids)
        return {name: count for name, count in counts.items() if count}

    def events(self) -> list[Event]:
        with self.store.read() as tx:
            return events.events_of(tx, [self.account.customer_id])[self.account.customer_id]

    def column(self, column: sa.Column[Any]) -> list[Any]:
        with self.store.read() as tx:
            return list(tx.execute(sa.select(column).order_by(*column.table.primary_key)).scalars())


def agreed() -> dict[str, Any]:
    plan = by_count(OWED, 3, Interval.MONTHLY, FIRST)
    assert plan is not None
    return {"plan": plan_body(plan, grace_days=3)}


@pytest.fixture
def house(store: Store, ids: SeededIds) -> House:
    with store.begin() as tx:
        customer = a_customer(tx, ids)
        account = an_account(tx, ids, customer)
        an_invoice(tx, ids, account, days_past_due=20, balance_minor=30_000, amount_minor=30_000)
    house = House(store, ids, account)
    house.record("hold", agreed())
    return house


def test_an_agreed_plan_holds_reminders_until_its_first_instalment_and_its_grace(house: House) -> None:
    [hold] = house.events()
    assert (hold.type, hold.until_on) == ("hold", date(2027, 3, 12))
    assert hold.accounts == (str(house.account.account_id),)
    assert house.column(schema.instalment.c.amount_minor) == [10_000, 10_000, 10_000]
    assert house.column(schema.task.c.kind) == []


def test_an_instalment_that_arrived_puts_reminders_off_to_the_next(house: House) -> None:
    house.pay(10_000, A_MONDAY + timedelta(days=7))
    assert house.watch(date(2027, 3, 9)) == {"plans_gone_on": 1}
    assert house.watch(date(2027, 3, 9)) == {}
    assert house.events()[-1].until_on == date(2027, 4, 12)


def test_what_is_paid_ahead_covers_several_instalments(house: House) -> None:
    house.pay(25_000, A_MONDAY + timedelta(days=1))
    house.watch(date(2027, 3, 3))
    assert house.events()[-1].until_on == date(2027, 5, 12)


def test_a_file_that_tells_of_a_smaller_balance_counts_as_paid(house: House) -> None:
    with house.store.begin() as tx:
        tx.execute(sa.update(schema.invoice).values(balance_minor=20_000))
    assert house.watch(date(2027, 3, 12)) == {"plans_gone_on": 1}


@pytest.mark.parametrize(("day", "counts"), [(12, {}), (13, {"plans_broken": 1})])
def test_a_plan_breaks_when_the_grace_is_over_everywhere(
    house: House, day: int, counts: dict[str, int]
) -> None:
    assert house.watch(date(2027, 3, day)) == counts
    is_broken = bool(counts)
    assert house.column(schema.payment_plan.c.state) == ["broken" if is_broken else "open"]
    assert house.column(schema.task.c.kind) == (["plan-broken"] if is_broken else [])
    assert house.column(schema.ledger_entry.c.kind).count("plan.broken") == is_broken


def test_too_little_does_not_keep_a_plan(house: House) -> None:
    house.pay(9_999, A_MONDAY + timedelta(days=7))
    assert house.watch(date(2027, 3, 13)) == {"plans_broken": 1}


def test_a_broken_plan_makes_the_customer_due_for_a_look(house: House) -> None:
    [before] = house.column(schema.customer.c.facts_version)
    house.watch(date(2027, 3, 13))
    assert house.column(schema.customer.c.facts_version) == [before + 1]


def test_a_plan_is_kept_when_everything_is_paid(house: House) -> None:
    house.pay(30_000, A_MONDAY + timedelta(days=7))
    assert house.watch(date(2027, 3, 9)) == {"plans_kept": 1}
    assert house.watch(date(2027, 3, 9)) == {}
    assert "plan.kept" in house.column(schema.ledger_entry.c.kind)


def test_a_new_plan_takes_the_place_of_the_old_one(house: House) -> None:
    house.record("hold", agreed())
    assert sorted(house.column(schema.payment_plan.c.state)) == ["open", "withdrawn"]


def test_a_plan_that_names_no_account_is_refused(house: House) -> None:
    with pytest.raises(DataError, match="one account"):
        house.record("hold", agreed(), about=False)


@pytest.mark.parametrize(
    "change",
    [
        {"interval": "yearly"},
        {"currency": "dollars"},
        {"grace_days": -1},
        {"grace_days": True},
        {"instalments": []},
        {"instalments": [{"due_on": "2027-03-08", "amount": "0"}]},
        {"instalments": [{"due_on": "2027-03-08", "amount": "1.005"}]},
        {"instalments": [{"due_on": "2027-03-08", "amount": "5"}] * 2},
        {"instalments": [{"due_on": "soon", "amount": "5"}]},
        {"instalments": ["2027-03-08"]},
        {"words": "x"},
    ],
)
def test_a_plan_that_is_none_is_refused_by_the_name_of_its_key(house: House, change: dict[str, Any]) -> None:
    with pytest.raises(DataError) as caught:
        house.record("hold", {"plan": {**agreed()["plan"], **change}})
    assert str(caught.value.field).startswith("plan")


def test_the_plans_of_many_customers_are_watched_together(house: House, ids: SeededIds) -> None:
    with house.store.read() as tx:
        [plan] = payment_plans.plans_of(tx, house.account.customer_id)
    assert plan.next is not None
    assert plan.next.due_on == FIRST
