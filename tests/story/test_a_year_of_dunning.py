"""A real year, day by day: invoices of 100 customers, paid when they really were. Is anybody pestered?"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.domain.ids import CustomerId
from gateway.planner import run_plan
from gateway.store import Store, schema
from gateway.strategies import Strategies, load_strategies
from tests.builders.account import an_account
from tests.builders.creditor import a_creditor
from tests.builders.customer import a_customer
from tests.builders.ledger import a_ledger
from tests.fakes.ids import SeededIds

ROOT = Path(__file__).resolve().parents[2]
# The file's numeric country codes, with a place in each: clocks from New York to Berlin.
PLACES = {"391": "US-NY", "406": "US-TX", "770": "CA-ON", "818": "GB", "897": "DE"}
FIRST_DAY, DAYS = date(2012, 12, 20), 365


@dataclass(frozen=True)
class Bill:
    """One row of the file."""

    customer: str
    number: str
    issued_on: date
    due_on: date
    settled_on: date
    minor: int
    disputed: bool


@dataclass
class Year:
    """The portfolio as it was on each day, and what the planner made of it."""

    store: Store
    ids: SeededIds
    strategies: Strategies
    bills: list[Bill]
    customers: dict[str, CustomerId] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)
    open: dict[str, dict[str, Bill]] = field(default_factory=lambda: defaultdict(dict))
    sent: list[tuple[date, str, str, str]] = field(default_factory=list)  # day, customer, step, cycle

    def open_accounts(self, rows: list[dict[str, str]]) -> None:
        """Put every customer and account into the database."""
        with self.store.begin() as tx:
            for name, country in sorted({(row["customerID"], row["countryCode"]) for row in rows}):
                place = PLACES[country]
                region = place if "-" in place else None
                where = {"country": place[:2], "region": region, "postal_code": None}
                customer = a_customer(tx, self.ids, customer_number=name, **where)
                self.customers[name] = customer.customer_id
                self.accounts[name] = an_account(tx, self.ids, customer).account_id

    def live(self, day: date) -> None:
        """Book the day's invoices and payments, plan in the evening, and let everything due leave."""
        now = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
        self._book(day)
        run_plan(
            self.store, a_ledger(self.ids), self.strategies, {"acme": a_creditor()}, now=now, ids=self.ids
        )
        names = {customer_id: name for name, customer_id in self.customers.items()}
        with self.store.begin() as tx:
            due = sa.update(schema.outreach).where(schema.outreach.c.state == "due")
            done = due.values(state="done", done_at=now).returning(*schema.outreach.c)
            self.sent += [(day, names[row.customer_id], row.step, row.cycle) for row in tx.execute(done)]

    def _book(self, day: date) -> None:
        issued = [bill for bill in self.bills if bill.issued_on == day]
        settled = [bill for bill in self.bills if bill.settled_on == day]
        with self.store.begin() as tx:
            if issued:
                tx.execute(sa.insert(schema.invoice), [self._row(bill) for bill in issued])
            for bill in settled:
                paid = sa.update(schema.invoice).where(schema.invoice.c.invoice_number == bill.number)
                tx.execute(paid.values(balance_minor=0))
            touched = {self.customers[bill.customer] for bill in [*issued, *settled]}
            news = sa.update(schema.customer).where(schema.customer.c.customer_id.in_(touched))
            tx.execute(news.values(facts_version=schema.customer.c.facts_version + 1))
        for bill in issued:
            self.open[bill.customer][bill.number] = bill
        for bill in settled:
            self.open[bill.customer].pop(bill.number, None)

    def _row(self, bill: Bill) -> dict[str, Any]:
        return {
            "invoice_id": self.ids.new(),
            "account_id": self.accounts[bill.customer],
            "customer_id": self.customers[bill.customer],
            "creditor_id": "acme",
            "invoice_number": bill.number,
            "issued_on": bill.issued_on,
            "due_on": bill.due_on,
            "currency": "USD",
            "amount_minor": bill.minor,
            "reported_minor": bill.minor,
            "reported_as_of": bill.issued_on,
            "balance_minor": 0 if bill.settled_on <= bill.issued_on else bill.minor,
            "disputed": bill.disputed,
            "import_id": self.ids.new(),
        }


def _day(text: str) -> date:
    month, day, year = (int(part) for part in text.split("/"))
    return date(year, month, day)


def _bills(rows: list[dict[str, str]]) -> Iterator[Bill]:
    for row in rows:
        yield Bill(
            customer=row["customerID"],
            number=row["invoiceNumber"],
            issued_on=_day(row["InvoiceDate"]),
            due_on=_day(row["DueDate"]),
            settled_on=_day(row["SettledDate"]),
            minor=int(Decimal(row["InvoiceAmount"]) * 100),
            disputed=row["Disputed"] == "Yes",
        )


@pytest.mark.slow
def test_a_year_of_real_invoices_pesters_nobody(store: Store, ids: SeededIds, shared_data: Path) -> None:
    with (shared_data / "ibm-late-payment" / "WA_Fn-UseC_-Accounts-Receivable.csv").open() as file:
        rows = list(csv.DictReader(file))
    texts = {path.name: path.read_text() for path in (ROOT / "config" / "strategies").glob("*.toml")}
    year = Year(store, ids, load_strategies(texts), list(_bills(rows)))
    year.open_accounts(rows)
    for number in range(DAYS):
        day = FIRST_DAY + timedelta(days=number)
        year.live(day)
        _check_day(year, day)
    _check_year(year)


def _check_day(year: Year, day: date) -> None:
    """Who was written to on a day owed something undisputed, overdue unless the reminder came before."""
    for _, customer, _, cycle in [one for one in year.sent if one[0] == day]:
        dues = [bill.due_on for bill in year.open[customer].values() if not bill.disputed]
        assert dues
        assert cycle.startswith("before:") or min(dues) < day
        assert not cycle.startswith("before:") or min(dues) >= day


def _check_year(year: Year) -> None:
    strategy = year.strategies.get("commercial")
    assert strategy is not None
    order = [step.id for step in strategy.steps]
    by_customer: dict[str, list[tuple[date, str, str]]] = defaultdict(list)
    for day, customer, step, cycle in year.sent:
        by_customer[customer].append((day, step, cycle))
    late = {bill.customer for bill in year.bills if _was_late(bill)}
    assert late
    assert late <= {customer for _, customer, step, _ in year.sent if step == "reminder-1"}
    for sent in by_customer.values():
        assert max(Counter((step, cycle) for _, step, cycle in sent).values()) == 1
        for (one, step, cycle), (other, later, next_cycle) in pairwise(sent):
            assert (other - one).days >= strategy.min_days_between
            assert cycle != next_cycle or order.index(step) < order.index(later)
    steps = Counter(step for _, _, step, _ in year.sent)
    assert steps["upcoming"] > steps["reminder-1"] > steps["reminder-2"] >= steps["reminder-3"]


def _was_late(bill: Bill) -> bool:
    """Whether a bill of the year stayed open, undisputed, for longer than the first step waits."""
    in_time = bill.issued_on >= FIRST_DAY and bill.due_on < FIRST_DAY + timedelta(days=DAYS - 10)
    return in_time and not bill.disputed and bill.settled_on > bill.due_on + timedelta(days=4)
