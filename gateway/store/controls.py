"""What is stopped? Stops, the lock that puts them in order with sendings, and what they hold back."""

from __future__ import annotations

import re
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.breaker import Ended
from gateway.domain.ids import AttemptId
from gateway.domain.stops import Extent, Stop, StopCause, Stops, StopScope
from gateway.domain.words import AttemptState, Channel, OutreachState
from gateway.store.schema import attempt, control_stop, outreach

OUR_FAULT = "sender"
WORKER_LOST = "worker-lost"  # the code of what a dead worker left; says nothing about the channel
ENDS_AT_MOST = 1000
_SHUT_OUT = re.compile(r"401(?: .*)?|403(?: \D.*)?")
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
        Stop(
            extent=Extent(StopScope(row.scope), row.name),
            cause=StopCause(row.cause),
            reason=row.reason,
            by=row.by,
            since=row.since,
            probe_at=row.probe_at,
            probes=row.probes,
        )
        for row in tx.execute(query)
    ]


def stops(tx: sa.Connection) -> Stops:
    """Return every stop, to be asked about contacts."""
    return Stops(stops_in_force(tx))


def insert_stop(tx: sa.Connection, stop: Stop) -> bool:
    """Keep a new stop; returns whether it was not there already."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    new = insert(control_stop).values(
        scope=stop.extent.scope.value,
        name=stop.extent.name,
        cause=stop.cause.value,
        reason=stop.reason,
        by=stop.by,
        since=stop.since,
        probe_at=stop.probe_at,
        probes=stop.probes,
    )
    once = new.on_conflict_do_nothing().returning(control_stop.c.name)
    return tx.execute(once).first() is not None


def delete_stop(tx: sa.Connection, stop: Stop) -> None:
    """Take a stop back."""
    tx.execute(sa.delete(control_stop).where(_is(stop)))


def take_probe(
    tx: sa.Connection, stop: Stop, attempt_id: AttemptId, now: datetime, next_at: datetime
) -> bool:
    """Make an attempt the probe of a stopped channel; returns whether no other was quicker.

    next_at: when another one may, if nothing is heard of this one.
    """
    change = sa.update(control_stop).where(_is(stop), control_stop.c.probe_at <= now)
    values = {"probe_at": next_at, "probe_attempt_id": attempt_id, "probes": control_stop.c.probes + 1}
    return tx.execute(change.values(values)).rowcount == 1


def stop_probed_by(tx: sa.Connection, channel: Channel, attempt_id: AttemptId) -> Stop | None:
    """Return the breaker's stop of a channel whose newest probe is this attempt."""
    is_probe = sa.select(control_stop.c.name).where(
        control_stop.c.scope == StopScope.CHANNEL.value,
        control_stop.c.name == channel.value,
        control_stop.c.probe_attempt_id == attempt_id,
    )
    if tx.execute(is_probe.with_for_update()).first() is None:
        return None
    extent = Extent(StopScope.CHANNEL, channel.value)
    found = (one for one in stops_in_force(tx) if one.cause is StopCause.BREAKER)
    return next((one for one in found if one.extent == extent), None)


def newest_ends(tx: sa.Connection, channel: Channel, since: datetime) -> list[Ended]:
    """Return how a channel's attempts ended that were begun lately, the newest first.

    What was refused for reasons of the address or the message, or was never handed over, says nothing.
    """
    columns = attempt.c
    query = (
        sa.select(columns.state, columns.fault, columns.code)
        .where(
            columns.reserved_at >= since,
            columns.channel == channel.value,
            columns.outcome_at.is_not(None),
            sa.or_(columns.state != AttemptState.REJECTED.value, columns.fault == OUR_FAULT),
            columns.code.is_distinct_from(WORKER_LOST),
            columns.caller.is_(None),  # a call that a person makes says nothing about a provider
        )
        .order_by(columns.outcome_at.desc(), columns.attempt_id.desc())
        .limit(ENDS_AT_MOST)
    )
    return [
        Ended(AttemptState(row.state), row.fault == OUR_FAULT, _is_shut_out(row.fault, row.code))
        for row in tx.execute(query)
    ]


def _is_shut_out(fault: str | None, code: str | None) -> bool:
    """Whether HTTP's 401 or 403 was said of the whole account. A 403 with a number of the provider's own is
    about one message, such as a country that the account may not write to."""
    return fault == OUR_FAULT and _SHUT_OUT.fullmatch(code or "") is not None


def _is(stop: Stop) -> sa.ColumnElement[bool]:
    return sa.and_(
        control_stop.c.scope == stop.extent.scope.value,
        control_stop.c.name == stop.extent.name,
        control_stop.c.cause == stop.cause.value,
    )


def release(tx: sa.Connection, held_by: str, now: datetime) -> int:
    """Set outreach that was held back back to due, to be judged again; returns how many there were."""
    waiting = [OutreachState.DUE.value, OutreachState.DEFERRED.value]
    change = sa.update(outreach).where(outreach.c.held_by == held_by, outreach.c.state.in_(waiting))
    return tx.execute(change.values(state=OutreachState.DUE.value, due_at=now, held_by=None)).rowcount
