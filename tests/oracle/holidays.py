"""Which days does a law call holidays? Read again from the notation of holidays.toml, day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@lru_cache(maxsize=200_000)
def is_holiday(day: date, written: tuple[str, ...]) -> bool:
    """Return whether one of the written forms means this day."""
    return any(_means(form, day) for form in written)


def easter(year: int) -> date:
    """Return Easter Sunday by Gauss's rule."""
    a, b, c = year % 19, year % 4, year % 7
    century = year // 100
    p = (13 + 8 * century) // 25
    m, n = (15 - p + century - century // 4) % 30, (4 + century - century // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    late = (d == 29 and e == 6) or (d == 28 and e == 6 and (11 * m + 11) % 30 < 19)
    return date(year, 3, 22) + timedelta(d + e - (7 if late else 0))


def _means(form: str, day: date) -> bool:
    words = form.split()
    if form.startswith("easter"):
        return day == easter(day.year) + timedelta(int(form.removeprefix("easter")))
    if words[0] == "last":
        return _same(day, words[1], words[2]) and (day + timedelta(7)).month != day.month
    if words[1:2] == ["before"]:
        limit = date.fromisoformat(f"{day.year}-{words[2]}")
        return WEEKDAYS[day.weekday()] == words[0] and timedelta(0) < limit - day <= timedelta(7)
    if words[0].isdigit():
        return _same(day, words[1], words[2]) and (day.day - 1) // 7 + 1 == int(words[0])
    if len(words[0]) == len("2026-05-04"):
        return day.isoformat() == words[0]
    return any(_moved(date.fromisoformat(f"{year}-{words[0]}"), words[1:]) == day for year in _near(day))


def _near(day: date) -> Iterable[int]:
    return (day.year - 1, day.year)


def _same(day: date, weekday: str, month: str) -> bool:
    return WEEKDAYS[day.weekday()] == weekday and day.month == int(month)


def _moved(day: date, moves: list[str]) -> date:
    for weekday, by in zip(moves[::2], moves[1::2], strict=True):
        if WEEKDAYS[day.weekday()] == weekday:
            return day + timedelta(int(by))
    return day


def days_later(day: date, count: int, skipped: Callable[[date], bool]) -> date:
    """Return the date that lies so many days after a day, those that are skipped not counted."""
    while count:
        day += timedelta(1)
        if not skipped(day):
            count -= 1
    return day
