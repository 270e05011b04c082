"""Whose turn is it at a provider? The turns and rests that all daemons share, and what waits for a turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.rates import FORGET_AFTER, rest_after
from gateway.domain.words import OutreachState
from gateway.store.schema import outreach, provider_pace

_WAITING = sa.text("outreach.held_by IS NOT NULL")  # as the partial index has it


@dataclass(frozen=True, slots=True)
class Line:
    """One route: when its next turn is, and until when nobody asks."""

    next_at: datetime | None = None
    rest_until: datetime | None = None


def lines(tx: sa.Connection) -> dict[str, Line]:
    """Return every route that was ever paced."""
    return {row.route: Line(row.next_at, row.rest_until) for row in tx.execute(sa.select(provider_pace))}


def resting(tx: sa.Connection, now: datetime) -> set[str]:
    """Return the routes that nobody may ask now."""
    query = sa.select(provider_pace.c.route).where(provider_pace.c.rest_until > now)
    return set(tx.execute(query).scalars())


def lock_lines(tx: sa.Connection, routes: Collection[str]) -> dict[str, Line]:
    """Return these routes, locked until the transaction ends; those that are new are made.

    Always in one order, so that no two transactions wait for each other.
    """
    if not routes:
        return {}
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    new = insert(provider_pace).on_conflict_do_nothing()
    tx.execute(new, [{"route": route} for route in sorted(routes)])
    query = sa.select(provider_pace).where(provider_pace.c.route.in_(routes)).order_by(provider_pace.c.route)
    found = tx.execute(query.with_for_update())
    return {row.route: Line(row.next_at, row.rest_until) for row in found}


def keep_turns(tx: sa.Connection, next_at: Mapping[str, datetime]) -> None:
    """Write down when the next turn of locked routes is."""
    for route in sorted(next_at):
        change = sa.update(provider_pace).where(provider_pace.c.route == route)
        tx.execute(change.values(next_at=next_at[route]))


def rest(tx: sa.Connection, route: str, asked: timedelta, now: datetime) -> datetime:
    """Let nobody ask a provider for a while that said "too much"; return until when.

    Requests that were under way together and came back refused together make it longer once, not each.
    """
    lock_lines(tx, [route])
    row = tx.execute(sa.select(provider_pace).where(provider_pace.c.route == route)).one()
    is_resting = row.rest_until is not None and row.rest_until > now
    is_old = row.rest_until is None or row.rest_until + FORGET_AFTER < now
    strikes = row.strikes if is_resting else 1 if is_old else row.strikes + 1
    until: datetime = now + rest_after(strikes, asked)
    if is_resting:
        until = max(row.rest_until, now + asked)
    change = sa.update(provider_pace).where(provider_pace.c.route == route)
    tx.execute(change.values(rest_until=until, strikes=strikes))
    return until


def forget(tx: sa.Connection) -> None:
    """Let every route be asked at once: its instants were told by a clock that was wrong."""
    tx.execute(sa.update(provider_pace).values(next_at=None, rest_until=None, strikes=0))


def waits(tx: sa.Connection, hold: str) -> bool:
    """Return whether anything waits for its turn."""
    return tx.execute(_waiting(hold).limit(1)).first() is not None


def call_up(tx: sa.Connection, hold: str, most: int, first_at: datetime, now: datetime) -> int:
    """Set those that wait and whose permission ends first due, at most so many; return how many.

    first_at: when the first of the turns is; whose permission ends before is not called for nothing.
    They keep their mark, which tells them from others that have not waited.
    """
    if most <= 0:
        return 0
    first = (
        _waiting(hold)
        .where(outreach.c.due_at > first_at)
        .order_by(outreach.c.due_at, outreach.c.outreach_id)
        .limit(most)
    )
    change = sa.update(outreach).where(outreach.c.outreach_id.in_(first))
    return tx.execute(change.values(state=OutreachState.DUE.value, due_at=now)).rowcount


def _waiting(hold: str) -> sa.Select[tuple[object]]:
    return sa.select(outreach.c.outreach_id).where(
        _WAITING, outreach.c.held_by == hold, outreach.c.state == OutreachState.DEFERRED.value
    )
