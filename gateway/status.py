"""How does this installation fare? The facts of `dunwell status`, `GET /v1/status` and the metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from gateway import __version__
from gateway.controls import standings
from gateway.domain.limits import Limit, from_micros
from gateway.mailbox import state as mailbox_state
from gateway.store import (
    Store,
    clock_switch,
    controls,
    costs,
    dispatch,
    housekeeping,
    reconciliation,
    status,
    webhook_endpoints,
)
from gateway.store.housekeeping import TickRow, WorkerRow

SILENT_AFTER = 30  # seconds without a heartbeat after which a daemon is not believed to work


def status_of(
    store: Store,
    channels: Mapping[str, str],
    faults: Mapping[str, str],
    now: datetime,
    limits: Sequence[Limit] = (),
) -> dict[str, Any]:
    """Return the facts as JSON values, without anything personal.

    channels: the adapter of each channel. faults: what the asking daemon knows to be wrong.
    limits: the volume limits of the settings.
    """
    midnight = datetime.combine(now.date(), time(), UTC)
    with store.read() as tx:
        workers = [row for row in housekeeping.working(tx) if _is_heard(row, now)]
        ticks = housekeeping.ticks(tx)
        oldest_due_at = status.oldest_due(tx, now)
        facts = {
            "version": __version__,
            "at": _text(now),
            "database": store.engine.dialect.name,
            "channels": dict(channels),
            "daemons": [_worker(row) for row in workers],
            "stops": [stop.as_json() for stop in controls.stops_in_force(tx)],
            "limits": [one.as_json() for one in standings(tx, limits, now)],
            "queue": status.queue_depths(tx),
            "oldest_due_at": _text(oldest_due_at),
            "oldest_due_seconds": round((now - oldest_due_at).total_seconds()) if oldest_due_at else None,
            "rulings_today": status.rulings_since(tx, midnight),
            "attempts_today": status.attempts_since(tx, midnight),
            "cost_today": {
                currency: f"{from_micros(amount, currency).amount:.2f}"
                for currency, amount in costs.total_since(tx, midnight).items()
            },
            "tasks": status.open_tasks(tx),
            "mailbox": mailbox_state.state_of(tx, midnight, now),
            "webhooks": webhook_endpoints.figures(tx, now),
            "newest_files": {
                name: day.isoformat() for name, day in sorted(dispatch.newest_feeds(tx).items())
            },
            "reconciled": reconciliation.newest_results(tx),
            "ticks": [_tick(row) for row in ticks],
        }
        jump = clock_switch.jump(tx)
    found = {**_found(workers, ticks, jump), **faults}
    return {"health": "ok" if not found else "faulty", "faults": found, **facts}


def as_lines(facts: Mapping[str, Any]) -> list[str]:
    """Return the facts for a terminal."""
    lines = [f"Dunwell {facts['version']} on {facts['database']}: {facts['health']}"]
    lines += [f"  ! {sentence}" for sentence in facts["faults"].values()]
    lines += [f"  ! {_stopped(stop)}" for stop in facts["stops"]]
    lines += [f"  ! {_reached(limit)}" for limit in facts["limits"] if limit["reached"]]
    lines += [f"  {channel}: {adapter}" for channel, adapter in facts["channels"].items()]
    for title, key in (
        ("Waiting", "queue"),
        ("Rulings today (UTC)", "rulings_today"),
        ("Attempts today (UTC)", "attempts_today"),
        ("Expected cost today (UTC)", "cost_today"),
        ("Waiting for a person", "tasks"),
        ("Newest files", "newest_files"),
    ):
        counts = ", ".join(f"{word} {count}" for word, count in facts[key].items())
        lines.append(f"{title}: {counts or 'nothing'}")
    told = facts["webhooks"]
    if told["enabled"] + told["disabled"]:
        lines.append(
            f"Webhooks: waiting {told['waiting']}, failed {told['failed']}, held {told['held']}, "
            f"oldest {told['oldest_waiting_seconds'] or 0} s"
        )
    lines += [f"  ! Webhook endpoint {one} is not reached" for one in told["not_reached"]]
    if facts["mailbox"]:
        lines.append(mailbox_state.as_line(facts["mailbox"]))
    lines.append(f"Oldest due: {facts['oldest_due_at'] or 'nothing'}")
    lines += [f"Daemon {one['name']}, heard of at {one['heartbeat_at']}" for one in facts["daemons"]]
    lines += [_reconciled(channel, one) for channel, one in facts["reconciled"].items()]
    lines += [f"Tick {one['name']}: {one['ended_at'] or 'failed'}" for one in facts["ticks"]]
    return lines


def _reconciled(channel: str, one: Mapping[str, Any]) -> str:
    adapter = one["adapter"]
    what = f"{one['at_provider']:,} there, {one['ours']:,} ours"
    differ = f"{one['not_ours']:,} that we do not know, {one['missing']:,} that {adapter} does not have"
    return f"Compared {channel} with {adapter} at {one['until']}: {what}; {differ}"


def _stopped(stop: Mapping[str, str]) -> str:
    what = "everything" if stop["scope"] == "all" else f"the {stop['scope']} {stop['name']}"
    return f"Stopped: {what}, since {stop['since']} by {stop['by']}: {stop['reason']}"


def _reached(limit: Mapping[str, Any]) -> str:
    return f"Volume limit {limit['name']} is reached: {limit['used']}; two people can lift it: dunwell limit"


def _found(workers: list[WorkerRow], ticks: list[TickRow], jump: int | None) -> dict[str, str]:
    """What is wrong as far as the database shows."""
    found = {}
    if not workers:
        found["daemon"] = "No daemon is at work here: nothing is planned or sent."
    if jump is not None:
        found["clock"] = f"The system clock jumped by {jump} seconds; check it, then: dunwell clock confirm"
    for row in ticks:
        if row.ended_at is None:
            found[row.name] = f"The {row.name} tick fails: {(row.result or {}).get('error', 'see the log')}"
    return found


def _is_heard(row: WorkerRow, now: datetime) -> bool:
    return (now - row.heartbeat_at).total_seconds() <= SILENT_AFTER


def _worker(row: WorkerRow) -> dict[str, Any]:
    return {
        "worker_id": str(row.worker_id),
        "name": row.name,
        "version": row.version,
        "rulebook": row.rulebook,
        "started_at": _text(row.started_at),
        "heartbeat_at": _text(row.heartbeat_at),
    }


def _tick(row: TickRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "started_at": _text(row.started_at),
        "ended_at": _text(row.ended_at),
        "result": row.result,
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds").replace("+00:00", "Z")
