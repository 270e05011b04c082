"""How much of a volume limit is used up, and who lifted it? Counted in the transaction that reserves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.errors import Conflict
from gateway.domain.ids import AttemptId
from gateway.store.schema import attempt, limit_lift, portfolio_import, volume_count

Place = tuple[str, str]
"""A limit's name and one window of it."""
COUNTED_AFTER_IMPORT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lift:
    """More than a limit says: asked for by one person, good once another has agreed."""

    lift_id: UUID
    limit: str
    window: str
    amount: int
    reason: str
    asked_by: str
    asked_at: datetime
    until: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None
    refused_by: str | None = None


def lock_counts(tx: sa.Connection, places: Collection[Place]) -> dict[Place, int]:
    """Return how much is used up in each place, locked until the transaction ends.

    Always in one order, so that no two transactions wait for each other.
    """
    if not places:
        return {}
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    rows = [{"limit_name": name, "window": window, "used": 0} for name, window in sorted(places)]
    tx.execute(insert(volume_count).on_conflict_do_nothing(), rows)
    columns = volume_count.c
    query = sa.select(volume_count).where(sa.tuple_(columns.limit_name, columns.window).in_(list(places)))
    found = tx.execute(query.order_by(columns.limit_name, columns.window).with_for_update())
    return {(row.limit_name, row.window): row.used for row in found}


def counts(tx: sa.Connection, places: Collection[Place]) -> dict[Place, int]:
    """Return how much is used up in each place, for showing."""
    columns = volume_count.c
    query = sa.select(volume_count).where(sa.tuple_(columns.limit_name, columns.window).in_(list(places)))
    return {(row.limit_name, row.window): row.used for row in tx.execute(query)} if places else {}


def newest_window(tx: sa.Connection, limit: str) -> str | None:
    """Return the window that a limit which has no fixed ones counted in last, or None."""
    windows = tx.execute(sa.select(volume_count.c.window).where(volume_count.c.limit_name == limit))
    known = {found for window in windows.scalars() if (found := _import_named(window))}
    newest = sa.select(portfolio_import.c.import_id).where(portfolio_import.c.import_id.in_(known))
    row = tx.execute(newest.order_by(portfolio_import.c.imported_at.desc()).limit(1)).first()
    return str(row.import_id) if row else None


def keep_counts(tx: sa.Connection, seen: Mapping[Place, int], used: Mapping[Place, int]) -> None:
    """Write down what locked places have come to. Raises Conflict where somebody else counted meanwhile."""
    for name, window in sorted(used):
        if used[name, window] == seen[name, window]:
            continue
        change = sa.update(volume_count).where(
            volume_count.c.limit_name == name,
            volume_count.c.window == window,
            volume_count.c.used == seen[name, window],
        )
        if tx.execute(change.values(used=used[name, window])).rowcount != 1:
            raise Conflict(f"the limit {name} was counted by another at the same time")


def give_back(tx: sa.Connection, attempt_ids: Collection[AttemptId]) -> None:
    """Take what attempts counted off again: nothing of them left. To be called once for each."""
    _count(tx, attempt_ids, -1)


def count_again(tx: sa.Connection, attempt_ids: Collection[AttemptId]) -> None:
    """Count attempts after all that were taken off: they did leave. To be called once for each."""
    _count(tx, attempt_ids, 1)


def _count(tx: sa.Connection, attempt_ids: Collection[AttemptId], sign: int) -> None:
    if not attempt_ids:
        return
    query = sa.select(attempt.c.volume).where(
        attempt.c.attempt_id.in_(attempt_ids), attempt.c.volume.is_not(None)
    )
    change_of: Counter[Place] = Counter()
    for (volume,) in tx.execute(query):
        for name, window, amount in volume or ():
            change_of[name, window] += sign * amount
    for name, window in sorted(change_of):
        change = sa.update(volume_count).where(
            volume_count.c.limit_name == name, volume_count.c.window == window
        )
        tx.execute(change.values(used=volume_count.c.used + change_of[name, window]))


def lifted(tx: sa.Connection, places: Collection[Place], now: datetime) -> dict[Place, int]:
    """Return by how much each place is lifted now."""
    if not places:
        return {}
    columns = limit_lift.c
    query = (
        sa.select(columns.limit_name, columns.window, sa.func.sum(columns.amount).label("more"))
        .where(columns.approved_at.is_not(None), columns.until > now)
        .where(sa.tuple_(columns.limit_name, columns.window).in_(list(places)))
        .group_by(columns.limit_name, columns.window)
    )
    return {(row.limit_name, row.window): int(row.more) for row in tx.execute(query)}


def insert_lift(tx: sa.Connection, lift: Lift) -> None:
    """Keep what somebody asks for."""
    tx.execute(
        sa.insert(limit_lift).values(
            lift_id=lift.lift_id,
            limit_name=lift.limit,
            window=lift.window,
            amount=lift.amount,
            reason=lift.reason,
            asked_by=lift.asked_by,
            asked_at=lift.asked_at,
            until=lift.until,
        )
    )


def approve_lift(tx: sa.Connection, lift_id: UUID, person: str, now: datetime) -> bool:
    """Let a lift be good, if it is open and another person asked for it; returns whether it is."""
    change = _open_lift(lift_id, now).where(limit_lift.c.asked_by != person)
    return tx.execute(change.values(approved_by=person, approved_at=now)).rowcount == 1


def refuse_lift(tx: sa.Connection, lift_id: UUID, person: str, now: datetime) -> bool:
    """Close a lift that is open; returns whether it was."""
    return tx.execute(_open_lift(lift_id, now).values(refused_by=person, refused_at=now)).rowcount == 1


def find_lift(tx: sa.Connection, lift_id: UUID) -> Lift | None:
    """Return a lift, whatever became of it."""
    row = tx.execute(sa.select(limit_lift).where(limit_lift.c.lift_id == lift_id)).first()
    return _lift(row) if row else None


def lifts(tx: sa.Connection, now: datetime) -> list[Lift]:
    """Return the lifts that are asked for or in force, the oldest first."""
    query = sa.select(limit_lift).where(limit_lift.c.until > now, limit_lift.c.refused_at.is_(None))
    found = tx.execute(query.order_by(limit_lift.c.asked_at, limit_lift.c.lift_id))
    return [_lift(row) for row in found]


def imports_since(tx: sa.Connection, since: datetime) -> list[tuple[str, UUID, datetime]]:
    """Return creditor, id and instant of the portfolio files that came since, the newest first."""
    columns = portfolio_import.c
    query = sa.select(columns.creditor_id, columns.import_id, columns.imported_at)
    query = query.where(columns.kind == "portfolio", columns.imported_at >= since)
    found = tx.execute(query.order_by(columns.imported_at.desc(), columns.import_id.desc()))
    return [(row.creditor_id, row.import_id, row.imported_at) for row in found]


def _import_named(window: str) -> UUID | None:
    """None for an hour or a day, which the limit was counted over before somebody changed the settings."""
    try:
        return UUID(window)
    except ValueError:
        return None


def _open_lift(lift_id: UUID, now: datetime) -> sa.Update:
    columns = limit_lift.c
    return sa.update(limit_lift).where(
        columns.lift_id == lift_id,
        columns.approved_at.is_(None),
        columns.refused_at.is_(None),
        columns.until > now,
    )


def _lift(row: Any) -> Lift:
    return Lift(
        row.lift_id, row.limit_name, row.window, row.amount, row.reason, row.asked_by, row.asked_at,
        row.until, row.approved_by, row.approved_at, row.refused_by,
    )  # fmt: skip
