"""Which attempts does a provider have, as we know it, and which has nobody heard of for long?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import AttemptId
from gateway.domain.words import AttemptState, Channel
from gateway.store.schema import attempt, setting

PREFIX = "reconciled:"  # of the settings that keep the newest result, by channel
_TAKEN = tuple(
    state.value for state in (AttemptState.ACCEPTED, AttemptState.DELIVERED, AttemptState.UNCONFIRMED)
)
# Written out, not bound: SQLite uses a partial index only for a query that repeats the index's own condition.
_IS_ACCEPTED = sa.text("attempt.state = 'accepted'")


@dataclass(frozen=True, slots=True)
class Ours:
    """An attempt that a provider took."""

    attempt_id: AttemptId
    provider_reference: str


def accepted_before(tx: sa.Connection, channel: Channel, before: datetime, limit: int) -> list[AttemptId]:
    """Return attempts that were taken before an instant and not heard of since, oldest first."""
    query = (
        sa.select(attempt.c.attempt_id)
        .where(_IS_ACCEPTED, attempt.c.channel == channel.value, attempt.c.outcome_at < before)
        .order_by(attempt.c.outcome_at, attempt.c.attempt_id)
        .limit(limit)
    )
    return [AttemptId(row.attempt_id) for row in tx.execute(query)]


def by_reference(tx: sa.Connection, adapter: str, references: Collection[str]) -> dict[str, AttemptId]:
    """Return whose the provider's ids are, as far as they are ours."""
    query = sa.select(attempt.c.provider_reference, attempt.c.attempt_id).where(
        attempt.c.provider_reference.is_not(None),
        attempt.c.provider_reference.in_(list(references)),
        attempt.c.adapter == adapter,
    )
    return {row.provider_reference: AttemptId(row.attempt_id) for row in tx.execute(query)}


def taken_between(
    tx: sa.Connection,
    adapter: str,
    channel: Channel,
    *,
    since: datetime,
    until: datetime,
    after: UUID,
    limit: int,
) -> list[Ours]:
    """Return attempts that an adapter's provider took in a time, by id from another one on."""
    query = (
        sa.select(attempt.c.attempt_id, attempt.c.provider_reference)
        .where(
            attempt.c.adapter == adapter,
            attempt.c.channel == channel.value,  # a provider may have a list for each
            attempt.c.reserved_at >= since,
            attempt.c.reserved_at < until,
            attempt.c.state.in_(_TAKEN),
            attempt.c.provider_reference.is_not(None),
            attempt.c.attempt_id > after,
        )
        .order_by(attempt.c.attempt_id)
        .limit(limit)
    )
    return [Ours(AttemptId(row.attempt_id), row.provider_reference) for row in tx.execute(query)]


def newest_results(tx: sa.Connection) -> dict[str, dict[str, Any]]:
    """Return the newest result of each channel's comparison."""
    query = sa.select(setting.c.name, setting.c.value).where(
        setting.c.name.startswith(PREFIX, autoescape=True)
    )
    return {row.name.removeprefix(PREFIX): row.value for row in tx.execute(query.order_by(setting.c.name))}
