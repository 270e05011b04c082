"""Which invoices does a payment settle, and does it count once?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.domain.errors import DataError
from gateway.events import NewEvent, record_events
from gateway.store import Store, schema
from tests.builders.account import an_account
from tests.builders.customer import a_person
from tests.builders.invoice import an_invoice
from tests.builders.ledger import a_ledger
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds


class Payer:
    """A customer with three bills on two accounts."""

    def __init__(self, store: Store, ids: SeededIds) -> None:
        self.store, self.ids, self.ledger = store, ids, a_ledger(ids)
        with store.begin() as tx:
            self.customer = a_person(tx, ids)
            self.first = an_account(tx, ids, self.customer, account_number="A-1")
            second = an_account(tx, ids, self.customer, account_number="A-2")
            for account, number, days, cents in (
                (self.first, "NEW", 10, 5_000),
                (self.first, "OLD", 60, 10_000),
                (second, "OTHER", 30, 7_000),
            ):
                an_invoice(tx, ids, account, invoice_number=number, days_past_due=days, balance_minor=cents)

    def tell(self, type_: str, account: Any = None, **body: str) -> None:
        """Record one event."""
        event = NewEvent(
            type_, A_MONDAY, self.customer.customer_id, account and account.account_id, body=body
        )
        with self.store.begin() as tx:
            record_events(tx, self.ledger, [event], now=A_MONDAY, ids=self.ids, source="api")

    def pay(self, amount: str, reference: str = "R-1", account: Any = None, **more: str) -> None:
        """Record a payment in dollars."""
        self.tell("payment", account, amount=amount, currency="USD", reference=reference, **more)

    def open(self) -> dict[str, int]:
        """Return what is open on each bill, in cents."""
        return {row.invoice_number: row.balance_minor for row in self.rows(schema.invoice)}

    def rows(self, table: sa.Table) -> list[Any]:
        """Return a table's rows."""
        with self.store.read() as tx:
            return list(tx.execute(sa.select(table).order_by(*table.primary_key)))


@pytest.fixture
def payer(store: Store, ids: SeededIds) -> Payer:
    """A customer who pays."""
    return Payer(store, ids)


def test_a_payment_for_an_account_settles_its_oldest_bill_first(payer: Payer) -> None:
    payer.pay("120.00", account=payer.first)
    assert payer.open() == {"OLD": 0, "NEW": 3_000, "OTHER": 7_000}
    settled = {row.invoice_number: row.settled_on for row in payer.rows(schema.invoice)}
    assert settled == {"OLD": A_MONDAY.date(), "NEW": None, "OTHER": None}


def test_a_payment_for_a_bill_goes_to_no_other(payer: Payer) -> None:
    payer.pay("60.00", invoice_number="NEW")
    assert payer.open() == {"OLD": 10_000, "NEW": 0, "OTHER": 7_000}
    assert [row.unapplied_minor for row in payer.rows(schema.payment)] == [1_000]


def test_a_payment_that_names_nothing_goes_by_its_reference(payer: Payer) -> None:
    payer.pay("70.00", reference="invoice OTHER thanks")
    assert payer.open() == {"OLD": 10_000, "NEW": 5_000, "OTHER": 0}


def test_a_payment_that_names_nothing_goes_by_its_amount(payer: Payer) -> None:
    payer.pay("50.00")
    assert payer.open() == {"OLD": 10_000, "NEW": 0, "OTHER": 7_000}


def test_a_payment_of_everything_settles_everything(payer: Payer) -> None:
    payer.pay("220.00")
    assert payer.open() == {"OLD": 0, "NEW": 0, "OTHER": 0}


def test_a_payment_that_fits_nothing_stays_unapplied_and_somebody_is_told(payer: Payer) -> None:
    payer.pay("33.00")
    assert payer.open() == {"OLD": 10_000, "NEW": 5_000, "OTHER": 7_000}
    assert [row.unapplied_minor for row in payer.rows(schema.payment)] == [3_300]
    assert [row.kind for row in payer.rows(schema.task)] == ["unapplied-cash"]


def test_a_reference_counts_once(payer: Payer) -> None:
    payer.pay("50.00")
    payer.pay("50.00")
    assert payer.open()["OLD"] == 10_000
    assert len(payer.rows(schema.payment)) == 1


def test_another_currency_settles_nothing(payer: Payer) -> None:
    payer.tell("payment", amount="50.00", currency="EUR", reference="R-2")
    assert payer.open()["NEW"] == 5_000


def test_a_fraction_of_a_cent_is_refused(payer: Payer) -> None:
    with pytest.raises(DataError, match="minor unit"):
        payer.pay("0.001")


def test_a_promise_is_kept_when_its_amount_has_come_in(payer: Payer) -> None:
    payer.tell("promise_to_pay", due_on="2027-03-15", amount="100.00", currency="USD")
    payer.pay("60.00", "R-1", account=payer.first)
    assert [row.state for row in payer.rows(schema.promise)] == ["open"]
    payer.pay("40.00", "R-2", account=payer.first)
    assert [row.state for row in payer.rows(schema.promise)] == ["kept"]


def test_a_new_promise_takes_the_place_of_the_open_one(payer: Payer) -> None:
    for day in ("2027-03-15", "2027-03-20"):
        payer.tell("promise_to_pay", due_on=day, amount="100.00", currency="USD")
    states = {row.due_on: row.state for row in payer.rows(schema.promise)}
    assert states == {date(2027, 3, 15): "withdrawn", date(2027, 3, 20): "open"}
