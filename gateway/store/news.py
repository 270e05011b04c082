"""Who is to be told of this? A message, and a delivery for each endpoint, written with what happened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.news import News, wants
from gateway.store.schema import attempt, customer, webhook_delivery, webhook_endpoint, webhook_message

WAITING, DELIVERED, FAILED, HELD = "waiting", "delivered", "failed", "held"
_IN_LIST = 5_000


def tell(tx: sa.Connection, news: Sequence[News]) -> None:
    """Write down what endpoints want to hear; without an endpoint one look at an empty table is all.

    To be called after the news' customer or ledger chain was locked, so that of one customer's messages the
    later one has the higher number.
    """
    listeners = _listeners(tx) if news else []
    wanted = [one for one in news if any(wants(listener.types, one.type) for listener in listeners)]
    if not wanted:
        return
    creditors = _creditors(tx, {one.customer_id for one in wanted if one.customer_id is not None})
    attempts = _attempts(tx, [one.data["attempt_id"] for one in wanted if "attempt_id" in one.data])
    messages, deliveries = [], []
    for one in wanted:
        creditor_id = creditors.get(one.customer_id) if one.customer_id else None
        hearers = [
            listener
            for listener in listeners
            if listener.creditor_id in (None, creditor_id) and wants(listener.types, one.type)
        ]
        if hearers:
            messages.append(_message(one, creditor_id, attempts))
            deliveries += [_delivery(listener, one) for listener in hearers]
    if messages:
        tx.execute(sa.insert(webhook_message), messages)
        tx.execute(sa.insert(webhook_delivery), deliveries)


def tell_one(tx: sa.Connection, endpoint_id: UUID, one: News) -> None:
    """Write a message for one endpoint alone, whatever it wants to hear."""
    tx.execute(sa.insert(webhook_message), [_message(one, None, {})])
    row = {"endpoint_id": endpoint_id, "message_id": one.message_id, "state": WAITING, "due_at": one.at}
    tx.execute(sa.insert(webhook_delivery), [row])


def _listeners(tx: sa.Connection) -> Sequence[Any]:
    columns = webhook_endpoint.c
    return tx.execute(
        sa.select(columns.endpoint_id, columns.types, columns.creditor_id, columns.disabled_at)
    ).all()


def _creditors(tx: sa.Connection, customers: Collection[UUID]) -> dict[UUID | None, str]:
    found: dict[UUID | None, str] = {}
    for some in _slices(sorted(customers)):
        query = sa.select(customer.c.customer_id, customer.c.creditor_id).where(
            customer.c.customer_id.in_(some)
        )
        found |= {row.customer_id: row.creditor_id for row in tx.execute(query)}
    return found


def _attempts(tx: sa.Connection, attempt_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What an attempt was about: its outreach, channel and accounts."""
    found: dict[str, dict[str, Any]] = {}
    columns = attempt.c
    for some in _slices([UUID(one) for one in attempt_ids]):
        query = sa.select(columns.attempt_id, columns.outreach_id, columns.channel, columns.accounts)
        for row in tx.execute(query.where(columns.attempt_id.in_(some))):
            found[str(row.attempt_id)] = {
                "outreach_id": str(row.outreach_id),
                "channel": row.channel,
                "account_ids": list(row.accounts),
            }
    return found


def _message(one: News, creditor_id: str | None, attempts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    known = attempts.get(one.data.get("attempt_id", ""), {})
    return {
        "message_id": one.message_id,
        "type": one.type,
        "at": one.at,
        "customer_id": one.customer_id,
        "creditor_id": creditor_id,
        "data": {**known, **one.data},
    }


def _delivery(listener: Any, one: News) -> dict[str, Any]:
    return {
        "endpoint_id": listener.endpoint_id,
        "message_id": one.message_id,
        "state": WAITING if listener.disabled_at is None else HELD,
        "due_at": one.at,
    }


def _slices(items: Sequence[UUID]) -> list[Sequence[UUID]]:
    return [items[at : at + _IN_LIST] for at in range(0, len(items), _IN_LIST)]
