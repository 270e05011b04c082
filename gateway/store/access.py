"""Who may ask? API keys, sign-in tokens and sessions, kept as digests only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gateway.domain.words import Role
from gateway.store.schema import api_key, session


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An API key as it is kept."""

    key_id: str
    digest: str
    role: Role
    label: str
    person: str | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A sign-in token or a session."""

    token_digest: str
    purpose: str
    role: Role | None
    body: dict[str, Any]
    seen_at: datetime
    expires_at: datetime


def insert_key(tx: sa.Connection, row: KeyRow, now: datetime) -> None:
    """Keep a new API key."""
    tx.execute(
        sa.insert(api_key).values(
            key_id=row.key_id,
            digest=row.digest,
            role=row.role.value,
            label=row.label,
            person=row.person,
            created_at=now,
        )
    )


def find_key(tx: sa.Connection, key_id: str) -> KeyRow | None:
    """Return a key that has not been revoked, or None."""
    query = sa.select(api_key).where(api_key.c.key_id == key_id, api_key.c.revoked_at.is_(None))
    row = tx.execute(query).first()
    return KeyRow(row.key_id, row.digest, Role(row.role), row.label, row.person) if row else None


def revoke_key(tx: sa.Connection, key_id: str, now: datetime) -> bool:
    """Revoke a key; returns whether there was one to revoke."""
    change = sa.update(api_key).where(api_key.c.key_id == key_id, api_key.c.revoked_at.is_(None))
    return tx.execute(change.values(revoked_at=now)).rowcount == 1


def insert_session(
    tx: sa.Connection,
    *,
    token_digest: str,
    purpose: str,
    role: Role,
    now: datetime,
    expires_at: datetime,
    body: Mapping[str, Any],
) -> None:
    """Keep a new sign-in token or session."""
    tx.execute(
        sa.insert(session).values(
            token_digest=token_digest,
            purpose=purpose,
            role=role.value,
            body=dict(body),
            created_at=now,
            seen_at=now,
            expires_at=expires_at,
        )
    )


def find_session(tx: sa.Connection, token_digest: str, purpose: str, now: datetime) -> SessionRow | None:
    """Return a session or token that has not expired, or None."""
    query = sa.select(session).where(
        session.c.token_digest == token_digest, session.c.purpose == purpose, session.c.expires_at > now
    )
    row = tx.execute(query).first()
    if row is None:
        return None
    role = Role(row.role) if row.role else None
    return SessionRow(row.token_digest, row.purpose, role, dict(row.body), row.seen_at, row.expires_at)


def touch_session(tx: sa.Connection, token_digest: str, now: datetime) -> None:
    """Note that a session was used."""
    tx.execute(sa.update(session).where(session.c.token_digest == token_digest).values(seen_at=now))


def delete_session(tx: sa.Connection, token_digest: str) -> bool:
    """End a session or use up a token; returns whether it was still there, so that only one caller wins."""
    return tx.execute(sa.delete(session).where(session.c.token_digest == token_digest)).rowcount == 1


def delete_sessions(tx: sa.Connection, purposes: Collection[str]) -> int:
    """End all sessions of some purposes; returns how many there were."""
    return tx.execute(sa.delete(session).where(session.c.purpose.in_(purposes))).rowcount
