"""When does a calendar day begin and end on a clock, and what stretches of it does a wall clock show?

Every sum here is made in UTC and read back on the wall, so a day of 23, 24 or 25 hours, a skipped or repeated
hour and a clock that changes at midnight come out right.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
_WIDEST_OFFSET = timedelta(hours=26)  # no zone is, or changes to, further from UTC within one day

Stretch = tuple[datetime, datetime]
"""From an instant (included) to an instant (excluded), both UTC."""


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Return the date that a clock shows at an instant."""
    return instant.astimezone(zone).date()


@lru_cache(maxsize=65536)
def day_start(zone: ZoneInfo, day: date) -> datetime:
    """Return the first instant (UTC) whose date is `day` or later on a clock: a date that the zone skipped
    begins when the next one does."""
    first = datetime.combine(day, time(), UTC)
    for begins, ends, offset in _steady(zone, first - _WIDEST_OFFSET, first + _WIDEST_OFFSET):
        midnight = first - offset
        if midnight < ends:
            return max(begins, midnight)
    raise ValueError(f"{zone.key} has no {day}")


def day_end(zone: ZoneInfo, day: date) -> datetime:
    """Return the first instant after a date on a clock."""
    return day_start(zone, day + DAY)


def stretches(zone: ZoneInfo, day: date, spans: Iterable[tuple[int, int]]) -> tuple[Stretch, ...]:
    """Return the instants of a date at which a wall clock reads within one of the spans.

    spans: seconds after midnight as the wall shows them, start included, end excluded, 86400 at most.
    """
    midnight = datetime.combine(day, time(), UTC)
    found: list[Stretch] = []
    for begins, ends, offset in _steady(zone, midnight - _WIDEST_OFFSET, midnight + DAY + _WIDEST_OFFSET):
        for opens, closes in spans:
            start = max(begins, midnight + timedelta(seconds=opens) - offset)
            end = min(ends, midnight + timedelta(seconds=closes) - offset)
            if start < end:
                found.append((start, end))
    return tuple(sorted(found))


def _steady(zone: ZoneInfo, start: datetime, end: datetime) -> list[tuple[datetime, datetime, timedelta]]:
    """Return the parts of a span (days, not months, long) during which a clock keeps one offset."""
    before, after = _offset(zone, start), _offset(zone, end)
    if before == after:
        return [(start, end, before)]
    change = _change(zone, start, end)
    return [(start, change, before), (change, end, after)]


def _change(zone: ZoneInfo, start: datetime, end: datetime) -> datetime:
    """Return the instant, to the second, at which a clock leaves the offset that it has at `start`."""
    before = _offset(zone, start)
    while end - start > SECOND:
        middle = start + timedelta(seconds=(end - start) // SECOND // 2)
        start, end = (middle, end) if _offset(zone, middle) == before else (start, middle)
    return end


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None  # an aware instant always has one
    return offset
