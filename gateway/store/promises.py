"""Which promises to pay are open, and which were kept?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

import sqlalchemy as sa

from gateway.domain.ids import CustomerId
from gateway.domain.news import News
from gateway.store.news import tell
from gateway.store.schema import invoice, payment, promise


def insert_promises(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new promises; an open one of the same customer about the same account gives way to it."""
    for row in rows:
        earlier = sa.update(promise).where(
            promise.c.customer_id == row["customer_id"],
            promise.c.account_id.is_not_distinct_from(row["account_id"]),
            promise.c.state == "open",
        )
        _change(tx, earlier, "withdrawn", row["made_at"])
        tx.execute(sa.insert(promise).values(**row))


def close_kept(tx: sa.Connection, customer_ids: Collection[CustomerId], now: datetime) -> int:
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
    return _change(tx, kept, "kept", now)


def settle_overdue(tx: sa.Connection, now: datetime) -> dict[str, int]:
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
    over = sa.update(promise).where(
        promise.c.state == "open", promise.c.due_on < now.date() - timedelta(days=1)
    )
    kept = _change(tx, over.where(~owes), "kept", now)
    return {"promises_kept": kept, "promises_broken": _change(tx, over, "broken", now)}


def _change(tx: sa.Connection, which: sa.Update, state: str, now: datetime) -> int:
    """Settle promises and tell of it; return how many. A promise is settled once, so its news has one id."""
    columns = promise.c.promise_id, promise.c.customer_id, promise.c.account_id
    changed = tx.execute(which.values(state=state).returning(*columns)).all()
    tell(tx, [_news(row, state, now) for row in changed])
    return len(changed)


def _news(row: Any, state: str, now: datetime) -> News:
    data: dict[str, Any] = {"promise_id": str(row.promise_id)}
    if row.account_id is not None:
        data["account_ids"] = [str(row.account_id)]
    message_id = uuid5(row.promise_id, state)
    return News(message_id, f"promise.{state}", now, CustomerId(row.customer_id), data)
