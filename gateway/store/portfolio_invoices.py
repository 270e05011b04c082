"""How do invoices get into the database, and what does a newer file leave of the payments we know of?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import CreditorId, CustomerId, ImportId
from gateway.store.schema import invoice, payment, payment_part

_KEYS_IN_LIST = 5_000  # keys of three parts; SQLite takes 32,766 parameters, PostgreSQL 65,535

_COMPARED = tuple(each for each in invoice.c if each.name != "creditor_id")

InvoiceKey = tuple[CustomerId, str, date]
"""Customer, invoice number and due date: unique at a creditor."""


def invoice_rows(
    tx: sa.Connection, creditor: CreditorId, keys: Sequence[InvoiceKey]
) -> dict[InvoiceKey, sa.Row[Any]]:
    """Return those invoices that exist, by key."""
    c = invoice.c
    found: dict[InvoiceKey, sa.Row[Any]] = {}
    for start in range(0, len(keys), _KEYS_IN_LIST):
        query = sa.select(*_COMPARED).where(
            c.creditor_id == creditor,
            sa.tuple_(c.customer_id, c.invoice_number, c.due_on).in_(keys[start : start + _KEYS_IN_LIST]),
        )
        found.update(
            {(row.customer_id, row.invoice_number, row.due_on): row for row in tx.execute(query).all()}
        )
    return found


def insert_invoices(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new invoices."""
    if rows:
        tx.execute(sa.insert(invoice), list(rows))


def inserted(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Write invoices that are thought to be new; returns False, with nothing written, if one is not."""
    try:
        with tx.begin_nested():
            insert_invoices(tx, rows)
    except sa.exc.IntegrityError:
        return False
    return True


def update_invoices(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change invoices. rows: `invoice_id` and a value for every column that a file decides."""
    if not rows:
        return
    names = [name for name in rows[0] if name != "invoice_id"]
    statement = (
        sa.update(invoice)
        .where(invoice.c.invoice_id == sa.bindparam("key", type_=invoice.c.invoice_id.type))
        .values({name: sa.bindparam(f"new_{name}") for name in names})
    )
    tx.execute(
        statement,
        [{"key": row["invoice_id"], **{f"new_{name}": row[name] for name in names}} for row in rows],
    )


def touch_invoices(tx: sa.Connection, ids: Sequence[UUID], import_id: ImportId, as_of: date) -> None:
    """Note that a file named these invoices and changed nothing."""
    for start in range(0, len(ids), _KEYS_IN_LIST):
        tx.execute(
            sa.update(invoice)
            .where(invoice.c.invoice_id.in_(ids[start : start + _KEYS_IN_LIST]))
            .values(import_id=import_id, reported_as_of=as_of)
        )


def paid_since(tx: sa.Connection, ids: Sequence[UUID], as_of: date) -> dict[UUID, int]:
    """Return what was paid on invoices that a file of that date cannot know of: minor units, by invoice.

    A payment counts as unknown to the file when it was made, or told to us, after the file's day.
    """
    next_day = datetime.combine(as_of + timedelta(days=1), time(), UTC)
    found: dict[UUID, int] = {}
    for start in range(0, len(ids), _KEYS_IN_LIST):
        query = (
            sa.select(payment_part.c.invoice_id, sa.func.sum(payment_part.c.amount_minor).label("minor"))
            .join(payment, payment.c.payment_id == payment_part.c.payment_id)
            .where(
                payment_part.c.invoice_id.in_(ids[start : start + _KEYS_IN_LIST]),
                sa.or_(payment.c.paid_on > as_of, payment.c.recorded_at >= next_day),
            )
            .group_by(payment_part.c.invoice_id)
        )
        found.update({row.invoice_id: int(row.minor) for row in tx.execute(query)})
    return found


def payment_rows(
    tx: sa.Connection, creditor: CreditorId, references: Sequence[str]
) -> dict[str, sa.Row[Any]]:
    """Return the creditor's payments of those references."""
    found: dict[str, sa.Row[Any]] = {}
    for start in range(0, len(references), _KEYS_IN_LIST):
        query = sa.select(payment).where(
            payment.c.creditor_id == creditor,
            payment.c.reference.in_(references[start : start + _KEYS_IN_LIST]),
        )
        found.update({row.reference: row for row in tx.execute(query)})
    return found
