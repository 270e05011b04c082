"""How far was the mailbox read, and what waited there? One row of the switches, for every daemon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.store import Tx, housekeeping

_NAME = "mailbox"


@dataclass(frozen=True, slots=True)
class Position:
    """Where reading goes on.

    mailbox: which one, as a digest. validity, uid: of IMAP. waiting, oldest_at: what lay there unread at the
    end of the last round.
    """

    mailbox: str
    validity: int
    uid: int
    waiting: int
    oldest_at: datetime | None
    read_at: datetime


def position_of(tx: Tx) -> Position | None:
    """Return the position, or None before the first round."""
    kept = housekeeping.get_setting(tx, _NAME)
    if not kept:
        return None
    oldest = kept["oldest_at"]
    return Position(
        kept["mailbox"],
        kept["validity"],
        kept["uid"],
        kept["waiting"],
        datetime.fromisoformat(oldest) if oldest else None,
        datetime.fromisoformat(kept["read_at"]),
    )


def put_position(tx: Tx, position: Position, now: datetime) -> None:
    """Keep the position."""
    value = {
        "mailbox": position.mailbox,
        "validity": position.validity,
        "uid": position.uid,
        "waiting": position.waiting,
        "oldest_at": position.oldest_at.isoformat() if position.oldest_at else None,
        "read_at": position.read_at.isoformat(),
    }
    housekeeping.put_setting(tx, _NAME, value, now)
