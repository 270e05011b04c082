"""What is stopped? Stops, the lock that puts them in order with sendings, and what they hold back."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from gateway.domain.stops import Extent, Stop, StopCause, Stops, StopScope
from gateway.domain.words import OutreachState
from gateway.store.schema import control_stop, outreach

_GATE = sa.cast(0x64756E73, sa.BigInteger)  # "duns"


def hold_gate(tx: sa.Connection) -> None:
    """Let no stop commit before this transaction ends. To be asked for before any other lock.

    SQLite has one writer at a time anyway.
    """
    if tx.dialect.name != "sqlite":
        tx.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(_GATE)))


def close_gate(tx: sa.Connection) -> None:
    """Wait for transactions that mark messages as sending; let none begin until this one ends."""
    if tx.dialect.name != "sqlite":
        tx.execute(sa.select(sa.func.pg_advisory_xact_lock(_GATE)))


def stops_in_force(tx: sa.Connection) -> list[Stop]:
    """Return every stop, the oldest first."""
    query = sa.select(control_stop).order_by(control_stop.c.since, control_stop.c.scope, control_stop.c.name)
    return [
        Stop(Extent(StopScope(row.scope), row.name), StopCause(row.cause), row.reason, row.by, row.since)
        for row in tx.execute(query)
    ]


def stops(tx: sa.Connection) -> Stops:
    """Return every stop, to be asked about contacts."""
    return Stops(stops_in_force(tx))


def insert_stop(tx: sa.Connection, stop: Stop) -> None:
    """Keep a new stop."""
    tx.execute(
        sa.insert(control_stop).values(
            scope=stop.extent.scope.value,
            name=stop.extent.name,
            cause=stop.cause.value,
            reason=stop.reason,
            by=stop.by,
            since=stop.since,
        )
    )


def delete_stop(tx: sa.Connection, stop: Stop) -> None:
    """Take a stop back."""
    tx.execute(
        sa.delete(control_stop).where(
            control_stop.c.scope == stop.extent.scope.value,
            control_stop.c.name == stop.extent.name,
            control_stop.c.cause == stop.cause.value,
        )
    )


def release(tx: sa.Connection, held_by: str, now: datetime) -> int:
    """Set outreach that was held back back to due, to be judged again; returns how many there were."""
    waiting = [OutreachState.DUE.value, OutreachState.DEFERRED.value]
    change = sa.update(outreach).where(outreach.c.held_by == held_by, outreach.c.state.in_(waiting))
    return tx.execute(change.values(state=OutreachState.DUE.value, due_at=now, held_by=None)).rowcount
