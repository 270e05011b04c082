"""How is sending stopped and set going again? Kept, and written to the ledger, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.controls.wanted import checked_reason
from gateway.domain.errors import NotFound
from gateway.domain.ids import EntryId, Ids
from gateway.domain.stops import Extent, Stop, StopCause
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, controls


@dataclass(frozen=True, slots=True)
class Stopped:
    """A stop in force. is_new: False where the same was stopped already, which stays as it is."""

    stop: Stop
    is_new: bool


@dataclass(frozen=True, slots=True)
class Resumed:
    """A stop that is over, and how much outreach had been put off because of it."""

    stop: Stop
    released: int


def stop(tx: Tx, ledger: Ledger, extent: Extent, *, reason: str, by: str, now: datetime, ids: Ids) -> Stopped:
    """Stop everything, a channel, a template or a creditor; in force for every daemon with the commit.

    Raises DataError for a reason that says nothing.
    """
    wanted = Stop(extent, StopCause.OPERATOR, checked_reason(reason), by, now)
    controls.close_gate(tx)
    known = _find(tx, extent)
    if known is not None:
        return Stopped(known, is_new=False)
    controls.insert_stop(tx, wanted)
    _record(tx, ledger, EntryKind.SENDING_STOPPED, wanted, by, now, ids)
    return Stopped(wanted, is_new=True)


def resume(tx: Tx, ledger: Ledger, extent: Extent, *, by: str, now: datetime, ids: Ids) -> Resumed:
    """Take somebody's stop back: what it held is judged again. Raises NotFound where it is not stopped."""
    controls.close_gate(tx)
    known = _find(tx, extent)
    if known is None:
        raise NotFound(f"nobody has stopped {extent.in_words}{_others(tx)}")
    controls.delete_stop(tx, known)
    released = controls.release(tx, known.key, now)
    _record(tx, ledger, EntryKind.SENDING_RESUMED, known, by, now, ids)
    return Resumed(known, released)


def _find(tx: Tx, extent: Extent) -> Stop | None:
    mine = (one for one in controls.stops_in_force(tx) if one.cause is StopCause.OPERATOR)
    return next((one for one in mine if one.extent == extent), None)


def _others(tx: Tx) -> str:
    names = [one.extent.in_words for one in controls.stops_in_force(tx) if one.cause is StopCause.OPERATOR]
    return f"; stopped: {', '.join(names)}" if names else "; nothing is stopped"


def _record(tx: Tx, ledger: Ledger, kind: EntryKind, stop: Stop, by: str, now: datetime, ids: Ids) -> None:
    public = {"scope": stop.extent.scope.value, "name": stop.extent.name, "by": by}
    entry = Entry(EntryId(ids.new()), None, kind, now, public, {"reason": stop.reason})
    ledger.append(tx, [entry])
