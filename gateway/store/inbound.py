"""Which texts came in, and whom had we written to at that address?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.ids import AttemptId, ContactPointId, CustomerId, EntryId
from gateway.domain.words import COUNTS, Channel
from gateway.store.schema import attempt, inbound_message

_COUNTED = tuple(state.value for state in COUNTS)


def insert_inbound(
    tx: sa.Connection, *, provider: str, event_id: str, channel: Channel, entry_id: EntryId, now: datetime
) -> bool:
    """Note that a text came in; return False where it had come in before."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(inbound_message)
        .on_conflict_do_nothing(index_elements=["provider", "provider_event_id"])
        .values(
            provider=provider,
            provider_event_id=event_id,
            channel=channel.value,
            entry_id=entry_id,
            received_at=now,
        )
    )
    return tx.execute(statement.returning(inbound_message.c.entry_id)).first() is not None


def entry_of_inbound(tx: sa.Connection, provider: str, event_id: str) -> EntryId:
    """Return the ledger entry with the uncut text."""
    query = sa.select(inbound_message.c.entry_id).where(
        inbound_message.c.provider == provider, inbound_message.c.provider_event_id == event_id
    )
    return EntryId(tx.execute(query).scalar_one())


def customer_of_attempt(tx: sa.Connection, attempt_id: AttemptId) -> CustomerId | None:
    """Return whom an attempt was made to, or None for one that nobody knows."""
    query = sa.select(attempt.c.customer_id).where(attempt.c.attempt_id == attempt_id)
    found: UUID | None = tx.execute(query).scalar()
    return CustomerId(found) if found else None


def last_written_to(
    tx: sa.Connection, points: Collection[ContactPointId], channel: Channel
) -> CustomerId | None:
    """Return whom the newest attempt by a channel at one of the contact points was made to, or None."""
    query = (
        sa.select(attempt.c.customer_id)
        .where(
            attempt.c.contact_point_id.in_(list(points)),
            attempt.c.channel == channel.value,
            attempt.c.state.in_(_COUNTED),
        )
        .order_by(attempt.c.reserved_at.desc(), attempt.c.attempt_id.desc())
        .limit(1)
    )
    found: UUID | None = tx.execute(query).scalar()
    return CustomerId(found) if found else None
