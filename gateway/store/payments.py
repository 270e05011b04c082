"""What has been paid, and which invoices did it settle? Every reference counts once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.ids import AccountId, CustomerId, Ids
from gateway.domain.money import Money
from gateway.store.schema import customer, invoice, payment, payment_part, task

_TASK_TEXT = "A payment could not be matched to an invoice; it counts against the balance."


@dataclass(frozen=True, slots=True)
class ToldPayment:
    """A payment as somebody tells it; without account and invoice it is matched by reference and amount."""

    customer_id: CustomerId
    reference: str  # unique at the creditor
    paid_on: date
    money: Money
    account_id: AccountId | None = None
    invoice_number: str | None = None


@dataclass(slots=True)
class _Open:
    """An invoice with what is still to be paid on it."""

    invoice_id: UUID
    account_id: UUID
    customer_id: UUID
    number: str
    currency: str
    left: int


@dataclass(slots=True)
class _Pages:
    """What is to be written, gathered so that a file's payments take a handful of statements."""

    parts: list[dict[str, Any]] = field(default_factory=list)
    invoices: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    rests: list[dict[str, Any]] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)

    def write(self, tx: sa.Connection) -> None:
        if self.parts:
            tx.execute(sa.insert(payment_part), self.parts)
        if self.invoices:
            pays = sa.update(invoice).where(invoice.c.invoice_id == sa.bindparam("key"))
            values = {
                "balance_minor": sa.bindparam("left"),
                "settled_on": sa.bindparam("day", type_=sa.Date),
            }
            tx.execute(pays.values(values), list(self.invoices.values()))
        if self.rests:
            keeps = sa.update(payment).where(payment.c.payment_id == sa.bindparam("key"))
            tx.execute(keeps.values(unapplied_minor=sa.bindparam("left")), self.rests)
        if self.tasks:
            tx.execute(sa.insert(task), self.tasks)


def settle(tx: sa.Connection, told: Sequence[ToldPayment], *, now: datetime, ids: Ids) -> int:
    """Record payments and let each pay the oldest invoices that it is meant for; returns how many were new.

    What no invoice takes up stays unapplied: it counts against the customer's balance, and a person is told.
    """
    creditors = _creditors(tx, {one.customer_id for one in told})
    rows = [_row(one, creditors[one.customer_id], ids.new(), now) for one in told]
    fresh = _insert(tx, rows)
    invoices = _open_invoices(tx, {one.customer_id for one in told})
    pages = _Pages()
    for one, row in zip(told, rows, strict=True):
        if row["payment_id"] in fresh:
            left = _apply(pages, one, row["payment_id"], invoices[one.customer_id])
            _keep_rest(pages, one, row["payment_id"], left, now, ids)
    pages.write(tx)
    return len(fresh)


def _creditors(tx: sa.Connection, customers: Iterable[CustomerId]) -> dict[CustomerId, str]:
    query = sa.select(customer.c.customer_id, customer.c.creditor_id)
    rows = tx.execute(query.where(customer.c.customer_id.in_(set(customers))))
    return {CustomerId(row.customer_id): row.creditor_id for row in rows}


def _row(one: ToldPayment, creditor: str, payment_id: UUID, now: datetime) -> dict[str, Any]:
    return {
        "payment_id": payment_id,
        "customer_id": one.customer_id,
        "creditor_id": creditor,
        "reference": one.reference,
        "paid_on": one.paid_on,
        "currency": one.money.currency,
        "amount_minor": one.money.minor,
        "unapplied_minor": one.money.minor,
        "account_id": one.account_id,
        "recorded_at": now,
    }


def _insert(tx: sa.Connection, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    tx.execute(insert(payment).on_conflict_do_nothing(), list(rows))
    mine = sa.select(payment.c.payment_id).where(
        payment.c.payment_id.in_([row["payment_id"] for row in rows])
    )
    return {row.payment_id for row in tx.execute(mine)}


def _open_invoices(tx: sa.Connection, customers: Iterable[CustomerId]) -> dict[UUID, list[_Open]]:
    query = (
        sa.select(invoice)
        .where(invoice.c.customer_id.in_(set(customers)), invoice.c.balance_minor > 0)
        .order_by(invoice.c.due_on, invoice.c.invoice_number)
    )
    found: dict[UUID, list[_Open]] = defaultdict(list)
    for row in tx.execute(query):
        found[row.customer_id].append(
            _Open(
                row.invoice_id, row.account_id, row.customer_id, row.invoice_number, row.currency,
                row.balance_minor,
            )
        )  # fmt: skip
    return found


def _apply(pages: _Pages, one: ToldPayment, payment_id: UUID, invoices: Sequence[_Open]) -> int:
    """Pay what the payment is meant for, oldest first; returns the minor units that are left over."""
    left = one.money.minor
    for bill in _meant(one, invoices):
        part = min(left, bill.left)
        if part == 0:
            break
        left, bill.left = left - part, bill.left - part
        pages.parts.append({"payment_id": payment_id, "invoice_id": bill.invoice_id, "amount_minor": part})
        settled_on = one.paid_on if bill.left == 0 else None
        pages.invoices[bill.invoice_id] = {"key": bill.invoice_id, "left": bill.left, "day": settled_on}
    return left


def _meant(one: ToldPayment, invoices: Sequence[_Open]) -> list[_Open]:
    same = [bill for bill in invoices if bill.currency == one.money.currency and bill.left > 0]
    if one.invoice_number is not None:
        return [bill for bill in same if bill.number == one.invoice_number]
    if one.account_id is not None:
        return [bill for bill in same if bill.account_id == one.account_id]
    named = [bill for bill in same if bill.number and bill.number in one.reference.split()]
    if named:
        return named
    if sum(bill.left for bill in same) == one.money.minor:
        return same
    exact = [bill for bill in same if bill.left == one.money.minor]
    return exact if len(exact) == 1 else []


def _keep_rest(pages: _Pages, one: ToldPayment, payment_id: UUID, left: int, now: datetime, ids: Ids) -> None:
    if left != one.money.minor:
        pages.rests.append({"key": payment_id, "left": left})
    if left:
        pages.tasks.append(
            {
                "task_id": ids.new(),
                "customer_id": one.customer_id,
                "kind": "unapplied-cash",
                "reference": str(payment_id),
                "text": _TASK_TEXT,
                "opened_at": now,
            }
        )
