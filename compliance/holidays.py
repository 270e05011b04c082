"""Is a date a holiday in somebody's law? A set is data; this reads the few forms in which laws name days.

01-01            that date                     3 mon 01       third Monday of January
last mon 05      last Monday of May            mon before 05-25
easter-2         days before or after Easter   2026-05-04     that day of that year only
07-01 sun +1     moved by so many days when it falls on that weekday (several may follow)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "(mon|tue|wed|thu|fri|sat|sun)"
_MOVES = re.compile(rf" {_DAY} \+(\d)")


@dataclass(frozen=True, slots=True)
class HolidaySet:
    """The days that one law calls holidays."""

    id: str
    source: str
    days: tuple[str, ...]
    _years: dict[int, frozenset[date]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Raise ValueError if a day cannot be read."""
        self.of_year(2024)

    def __contains__(self, day: date) -> bool:
        return day in self.of_year(day.year)

    def of_year(self, year: int) -> frozenset[date]:
        """Return the holidays of a year."""
        if year not in self._years:
            named = (_read_day(text, year) for text in self.days)
            self._years[year] = frozenset(day for day in named if day is not None)
        return self._years[year]


def add_business_days(day: date, count: int, holidays: HolidaySet | None) -> date:
    """Return the date `count` days later, leaving out Saturdays, Sundays and holidays."""
    while count:
        day += timedelta(days=1)
        count -= _is_business_day(day, holidays)
    return day


def _is_business_day(day: date, holidays: HolidaySet | None) -> bool:
    return day.weekday() < 5 and (holidays is None or day not in holidays)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm printed in Nature, 1876)."""
    century, golden = year // 100, year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _read_day(text: str, year: int) -> date | None:
    for pattern, read in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            return read(year, *match.groups(default=""))
    raise ValueError(f'cannot read the holiday "{text}"')


def _fixed(year: int, month: str, day: str, moves: str) -> date:
    named = date(year, int(month), int(day))
    by = dict(_MOVES.findall(moves)).get(WEEKDAYS[named.weekday()], "0")
    return named + timedelta(days=int(by))


def _once(year: int, that_year: str, month: str, day: str) -> date | None:
    return date(year, int(month), int(day)) if int(that_year) == year else None


def _nth(year: int, nth: str, weekday: str, month: str) -> date:
    first = date(year, int(month), 1)
    return _on_or_after(first, weekday) + timedelta(weeks=int(nth) - 1)


def _last(year: int, weekday: str, month: str) -> date:
    next_month = date(year + int(month) // 12, int(month) % 12 + 1, 1)
    return _on_or_after(next_month - timedelta(weeks=1), weekday)


def _before(year: int, weekday: str, month: str, day: str) -> date:
    return _on_or_after(date(year, int(month), int(day)) - timedelta(weeks=1), weekday)


def _from_easter(year: int, days: str) -> date:
    return easter(year) + timedelta(days=int(days))


def _on_or_after(day: date, weekday: str) -> date:
    return day + timedelta(days=(WEEKDAYS.index(weekday) - day.weekday()) % 7)


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., date | None]], ...] = (
    (re.compile(rf"(\d\d)-(\d\d)((?: {_DAY} \+\d)*)".replace(_DAY, f"(?:{_DAY[1:-1]})")), _fixed),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), _once),
    (re.compile(rf"([1-4]) {_DAY} (\d\d)"), _nth),
    (re.compile(rf"last {_DAY} (\d\d)"), _last),
    (re.compile(rf"{_DAY} before (\d\d)-(\d\d)"), _before),
    (re.compile(r"easter([+-]\d+)"), _from_easter),
)
