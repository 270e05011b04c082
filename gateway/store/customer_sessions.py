"""Which customers passed the identity check a short while ago? Their sessions, by digest only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import CustomerId
from gateway.store.schema import session

_PURPOSE = "customer"


@dataclass(frozen=True, slots=True)
class CustomerSession:
    """A session that has not ended."""

    customer_id: CustomerId
    body: dict[str, Any]


def insert(
    tx: sa.Connection,
    token_digest: str,
    customer_id: CustomerId,
    *,
    body: Mapping[str, Any],
    now: datetime,
    expires_at: datetime,
) -> None:
    """Keep a new session."""
    tx.execute(
        sa.insert(session).values(
            token_digest=token_digest,
            purpose=_PURPOSE,
            customer_id=customer_id,
            body=dict(body),
            created_at=now,
            seen_at=now,
            expires_at=expires_at,
        )
    )


def find(tx: sa.Connection, token_digest: str, now: datetime) -> CustomerSession | None:
    """Return a session that has not ended, or None."""
    query = sa.select(session.c.customer_id, session.c.body).where(
        session.c.token_digest == token_digest, session.c.purpose == _PURPOSE, session.c.expires_at > now
    )
    row = tx.execute(query).first()
    return CustomerSession(CustomerId(row.customer_id), dict(row.body)) if row else None


def delete(tx: sa.Connection, token_digest: str) -> None:
    """End a session."""
    tx.execute(
        sa.delete(session).where(session.c.token_digest == token_digest, session.c.purpose == _PURPOSE)
    )
