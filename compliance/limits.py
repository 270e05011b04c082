"""What does a table of a pack say? Read strictly: what is wrong or missing is named by file and key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any, NoReturn

from compliance.holidays import WEEKDAYS, HolidaySet
from compliance.hours import OpenHours, Spans
from compliance.windows import BusinessDays, CalendarDays, CalendarPeriod, Rolling, Window
from gateway.domain.places import Place, Places

_MOST = 100_000  # more days or contacts than any law counts are a slip of the keyboard
_SPAN = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
GROUPS_OF_DAYS = {
    "every_day": WEEKDAYS,
    "weekdays": WEEKDAYS[:5],
    "weekends": WEEKDAYS[5:],
    **{day: (day,) for day in WEEKDAYS},
}
"""The keys of opening hours; a later and narrower one wins."""


class Limits:
    """One table, read key by key. Call `done` at the end: what was not asked for is an error.

    name: what an error calls the table, such as `rule "hours"`. source: the citation of the rule whose table
    this is.
    """

    def __init__(
        self,
        table: Mapping[str, Any],
        places: Places,
        sets: Mapping[str, HolidaySet],
        at: Place = (),
        *,
        name: str = "",
        source: str = "",
    ) -> None:
        self.source = source
        self.values = table
        self._places, self._sets, self._at, self._name = places, sets, at, name
        self._read: set[str] = set()

    def wrong(self, key: str, problem: str) -> NoReturn:
        """Raise ConfigError that names the file, the line and the key."""
        named = f"{self._name}: {key}" if self._name else key
        raise self._places.error((*self._at, key), f"{named}: {problem}")

    def done(self) -> None:
        for key in self.values:
            if key not in self._read:
                known = ", ".join(sorted(self._read)) or "none"
                self.wrong(key, f"unknown key; delete it or correct it: known here are {known}")

    def has(self, key: str) -> bool:
        self._read.add(key)
        return key in self.values

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, default)
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, "must be a text that is not empty")
        return value

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            self.wrong(key, f'"{value}" is not one of {", ".join(allowed)}')
        return value

    def some_words(self, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """Return at least one of the allowed words."""
        return self.words(key, allowed) or self.wrong(key, f"is empty; name some of {', '.join(allowed)}")

    def words(
        self, key: str, allowed: tuple[str, ...] | None = None, default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        value = self._get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
            self.wrong(key, "must be a list of texts")
        for word in value:
            if allowed is not None and word not in allowed:
                self.wrong(key, f'"{word}" is not one of {", ".join(allowed)}')
        if len(set(value)) < len(value):
            self.wrong(key, "names something twice")
        return tuple(value)

    def count(self, key: str, default: int | None = None, minimum: int = 1) -> int:
        value = self._get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not minimum <= value <= _MOST:
            self.wrong(key, f"must be a whole number of at least {minimum}, at most {_MOST}")
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        value = self._get(key, default)
        if not isinstance(value, bool):
            self.wrong(key, "must be true or false")
        return value

    def day(self, key: str) -> date | None:
        value = self._get(key, "")
        if value == "":
            return None
        if type(value) is not date:
            self.wrong(key, "must be a date such as 2026-11-22, without quotation marks")
        return value

    def tables(self, key: str) -> tuple[Limits, ...]:
        value = self._get(key, ())
        if not isinstance(value, list | tuple) or not all(isinstance(item, dict) for item in value):
            self.wrong(key, f"must be tables headed [[{key}]]")
        return tuple(self._inner(item, (key, index)) for index, item in enumerate(value))

    def table(self, key: str, source: str = "") -> Limits:
        value = self._get(key, {})
        if not isinstance(value, dict):
            self.wrong(key, "must be a table")
        return self._inner(value, (key,), source)

    def called(self, name: str) -> Limits:
        """Return the same table, unread, under a name of its own."""
        return Limits(self.values, self._places, self._sets, self._at, name=name, source=self.source)

    def _inner(self, table: Mapping[str, Any], way: Place, source: str = "") -> Limits:
        name = ": ".join([*([self._name] if self._name else []), str(way[0])])
        return Limits(table, self._places, self._sets, (*self._at, *way), name=name, source=source)

    def holiday_set(self, key: str) -> HolidaySet | None:
        if not self.has(key):
            return None
        name = self.text(key)
        if name not in self._sets:
            self.wrong(key, f'no holiday set "{name}"; there are {", ".join(sorted(self._sets)) or "none"}')
        return self._sets[name]

    def open_hours(self, key: str) -> OpenHours:
        """Read `{ weekdays = ["08:00-21:00"], sun = [], holiday = [], holidays = "set" }`: what is not named
        is closed, a later and narrower name wins."""
        table = self.table(key)
        week: dict[str, Spans] = dict.fromkeys(WEEKDAYS, ())
        for group, days in GROUPS_OF_DAYS.items():
            if table.has(group):
                week.update(dict.fromkeys(days, table.spans(group)))
        holidays = table.holiday_set("holidays")
        on_holidays = table.spans("holiday") if table.has("holiday") else ()
        if table.has("holiday") != (holidays is not None):
            self.wrong(key, "`holiday` and `holidays` (the set) go together")
        table.done()
        if not any(week.values()):
            self.wrong(key, "no hour of the week is open, so nobody could ever be contacted")
        return OpenHours([week[day] for day in WEEKDAYS], holidays, on_holidays)

    def spans(self, key: str) -> Spans:
        """Read `["08:00-12:00", "13:00-21:00"]`: open at both ends, as in "after 8 and before 9"."""
        found = []
        for text in self.words(key):
            match = _SPAN.fullmatch(text)
            if match is None:
                self.wrong(key, f'"{text}" is not of the form 08:00-21:00')
            hours = [int(part) for part in match.groups()]
            opens, closes = hours[0] * 3600 + hours[1] * 60, hours[2] * 3600 + hours[3] * 60
            if not opens < closes <= 86400:
                self.wrong(key, f'"{text}" is reversed or impossible: it must open before it closes')
            found.append((opens + 1 if opens else 0, closes))  # the day's own start is no opening time
        if any(later[0] <= earlier[1] for earlier, later in pairwise(found)):
            self.wrong(key, "the spans overlap or are out of order")
        return tuple(found)

    def window(self) -> Window:
        """Read exactly one of `days`, `rolling_hours`, `business_days` (with `holidays`), `calendar`."""
        kinds = [key for key in ("days", "rolling_hours", "business_days", "calendar") if self.has(key)]
        if len(kinds) != 1:
            self.wrong("days", "give exactly one of days, rolling_hours, business_days, calendar")
        if kinds == ["days"]:
            return CalendarDays(self.count("days"))
        if kinds == ["rolling_hours"]:
            return Rolling(self.count("rolling_hours"))
        if kinds == ["business_days"]:
            return BusinessDays(self.count("business_days"), self.holiday_set("holidays"))
        unit = self.one_of("calendar", ("week", "month", "year"))
        return CalendarPeriod(unit, WEEKDAYS.index(self.one_of("week_starts", WEEKDAYS, "sun")))

    def _get(self, key: str, default: Any) -> Any:
        self._read.add(key)
        if key in self.values:
            return self.values[key]
        if default is None:
            self.wrong(key, "is missing")
        return default
