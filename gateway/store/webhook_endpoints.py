"""Who is told what happens here? The endpoints, as they are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.store.news import FAILED, HELD, WAITING
from gateway.store.schema import webhook_delivery, webhook_endpoint

_OPEN = (WAITING, FAILED, HELD)


@dataclass(frozen=True, slots=True)
class EndpointRow:
    """An address that is told; its secrets are sealed.

    is_private: whether its address may be one of the own network.
    """

    endpoint_id: UUID
    url: str
    label: str
    types: tuple[str, ...]
    creditor_id: str | None
    is_private: bool
    secret: bytes
    former_secret: bytes | None
    former_until: datetime | None
    created_at: datetime
    created_by: str
    disabled_at: datetime | None = None
    disabled_because: str | None = None
    rests_until: datetime | None = None
    delivered_at: datetime | None = None


def insert_endpoint(tx: sa.Connection, row: EndpointRow) -> None:
    """Keep a new endpoint."""
    values = {name: getattr(row, name) for name in row.__slots__}
    tx.execute(sa.insert(webhook_endpoint).values(**values | {"types": list(row.types)}))


def endpoints(tx: sa.Connection) -> list[EndpointRow]:
    """Return every endpoint, the oldest first."""
    query = sa.select(webhook_endpoint)
    order = webhook_endpoint.c.created_at, webhook_endpoint.c.endpoint_id
    return [_row(row) for row in tx.execute(query.order_by(*order))]


def find_endpoint(tx: sa.Connection, endpoint_id: UUID, *, locked: bool = False) -> EndpointRow | None:
    """Return an endpoint, or None; locked: until the transaction ends, for whoever changes it."""
    query = sa.select(webhook_endpoint).where(webhook_endpoint.c.endpoint_id == endpoint_id)
    row = tx.execute(query.with_for_update() if locked else query).first()
    return _row(row) if row else None


def lock(tx: sa.Connection, endpoint_ids: Collection[UUID]) -> None:
    """Keep others from changing endpoints until the transaction ends."""
    ids = webhook_endpoint.c.endpoint_id
    tx.execute(sa.select(ids).where(ids.in_(sorted(endpoint_ids))).order_by(ids).with_for_update()).all()


def update_endpoint(tx: sa.Connection, endpoint_id: UUID, values: Mapping[str, Any]) -> None:
    """Change some of an endpoint's columns."""
    tx.execute(_change(endpoint_id).values(**values))


def disable(tx: sa.Connection, endpoint_id: UUID, because: str, now: datetime) -> bool:
    """Tell an endpoint nothing more and hold back what waits for it; return whether it was enabled."""
    change = _change(endpoint_id).where(webhook_endpoint.c.disabled_at.is_(None))
    if tx.execute(change.values(disabled_at=now, disabled_because=because)).rowcount == 0:
        return False
    waiting = sa.update(webhook_delivery).where(
        webhook_delivery.c.endpoint_id == endpoint_id, webhook_delivery.c.state == WAITING
    )
    tx.execute(waiting.values(state=HELD))
    return True


def delete_endpoint(tx: sa.Connection, endpoint_id: UUID) -> None:
    """Forget an endpoint and what was meant for it."""
    tx.execute(sa.delete(webhook_delivery).where(webhook_delivery.c.endpoint_id == endpoint_id))
    tx.execute(sa.delete(webhook_endpoint).where(webhook_endpoint.c.endpoint_id == endpoint_id))


def counts_by_endpoint(tx: sa.Connection) -> dict[UUID, dict[str, int]]:
    """Return how many deliveries of each endpoint are in each state; of what was delivered nothing."""
    columns = webhook_delivery.c
    query = (
        sa.select(columns.endpoint_id, columns.state, sa.func.count())
        .where(columns.state != sa.literal_column("'delivered'"))  # word for word, for the index
        .group_by(columns.endpoint_id, columns.state)
    )
    found: dict[UUID, dict[str, int]] = {}
    for endpoint_id, state, count in tx.execute(query):
        found.setdefault(endpoint_id, {})[state] = count
    return found


def figures(tx: sa.Connection, now: datetime) -> dict[str, Any]:
    """Return how the telling fares: counts, the age of what waits longest, and who is not reached."""
    counts, known = counts_by_endpoint(tx), endpoints(tx)
    disabled = [row for row in known if row.disabled_at is not None]
    oldest = _oldest_waiting(tx)
    return {
        "enabled": len(known) - len(disabled),
        "disabled": len(disabled),
        **{state: sum(counts.get(row.endpoint_id, {}).get(state, 0) for row in known) for state in _OPEN},
        "oldest_waiting_seconds": max(0, round((now - oldest).total_seconds())) if oldest else None,
        "not_reached": [str(one) for one in _failing(tx)] + [str(row.endpoint_id) for row in disabled],
    }


def _failing(tx: sa.Connection) -> list[UUID]:
    """The enabled endpoints with a message that was tried in vain."""
    columns = webhook_delivery.c
    tried = sa.exists().where(
        columns.endpoint_id == webhook_endpoint.c.endpoint_id,
        columns.state == sa.literal_column("'waiting'"),
        columns.code.is_not(None),
    )
    query = sa.select(webhook_endpoint.c.endpoint_id).where(webhook_endpoint.c.disabled_at.is_(None), tried)
    return list(tx.execute(query.order_by(webhook_endpoint.c.endpoint_id)).scalars())


def _oldest_waiting(tx: sa.Connection) -> datetime | None:
    columns = webhook_delivery.c
    since = sa.func.min(sa.func.coalesce(columns.first_try_at, columns.due_at), type_=columns.due_at.type)
    return tx.execute(sa.select(since).where(columns.state == sa.literal_column("'waiting'"))).scalar()


def failed_of(counts: Mapping[str, int]) -> int:
    """Return how many of an endpoint's deliveries were given up or are held back."""
    return counts.get(FAILED, 0) + counts.get(HELD, 0)


def _change(endpoint_id: UUID) -> sa.Update:
    return sa.update(webhook_endpoint).where(webhook_endpoint.c.endpoint_id == endpoint_id)


def _row(row: sa.Row[Any]) -> EndpointRow:
    return EndpointRow(**{**row._mapping, "types": tuple(row.types)})
