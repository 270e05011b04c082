"""Who works here, what ran when, and which switches are set? Workers, ticks, settings, and what expires."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.ids import WorkerId
from gateway.store.schema import check_failure, idempotency, session, setting, tick, worker

IDEMPOTENCY_FOR = timedelta(days=2)  # longer than any caller goes on repeating a request
CHECK_FAILURES_FOR = timedelta(days=30)  # the lockout counts one day; the rest is for an officer's question


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A daemon or a `dunwell dispatch`, as it announced itself."""

    worker_id: WorkerId
    name: str
    version: str
    rulebook: str
    started_at: datetime
    heartbeat_at: datetime


@dataclass(frozen=True, slots=True)
class TickRow:
    """The newest run of one of the daemon's ticks."""

    name: str
    started_at: datetime
    ended_at: datetime | None
    result: dict[str, Any] | None


def insert_worker(tx: sa.Connection, row: WorkerRow) -> None:
    """Announce a worker."""
    tx.execute(
        sa.insert(worker).values(
            worker_id=row.worker_id,
            name=row.name,
            version=row.version,
            rulebook=row.rulebook,
            started_at=row.started_at,
            heartbeat_at=row.heartbeat_at,
        )
    )


def beat(tx: sa.Connection, worker_id: WorkerId, now: datetime) -> None:
    """Say that a worker is alive; one that others took for dead is among the living again."""
    change = sa.update(worker).where(worker.c.worker_id == worker_id)
    tx.execute(change.values(heartbeat_at=now, stopped_at=None))


def end_worker(tx: sa.Connection, worker_id: WorkerId, now: datetime) -> None:
    """Say that a worker stopped."""
    tx.execute(sa.update(worker).where(worker.c.worker_id == worker_id).values(stopped_at=now))


def end_workers_but(tx: sa.Connection, alive: Collection[WorkerId], now: datetime) -> int:
    """Say that every other worker stopped; returns how many had not said so themselves."""
    others = sa.update(worker).where(worker.c.stopped_at.is_(None), worker.c.worker_id.not_in(list(alive)))
    return tx.execute(others.values(stopped_at=now)).rowcount


def working(tx: sa.Connection) -> list[WorkerRow]:
    """Return the workers that have not stopped, or did not get to say so."""
    query = sa.select(worker).where(worker.c.stopped_at.is_(None)).order_by(worker.c.started_at)
    return [
        WorkerRow(
            WorkerId(row.worker_id), row.name, row.version, row.rulebook, row.started_at, row.heartbeat_at
        )
        for row in tx.execute(query)
    ]


def record_tick(tx: sa.Connection, row: TickRow) -> None:
    """Keep the newest run of a tick."""
    values = {"started_at": row.started_at, "ended_at": row.ended_at, "result": row.result}
    _upsert(tx, tick, {"name": row.name}, values)


def ticks(tx: sa.Connection) -> list[TickRow]:
    """Return the newest run of each tick, by name."""
    query = sa.select(tick).order_by(tick.c.name)
    return [TickRow(row.name, row.started_at, row.ended_at, row.result) for row in tx.execute(query)]


def get_setting(tx: sa.Connection, name: str) -> Any:
    """Return a switch's value, or None where it was never set."""
    return tx.execute(sa.select(setting.c.value).where(setting.c.name == name)).scalar()


def put_setting(tx: sa.Connection, name: str, value: Any, now: datetime) -> None:
    """Set a switch."""
    _upsert(tx, setting, {"name": name}, {"value": value, "changed_at": now})


def delete_setting(tx: sa.Connection, name: str) -> bool:
    """Take a switch back; returns whether it was set."""
    return tx.execute(sa.delete(setting).where(setting.c.name == name)).rowcount == 1


def delete_expired(tx: sa.Connection, now: datetime) -> dict[str, int]:
    """Delete ended sessions, answers kept for repeated requests, old wrong answers; returns counts."""
    return {
        "sessions": tx.execute(sa.delete(session).where(session.c.expires_at <= now)).rowcount,
        "idempotency": tx.execute(
            sa.delete(idempotency).where(idempotency.c.created_at < now - IDEMPOTENCY_FOR)
        ).rowcount,
        "check_failures": tx.execute(
            sa.delete(check_failure).where(check_failure.c.on < (now - CHECK_FAILURES_FOR).date())
        ).rowcount,
    }


def _upsert(tx: sa.Connection, table: sa.Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    insert = _insert(tx, table).values(**key, **values)
    tx.execute(insert.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def _insert(tx: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)
