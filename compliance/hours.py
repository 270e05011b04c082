"""At which hours of the week may somebody be contacted, by every clock that the person may live by?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from compliance.holidays import HolidaySet
from compliance.local_days import DAY, Stretch, local_date, stretches

Spans = tuple[tuple[int, int], ...]
"""Seconds after midnight, start included, end excluded."""

_LOOK_AHEAD = 400  # days: longer than any run of closed days that a year can hold
_CACHED_DAYS = 50_000  # about 10 MB


class OpenHours:
    """Open spans for each weekday, and others for holidays."""

    __slots__ = ("_days", "_holiday_spans", "_holidays", "_latest", "_week")

    def __init__(
        self, week: Sequence[Spans], holidays: HolidaySet | None = None, on_holidays: Spans = ()
    ) -> None:
        self._week = tuple(week)
        self._holidays = holidays
        self._holiday_spans = on_holidays
        self._days: dict[tuple[ZoneInfo, date], tuple[Stretch, ...]] = {}
        self._latest: dict[ZoneInfo, Stretch] = {}

    def closes(self, zones: Sequence[ZoneInfo], at: datetime) -> datetime | None:
        """Return the instant at which the first clock closes; None if one is closed already."""
        closing = None
        for zone in zones:
            latest = self._latest.get(zone)  # where one question falls, the next mostly does
            if latest is not None and latest[0] <= at < latest[1]:
                end = latest[1]
            elif (found := self._open_until(zone, at)) is not None:
                end = found
            else:
                return None
            if closing is None or end < closing:
                closing = end
        return closing

    def opens(self, zones: Sequence[ZoneInfo], at: datetime) -> datetime | None:
        """Return the first instant, `at` or later, at which every clock is open; None if there is none."""
        limit = at + timedelta(days=_LOOK_AHEAD)
        while at < limit:
            closed = [zone for zone in zones if self._open_until(zone, at) is None]
            if not closed:
                return at
            openings = [self._next_opening(zone, at) for zone in closed]
            if None in openings:
                return None
            at = max(opening for opening in openings if opening is not None)
        return None

    def _open_until(self, zone: ZoneInfo, at: datetime) -> datetime | None:
        for stretch in self._stretches(zone, local_date(at, zone)):
            if stretch[0] <= at < stretch[1]:
                self._latest[zone] = stretch
                return stretch[1]
        return None

    def _next_opening(self, zone: ZoneInfo, at: datetime) -> datetime | None:
        today = local_date(at, zone)
        for days in range(_LOOK_AHEAD):
            for start, _ in self._stretches(zone, today + DAY * days):
                if start > at:
                    return start
        return None

    def _stretches(self, zone: ZoneInfo, day: date) -> tuple[Stretch, ...]:
        key = (zone, day)
        found = self._days.get(key)
        if found is None:
            if len(self._days) >= _CACHED_DAYS:
                self._days.clear()
            is_holiday = self._holidays is not None and day in self._holidays
            spans = self._holiday_spans if is_holiday else self._week[day.weekday()]
            found = self._days[key] = stretches(zone, day, spans)
        return found
