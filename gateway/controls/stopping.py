"""How is sending stopped and set going again? Kept, and written to the ledger, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.controls.changes import end, record_stop
from gateway.controls.wanted import checked_reason
from gateway.domain.errors import NotFound
from gateway.domain.ids import Ids
from gateway.domain.stops import Extent, Stop, StopCause
from gateway.ledger import Ledger
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
    record_stop(tx, ledger, wanted, now=now, ids=ids)
    return Stopped(wanted, is_new=True)


def resume(tx: Tx, ledger: Ledger, extent: Extent, *, by: str, now: datetime, ids: Ids) -> Resumed:
    """Take a stop back, somebody's before the breaker's: what it held is judged again.

    Raises NotFound where it is not stopped.
    """
    controls.close_gate(tx)
    known = _find(tx, extent) or _find(tx, extent, StopCause.BREAKER)
    if known is None:
        raise NotFound(f"nobody has stopped {extent.in_words}{_others(tx)}")
    return Resumed(known, end(tx, ledger, known, by=by, now=now, ids=ids))


def _find(tx: Tx, extent: Extent, cause: StopCause = StopCause.OPERATOR) -> Stop | None:
    found = controls.stops_in_force(tx)
    return next((one for one in found if (one.extent, one.cause) == (extent, cause)), None)


def _others(tx: Tx) -> str:
    names = [one.extent.in_words for one in controls.stops_in_force(tx)]
    return f"; stopped: {', '.join(names)}" if names else "; nothing is stopped"
