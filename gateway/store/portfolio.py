"""Who owes what to whom, and how can they be reached? Reading customers, accounts, invoices and points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import AccountId, ContactPointId, CreditorId, CustomerId, InvoiceId
from gateway.domain.money import Money, totals
from gateway.domain.portfolio import Account, ContactPoint, Customer, Invoice
from gateway.domain.words import ActorRole, Channel, DebtClass, PointKind
from gateway.store.schema import account, contact_point, customer, invoice, payment

_IN_LIST = 5_000  # ids in one statement; SQLite takes 32,766 parameters, PostgreSQL 65,535


def customers_by_id(tx: sa.Connection, ids: Collection[CustomerId]) -> dict[CustomerId, Customer]:
    """Return those customers that exist."""
    rows = _matching(tx, sa.select(customer), customer.c.customer_id, ids)
    return {CustomerId(row.customer_id): customer_of(row) for row in rows}


def contact_points_of(tx: sa.Connection, ids: Collection[CustomerId]) -> dict[CustomerId, list[ContactPoint]]:
    """Return each customer's contact points in the order of the file, retired ones too (see `retired_at`);
    a customer without any is absent."""
    query = sa.select(contact_point).order_by(
        contact_point.c.customer_id, contact_point.c.position, contact_point.c.contact_point_id
    )
    found: dict[CustomerId, list[ContactPoint]] = defaultdict(list)
    for row in _matching(tx, query, contact_point.c.customer_id, ids):
        found[CustomerId(row.customer_id)].append(_contact_point(row))
    return dict(found)


def accounts_of(tx: sa.Connection, ids: Collection[CustomerId]) -> dict[CustomerId, list[Account]]:
    """Return each customer's accounts, in the order of their numbers."""
    query = sa.select(account).order_by(account.c.customer_id, account.c.account_number)
    found: dict[CustomerId, list[Account]] = defaultdict(list)
    for row in _matching(tx, query, account.c.customer_id, ids):
        found[CustomerId(row.customer_id)].append(_account(row))
    return dict(found)


def open_invoices_of(tx: sa.Connection, ids: Collection[CustomerId]) -> dict[CustomerId, list[Invoice]]:
    """Return each customer's invoices whose balance is not zero, oldest due first; credits are among them,
    with a negative balance."""
    query = (
        sa.select(invoice)
        .where(invoice.c.balance_minor != 0)
        .order_by(invoice.c.customer_id, invoice.c.due_on, invoice.c.invoice_number)
    )
    found: dict[CustomerId, list[Invoice]] = defaultdict(list)
    for row in _matching(tx, query, invoice.c.customer_id, ids):
        found[CustomerId(row.customer_id)].append(_invoice(row))
    return dict(found)


def unapplied_cash_of(tx: sa.Connection, ids: Collection[CustomerId]) -> dict[CustomerId, tuple[Money, ...]]:
    """Return what each customer paid that no invoice has taken up, one positive sum per currency: it counts
    against the customer's balance."""
    query = sa.select(payment.c.customer_id, payment.c.currency, payment.c.unapplied_minor).where(
        payment.c.unapplied_minor != 0
    )
    found: dict[CustomerId, list[Money]] = defaultdict(list)
    for row in _matching(tx, query, payment.c.customer_id, ids):
        found[CustomerId(row.customer_id)].append(Money.from_minor(row.unapplied_minor, row.currency))
    return {customer_id: totals(sums) for customer_id, sums in found.items()}


def find_account(tx: sa.Connection, account_number: str, creditor: CreditorId | None) -> list[Account]:
    """Return the accounts of that number, at one creditor or (None) at any; more than one where several
    customers or creditors use the number."""
    query = sa.select(account).where(account.c.account_number == account_number)
    if creditor is not None:
        query = query.where(account.c.creditor_id == creditor)
    return [_account(row) for row in tx.execute(query.order_by(account.c.creditor_id, account.c.account_id))]


def has_customers(tx: sa.Connection) -> bool:
    """Whether anybody was imported yet."""
    return tx.execute(sa.select(customer.c.customer_id).limit(1)).first() is not None


def account_by_id(tx: sa.Connection, account_id: UUID) -> Account | None:
    """Return one account, or None."""
    row = tx.execute(sa.select(account).where(account.c.account_id == account_id)).first()
    return _account(row) if row else None


def find_customer(tx: sa.Connection, creditor: CreditorId, customer_number: str) -> Customer | None:
    """Return the customer whom a creditor knows by that number, or None."""
    query = sa.select(customer).where(
        customer.c.creditor_id == creditor, customer.c.customer_number == customer_number
    )
    row = tx.execute(query).first()
    return customer_of(row) if row else None


def _matching(
    tx: sa.Connection, query: sa.Select[Any], column: sa.Column[Any], keys: Collection[Any]
) -> Iterator[Any]:
    remaining = iter(keys)
    while some := list(islice(remaining, _IN_LIST)):
        yield from tx.execute(query.where(column.in_(some)))


def customer_of(row: Any) -> Customer:
    """Return the customer that a row of the table holds."""
    return Customer(
        customer_id=CustomerId(row.customer_id),
        creditor_id=CreditorId(row.creditor_id),
        customer_number=row.customer_number,
        name=row.name,
        is_company=row.is_company,
        language=row.language,
        street=row.street,
        city=row.city,
        region=row.region,
        postal_code=row.postal_code,
        country=row.country,
        time_zone=row.time_zone,
        birth_year=row.birth_year,
    )


def _account(row: Any) -> Account:
    return Account(
        account_id=AccountId(row.account_id),
        customer_id=CustomerId(row.customer_id),
        creditor_id=CreditorId(row.creditor_id),
        account_number=row.account_number,
        debt_class=DebtClass(row.debt_class),
        actor_role=ActorRole(row.actor_role),
        strategy=row.strategy,
        number_group=row.number_group,
    )


def _contact_point(row: Any) -> ContactPoint:
    return ContactPoint(
        contact_point_id=ContactPointId(row.contact_point_id),
        customer_id=CustomerId(row.customer_id),
        kind=PointKind(row.kind),
        value=row.value,
        place=row.place,
        employer_provided=row.employer_provided,
        retired_at=row.retired_at,
        unfit_for=tuple(Channel(channel) for channel in row.unfit_for),
    )


def _invoice(row: Any) -> Invoice:
    billed = row.amount_minor
    return Invoice(
        invoice_id=InvoiceId(row.invoice_id),
        account_id=AccountId(row.account_id),
        customer_id=CustomerId(row.customer_id),
        invoice_number=row.invoice_number,
        due_on=row.due_on,
        balance=Money.from_minor(row.balance_minor, row.currency),
        issued_on=row.issued_on,
        amount=None if billed is None else Money.from_minor(billed, row.currency),
        disputed=row.disputed,
    )
