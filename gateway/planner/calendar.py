"""Which calendar date has the customer? A day has come when it has begun on every one of their clocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

# The last place on earth where a day begins: for a customer of whom not even a country is known.
_LAST = ("Etc/GMT+12",)


class Calendar:
    """The dates that one instant has around the world; made anew for each planning pass."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._todays: dict[tuple[str, ...], date] = {}
        self._begins: dict[tuple[date, tuple[str, ...]], datetime] = {}

    def today(self, zones: tuple[str, ...]) -> date:
        """Return the earliest date that any of the zones has now: every zone has reached it."""
        if zones not in self._todays:
            self._todays[zones] = min(local_dates(self.now, zones))
        return self._todays[zones]

    def begins_at(self, day: date, zones: tuple[str, ...]) -> datetime:
        """Return the first instant at which every one of the zones has reached a day."""
        key = day, zones
        if key not in self._begins:
            self._begins[key] = begins_at(day, zones)
        return self._begins[key]


def local_dates(instant: datetime, zones: Sequence[str]) -> set[date]:
    """Return the dates that an instant has in the zones."""
    return {instant.astimezone(ZoneInfo(zone)).date() for zone in zones or _LAST}


def latest_date(instant: datetime, zones: Sequence[str]) -> date:
    """Return the latest date that an instant has in any of the zones: distances are counted from it."""
    return max(local_dates(instant, zones))


def begins_at(day: date, zones: Sequence[str]) -> datetime:
    """Return the first instant at which every one of the zones has reached a day.

    Midnight that the clocks jump over is the jump itself; midnight that comes twice is its first coming.
    """
    midnights = (datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC) for zone in zones or _LAST)
    return max(midnights)
