"""Can the system clock be believed? A switch that pauses planning and sending, and the time last believed."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from gateway.store import pacing
from gateway.store.housekeeping import delete_setting, get_setting, put_setting

_JUMP, _SEEN = "clock-jump", "clock-seen"


def jump(tx: sa.Connection) -> int | None:
    """Return the seconds of a jump that nobody has settled, or None."""
    value = get_setting(tx, _JUMP)
    return None if value is None else int(value["seconds"])


def report(tx: sa.Connection, by: timedelta, now: datetime) -> None:
    """Pause: the clock jumped."""
    put_setting(tx, _JUMP, {"seconds": round(by.total_seconds())}, now)


def settle(tx: sa.Connection, now: datetime) -> bool:
    """Go on: the clock is right as it is; returns whether there was a jump to settle.

    Turns and rests at providers are forgotten: by a clock that was ahead, they would last for as long.
    """
    see(tx, now)
    pacing.forget(tx)
    return delete_setting(tx, _JUMP)


def see(tx: sa.Connection, now: datetime) -> None:
    """Remember what a believed clock shows, for the next start."""
    put_setting(tx, _SEEN, {"at": now.isoformat()}, now)


def seen_at(tx: sa.Connection) -> datetime | None:
    """Return what the clock showed when it was believed last."""
    value = get_setting(tx, _SEEN)
    return None if value is None else datetime.fromisoformat(value["at"])
