"""How long does an earlier contact count against a cap? Each kind of window says when it stops counting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from compliance.holidays import HolidaySet, add_business_days
from compliance.local_days import DAY, day_start, local_date


class Window(Protocol):
    """A stretch of time within which contacts are counted together."""

    @property
    def longest(self) -> timedelta:
        """No contact counts for longer than this."""

    @property
    def words(self) -> str:
        """The window as a reader would say it after "in" or "per"."""

    def frees(self, zone: ZoneInfo, at: datetime) -> datetime:
        """Return the first instant at which a contact made at `at` no longer counts."""


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """So many consecutive dates; the date of the contact is day 1."""

    days: int

    @property
    def longest(self) -> timedelta:
        return DAY * (self.days + 2)

    @property
    def words(self) -> str:
        return f"{self.days} consecutive days" if self.days > 1 else "one day"

    def frees(self, zone: ZoneInfo, at: datetime) -> datetime:
        return day_start(zone, local_date(at, zone) + DAY * self.days)


@dataclass(frozen=True, slots=True)
class Rolling:
    """So many hours from the instant of the contact."""

    hours: int

    @property
    def longest(self) -> timedelta:
        return timedelta(hours=self.hours)

    @property
    def words(self) -> str:
        return f"{self.hours // 24} times 24 hours" if self.hours % 24 == 0 else f"{self.hours} hours"

    def frees(self, zone: ZoneInfo, at: datetime) -> datetime:
        return at + self.longest


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """So many business days; the date of the contact is day 1."""

    days: int
    holidays: HolidaySet | None = None

    @property
    def longest(self) -> timedelta:
        return DAY * (self.days * 2 + 14)

    @property
    def words(self) -> str:
        return f"{self.days} business days"

    def frees(self, zone: ZoneInfo, at: datetime) -> datetime:
        return day_start(zone, add_business_days(local_date(at, zone), self.days, self.holidays))


@dataclass(frozen=True, slots=True)
class CalendarPeriod:
    """A calendar week, month or year."""

    unit: str  # week | month | year
    week_starts: int = 6  # as date.weekday(): Sunday, the first day of a week in American usage

    @property
    def longest(self) -> timedelta:
        return {"week": DAY * 9, "month": DAY * 33, "year": DAY * 368}[self.unit]

    @property
    def words(self) -> str:
        return f"one calendar {self.unit}"

    def frees(self, zone: ZoneInfo, at: datetime) -> datetime:
        return day_start(zone, self._next(local_date(at, zone)))

    def _next(self, day: date) -> date:
        if self.unit == "week":
            return day + DAY * (7 - (day.weekday() - self.week_starts) % 7)
        if self.unit == "month":
            return date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return date(day.year + 1, 1, 1)
