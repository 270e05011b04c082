"""Does the portfolio come out of the database as it went in?"""

from __future__ import annotations

import sqlalchemy as sa

from gateway.domain.money import Money
from gateway.domain.words import PointKind
from gateway.store import Store, portfolio, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer, a_person
from tests.builders.invoice import an_invoice
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds


def test_customers_come_back_by_id(store: Store, ids: SeededIds) -> None:
    with store.begin() as tx:
        company, person = a_customer(tx, ids), a_person(tx, ids)
        found = portfolio.customers_by_id(tx, [company.customer_id, person.customer_id])
    assert found == {company.customer_id: company, person.customer_id: person}


def test_contact_points_come_in_the_order_of_the_file(store: Store, ids: SeededIds) -> None:
    with store.begin() as tx:
        customer = a_customer(tx, ids)
        second = a_contact_point(tx, ids, customer, PointKind.MOBILE)
        first = a_contact_point(tx, ids, customer, PointKind.EMAIL)
        tx.execute(
            sa.update(schema.contact_point)
            .where(schema.contact_point.c.contact_point_id == second.contact_point_id)
            .values(position=1)
        )
        found = portfolio.contact_points_of(tx, [customer.customer_id])
    assert found[customer.customer_id] == [first, second]


def test_a_settled_invoice_is_not_open_and_a_credit_is(store: Store, ids: SeededIds) -> None:
    with store.begin() as tx:
        customer = a_customer(tx, ids)
        account = an_account(tx, ids, customer)
        an_invoice(tx, ids, account, balance_minor=0)
        credit = an_invoice(tx, ids, account, balance_minor=-500, days_past_due=3)
        oldest = an_invoice(tx, ids, account, days_past_due=40)
        found = portfolio.open_invoices_of(tx, [customer.customer_id])
    assert found[customer.customer_id] == [oldest, credit]


def test_an_account_is_found_at_one_creditor_or_at_any(store: Store, ids: SeededIds) -> None:
    with store.begin() as tx:
        ours = an_account(tx, ids, a_customer(tx, ids), account_number="77")
        theirs = an_account(tx, ids, a_customer(tx, ids, creditor_id="zenith"), account_number="77")
        assert portfolio.find_account(tx, "77", ours.creditor_id) == [ours]
        assert portfolio.find_account(tx, "77", None) == [ours, theirs]
        assert portfolio.find_account(tx, "78", None) == []


def test_a_customer_is_found_by_the_creditors_number(store: Store, ids: SeededIds) -> None:
    with store.begin() as tx:
        customer = a_customer(tx, ids, customer_number="0042")
        assert portfolio.find_customer(tx, customer.creditor_id, "0042") == customer
        assert portfolio.find_customer(tx, customer.creditor_id, "42") is None


def test_unapplied_cash_is_summed_per_currency(store: Store, ids: SeededIds) -> None:
    with store.begin() as tx:
        customer = a_customer(tx, ids)
        for reference, currency, minor in (("a", "USD", 100), ("b", "USD", 250), ("c", "CAD", 75)):
            tx.execute(
                sa.insert(schema.payment).values(
                    payment_id=ids.new(),
                    customer_id=customer.customer_id,
                    creditor_id=customer.creditor_id,
                    reference=reference,
                    paid_on=A_MONDAY.date(),
                    currency=currency,
                    amount_minor=minor,
                    unapplied_minor=minor,
                    recorded_at=A_MONDAY,
                )
            )
        found = portfolio.unapplied_cash_of(tx, [customer.customer_id])
    assert found == {customer.customer_id: (Money.from_minor(75, "CAD"), Money.from_minor(350, "USD"))}
