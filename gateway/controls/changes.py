"""What goes with a stop and with its end? Ledger, task, and the outreach that waited."""

from __future__ import annotations

from datetime import datetime

from gateway.domain.ids import EntryId, Ids
from gateway.domain.stops import Stop
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, controls, task_rows

CHANNEL_STOPPED = "channel-stopped"  # the kind of the task


def task_reference(stop: Stop) -> str:
    """Return what names the task of a channel that stopped itself."""
    return f"{stop.extent.name}:{stop.since.isoformat(timespec='seconds')}"


def record_stop(tx: Tx, ledger: Ledger, stop: Stop, *, now: datetime, ids: Ids) -> None:
    """Write into the ledger that something was stopped."""
    _record(tx, ledger, EntryKind.SENDING_STOPPED, stop, stop.by, now, ids)


def end(tx: Tx, ledger: Ledger, stop: Stop, *, by: str, now: datetime, ids: Ids) -> int:
    """Take a stop back and return how much outreach is due again because of that."""
    controls.delete_stop(tx, stop)
    released = controls.release(tx, stop.key, now)
    task_rows.take_back(tx, CHANNEL_STOPPED, [task_reference(stop)], now)
    _record(tx, ledger, EntryKind.SENDING_RESUMED, stop, by, now, ids)
    return released


def _record(tx: Tx, ledger: Ledger, kind: EntryKind, stop: Stop, by: str, now: datetime, ids: Ids) -> None:
    extent = stop.extent
    public = {"scope": extent.scope.value, "name": extent.name, "cause": stop.cause.value, "by": by}
    ledger.append(tx, [Entry(EntryId(ids.new()), None, kind, now, public, {"reason": stop.reason})])
