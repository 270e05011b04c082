"""Who lifts a volume limit? One person asks, another agrees; bounded, over at midnight, and in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gateway.controls.wanted import checked_reason
from gateway.domain.errors import Conflict, DataError, NotFound
from gateway.domain.ids import EntryId, Ids
from gateway.domain.limits import Limit, Span, day_ends_at
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, controls, task_rows, volume
from gateway.store.volume import Lift

LIMIT_REACHED = "volume-limit"  # the kind of the task


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a limit is used up now."""

    limit: Limit
    window: str | None
    used: int
    lifted: int

    @property
    def is_reached(self) -> bool:
        """Whether nothing more has room."""
        return self.used >= self.limit.most + self.lifted

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        limit = self.limit
        return {
            "name": limit.name,
            "per": limit.span.value,
            "channel": limit.channel.value if limit.channel else None,
            "creditor": limit.creditor,
            "window": self.window,
            "used": limit.in_words(self.used),
            "most": limit.in_words(limit.most),
            "lifted": limit.in_words(self.lifted) if self.lifted else None,
            "reached": self.is_reached,
        }


def standings(tx: Tx, limits: Sequence[Limit], now: datetime) -> list[Standing]:
    """Return how each limit stands, by name."""
    windows = {limit.name: _window(tx, limit, now) for limit in limits}
    places = [(name, window) for name, window in windows.items() if window]
    used, more = volume.counts(tx, places), volume.lifted(tx, places, now)
    found = []
    for limit in sorted(limits, key=lambda one: one.name):
        place = (limit.name, windows[limit.name] or "")
        found.append(Standing(limit, windows[limit.name], used.get(place, 0), more.get(place, 0)))
    return found


def ask_lift(
    tx: Tx,
    ledger: Ledger,
    limits: Sequence[Limit],
    name: str,
    *,
    more: int,
    reason: str,
    person: str | None,
    by: str,
    now: datetime,
    ids: Ids,
) -> Lift:
    """Ask for more than a limit says, until midnight UTC; nothing changes before another person agrees.

    more: contacts, or whole units of the limit's currency; at most as much again as the limit.
    Raises NotFound for a limit that is not in the settings, DataError for what cannot be asked.
    """
    limit = next((one for one in limits if one.name == name), None)
    if limit is None:
        known = ", ".join(sorted(one.name for one in limits)) or "none"
        raise NotFound(f"there is no limit of that name; there are: {known}")
    amount = more if limit.contacts is not None else more * 1_000_000
    if not 0 < amount <= limit.most:
        raise DataError(f"a lift is of at most as much again: {limit.in_words(limit.most)}", field="more")
    window = _window(tx, limit, now)
    if window is None:
        raise DataError("nothing has been counted for this limit yet", field="limit")
    lift = Lift(
        ids.new(), name, window, amount, checked_reason(reason), _known(person), now, day_ends_at(now)
    )
    volume.insert_lift(tx, lift)
    _record(tx, ledger, EntryKind.LIFT_ASKED, lift, by=by, person=lift.asked_by, now=now, ids=ids)
    return lift


def approve_lift(
    tx: Tx, ledger: Ledger, lift_id: UUID, *, person: str | None, by: str, now: datetime, ids: Ids
) -> tuple[Lift, int]:
    """Agree to a lift that somebody else asked for; return it, and how much outreach is due again.

    Raises NotFound, Conflict for one that is closed or over, DataError for whoever asked for it.
    """
    who = _known(person)
    if not volume.approve_lift(tx, lift_id, who, now):
        lift = _open(tx, lift_id, now)
        raise DataError(f"{lift.asked_by} asked for this; another person must agree", field="person")
    lift = _found(tx, lift_id)
    released = controls.release(tx, f"limit:{lift.limit}:{lift.window}", now)
    task_rows.take_back(tx, LIMIT_REACHED, [f"{lift.limit}:{lift.window}"], now)
    _record(tx, ledger, EntryKind.LIMIT_LIFTED, lift, by=by, person=who, now=now, ids=ids)
    return lift, released


def refuse_lift(
    tx: Tx, ledger: Ledger, lift_id: UUID, *, person: str | None, by: str, now: datetime, ids: Ids
) -> Lift:
    """Refuse a lift, or take one's own back. Raises as `approve_lift` does."""
    who = _known(person)
    if not volume.refuse_lift(tx, lift_id, who, now):
        _open(tx, lift_id, now)
    lift = _found(tx, lift_id)
    _record(tx, ledger, EntryKind.LIFT_REFUSED, lift, by=by, person=who, now=now, ids=ids)
    return lift


def lift_as_json(lift: Lift) -> dict[str, Any]:
    """Return a lift for programs."""
    return {
        "lift_id": str(lift.lift_id),
        "limit": lift.limit,
        "window": lift.window,
        "amount": lift.amount,
        "reason": lift.reason,
        "asked_by": lift.asked_by,
        "asked_at": lift.asked_at.isoformat(),
        "until": lift.until.isoformat(),
        "approved_by": lift.approved_by,
    }


def _window(tx: Tx, limit: Limit, now: datetime) -> str | None:
    return volume.newest_window(tx, limit.name) if limit.span is Span.IMPORT else limit.window(now)


def _known(person: str | None) -> str:
    if person is None:
        raise DataError(
            "this key or session is nobody's own; make one with --person, so that it is known who asks",
            field="person",
        )
    return person


def _found(tx: Tx, lift_id: UUID) -> Lift:
    lift = volume.find_lift(tx, lift_id)
    if lift is None:
        raise NotFound("nobody asked for such a lift; `dunwell limit list` shows those that wait")
    return lift


def _open(tx: Tx, lift_id: UUID, now: datetime) -> Lift:
    lift = _found(tx, lift_id)
    if lift.approved_by or lift.refused_by:
        raise Conflict("this lift is decided already")
    if lift.until <= now:
        raise Conflict("this lift is over: it was good until midnight UTC; ask again")
    return lift


def _record(
    tx: Tx, ledger: Ledger, kind: EntryKind, lift: Lift, *, by: str, person: str, now: datetime, ids: Ids
) -> None:
    public = {
        "lift_id": str(lift.lift_id),
        "limit": lift.limit,
        "window": lift.window,
        "amount": lift.amount,
        "until": lift.until.isoformat(),
        "by": by,
    }
    private = {"person": person, "reason": lift.reason}
    ledger.append(tx, [Entry(EntryId(ids.new()), None, kind, now, public, private)])
