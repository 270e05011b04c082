"""What does a customer see of their own account? Bills, payments, promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import AccountId, CustomerId, EventId
from gateway.domain.money import Money
from gateway.store.schema import event, invoice, payment, promise


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment that was recorded."""

    paid_on: date
    money: Money
    reference: str


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise to pay that is still open."""

    account_id: AccountId | None
    due_on: date
    money: Money


@dataclass(frozen=True, slots=True)
class ToldRow:
    """Something that the customer told us on these pages."""

    event_id: EventId
    type: str
    body: dict[str, Any]
    recorded_at: datetime


def told_of(tx: sa.Connection, customer_id: CustomerId, limit: int) -> list[ToldRow]:
    """Return what a customer told us on their pages, newest first; of one form, the first of its events."""
    c = event.c
    query = (
        sa.select(c.event_id, c.type, c.body, c.recorded_at)
        .where(c.customer_id == customer_id, c.source == "portal", c.dedupe_key.like("form:%"))
        .where(c.dedupe_key.not_like("form:%:%"))
        .order_by(c.recorded_at.desc(), c.event_id.desc())
        .limit(limit)
    )
    return [ToldRow(EventId(row[0]), *row[1:]) for row in tx.execute(query)]


def invoice_numbers_of(tx: sa.Connection, customer_id: CustomerId) -> tuple[str, ...]:
    """Return the numbers of all of a customer's invoices, settled ones too."""
    query = sa.select(invoice.c.invoice_number).where(invoice.c.customer_id == customer_id).distinct()
    return tuple(row.invoice_number for row in tx.execute(query))


def payments_of(tx: sa.Connection, customer_id: CustomerId, limit: int) -> list[PaymentRow]:
    """Return a customer's payments, newest first."""
    query = (
        sa.select(payment)
        .where(payment.c.customer_id == customer_id)
        .order_by(payment.c.paid_on.desc(), payment.c.payment_id.desc())
        .limit(limit)
    )
    return [
        PaymentRow(row.paid_on, Money.from_minor(row.amount_minor, row.currency), row.reference)
        for row in tx.execute(query)
    ]


def open_promises_of(tx: sa.Connection, customer_id: CustomerId, today: date) -> list[PromiseRow]:
    """Return a customer's open promises whose day has not passed, earliest first."""
    query = (
        sa.select(promise)
        .where(promise.c.customer_id == customer_id, promise.c.state == "open", promise.c.due_on >= today)
        .order_by(promise.c.due_on)
    )
    return [
        PromiseRow(
            AccountId(row.account_id) if row.account_id else None,
            row.due_on,
            Money.from_minor(row.amount_minor, row.currency),
        )
        for row in tx.execute(query)
    ]
