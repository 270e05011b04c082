"""Which promises to pay are open, and which were kept?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import CustomerId
from gateway.store.schema import invoice, payment, promise


def insert_promises(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new promises; an open one of the same customer about the same account gives way to it."""
    for row in rows:
        earlier = sa.update(promise).where(
            promise.c.customer_id == row["customer_id"],
            promise.c.account_id.is_not_distinct_from(row["account_id"]),
            promise.c.state == "open",
        )
        tx.execute(earlier.values(state="withdrawn"))
        tx.execute(sa.insert(promise).values(**row))


def close_kept(tx: sa.Connection, customer_ids: Collection[CustomerId]) -> int:
    """Mark those open promises as kept whose amount was paid since they were made; returns how many."""
    paid = (
        sa.select(sa.func.coalesce(sa.func.sum(payment.c.amount_minor), 0))
        .where(
            payment.c.customer_id == promise.c.customer_id,
            payment.c.currency == promise.c.currency,
            payment.c.recorded_at >= promise.c.made_at,
            payment.c.paid_on <= promise.c.due_on,
            sa.or_(
                promise.c.account_id.is_(None),
                payment.c.account_id.is_(None),
                payment.c.account_id == promise.c.account_id,
            ),
        )
        .scalar_subquery()
    )
    kept = sa.update(promise).where(
        promise.c.customer_id.in_(set(customer_ids)),
        promise.c.state == "open",
        paid >= promise.c.amount_minor,
    )
    return tx.execute(kept.values(state="kept")).rowcount


def settle_overdue(tx: sa.Connection, today: date) -> dict[str, int]:
    """Mark open promises whose day is over, everywhere on earth, as kept where nothing is owed any more, else
    as broken; returns how many of each."""
    owes = (
        sa.select(invoice.c.invoice_id)
        .where(
            invoice.c.customer_id == promise.c.customer_id,
            invoice.c.balance_minor > 0,
            sa.or_(promise.c.account_id.is_(None), promise.c.account_id == invoice.c.account_id),
        )
        .exists()
    )
    over = sa.update(promise).where(promise.c.state == "open", promise.c.due_on < today - timedelta(days=1))
    kept = tx.execute(over.where(~owes).values(state="kept")).rowcount
    return {"promises_kept": kept, "promises_broken": tx.execute(over.values(state="broken")).rowcount}
