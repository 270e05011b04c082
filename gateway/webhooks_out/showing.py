"""How are endpoints, messages and tries shown? As JSON values; no secret, no payload."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gateway.store import Tx
from gateway.store import webhook_endpoints as rows
from gateway.store.news import FAILED, HELD, WAITING
from gateway.store.webhook_deliveries import DeliveryRow, TryRow
from gateway.store.webhook_endpoints import EndpointRow
from gateway.webhooks_out.signing import webhook_id

_NONE: Mapping[str, int] = {}


def endpoint_shown(row: EndpointRow, counts: Mapping[str, int] = _NONE) -> dict[str, Any]:
    """Return an endpoint; counts: its deliveries that are not done, by state."""
    return {
        "endpoint_id": str(row.endpoint_id),
        "url": row.url,
        "label": row.label,
        "types": list(row.types),
        "creditor": row.creditor_id,
        "private": row.is_private,
        "state": "enabled" if row.disabled_at is None else "disabled",
        "disabled_at": instant(row.disabled_at),
        "disabled_because": row.disabled_because,
        "created_at": instant(row.created_at),
        "created_by": row.created_by,
        "former_secret_until": instant(row.former_until),
        "delivered_at": instant(row.delivered_at),
        "waiting": counts.get(WAITING, 0),
        "failed": counts.get(FAILED, 0),
        "held": counts.get(HELD, 0),
    }


def endpoints_shown(tx: Tx) -> list[dict[str, Any]]:
    """Return every endpoint with its counts."""
    counts = rows.counts_by_endpoint(tx)
    return [endpoint_shown(row, counts.get(row.endpoint_id, _NONE)) for row in rows.endpoints(tx)]


def delivery_shown(row: DeliveryRow) -> dict[str, Any]:
    """Return a message and how far it has come."""
    return {
        "message": webhook_id(row.message_id),
        "seq": row.number,
        "type": row.type,
        "at": instant(row.at),
        "state": row.state,
        "tries": row.tries,
        "next_at": instant(row.due_at) if row.state == WAITING else None,
        "ended_at": instant(row.ended_at),
        "status": row.status,
        "code": row.code,
    }


def try_shown(row: TryRow) -> dict[str, Any]:
    """Return one try."""
    return {
        "at": instant(row.at),
        "milliseconds": row.milliseconds,
        "status": row.status,
        "code": row.code,
    }


def instant(at: datetime | None) -> str | None:
    """Return an instant as text."""
    return None if at is None else at.isoformat(timespec="seconds").replace("+00:00", "Z")
