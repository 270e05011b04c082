"""Which promises to pay are open, and which were kept?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import CustomerId
from gateway.store.schema import payment, promise


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
