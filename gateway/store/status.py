"""How much waits, since when, and what was decided today? Counts alone, nothing about anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gateway.domain.words import MadeBy, OutreachState
from gateway.store.schema import attempt, contact_log, outreach, task

_WAITING = tuple(state.value for state in OutreachState if state is not OutreachState.DONE)


def queue_depths(tx: sa.Connection) -> dict[str, int]:
    """Return how many outreach rows have not been made, by state."""
    query = (
        sa.select(outreach.c.state, sa.func.count())
        .where(outreach.c.state.in_([state for state in _WAITING if state != OutreachState.CANCELLED]))
        .group_by(outreach.c.state)
    )
    return _counts(tx, query)


def oldest_due(tx: sa.Connection, now: datetime) -> datetime | None:
    """Return since when the longest-waiting outreach could have been judged, or None if none waits. What
    waits for a person to call says nothing about the daemon."""
    query = sa.select(sa.func.min(outreach.c.due_at)).where(
        outreach.c.state.in_([OutreachState.DUE.value, OutreachState.DEFERRED.value]),
        outreach.c.due_at <= now,
        outreach.c.made_by == MadeBy.DUNWELL.value,
    )
    return tx.execute(query).scalar()


def rulings_since(tx: sa.Connection, since: datetime) -> dict[str, int]:
    """Return how many rulings were written, by verdict."""
    query = sa.select(contact_log.c.ruling, sa.func.count()).where(contact_log.c.at >= since)
    return _counts(tx, query.group_by(contact_log.c.ruling))


def attempts_since(tx: sa.Connection, since: datetime) -> dict[str, int]:
    """Return how many attempts were made, by what became of them."""
    query = sa.select(attempt.c.state, sa.func.count()).where(attempt.c.reserved_at >= since)
    return _counts(tx, query.group_by(attempt.c.state))


def open_tasks(tx: sa.Connection) -> dict[str, int]:
    """Return how many things wait for a person, by kind."""
    query = sa.select(task.c.kind, sa.func.count()).where(task.c.closed_at.is_(None))
    return _counts(tx, query.group_by(task.c.kind))


def _counts(tx: sa.Connection, query: sa.Select[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in sorted(tx.execute(query))}
