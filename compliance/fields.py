"""What does a JSON object of a question say? Read strictly: what is wrong is named by its path."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from compliance.regions import is_region
from gateway.domain.errors import DataError

_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)"
)  # RFC 3339: the offset is never left out
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # beyond them clocks are guesses and calendars end
_Word = TypeVar("_Word", bound=StrEnum)


def wrong(path: str, problem: str) -> NoReturn:
    """Refuse a question, naming the field."""
    raise DataError(f"{path or 'the question'}: {problem}", field=path or None)


class Fields:
    """One object. Keys that are unknown are errors unless they start with `x_`."""

    def __init__(self, value: Any, path: str, known: Collection[str]) -> None:
        if not isinstance(value, dict):
            wrong(path, "must be a JSON object")
        for key in value:
            if key not in known and not key.startswith("x_"):
                wrong(_join(path, key), "unknown key; keys of your own start with x_")
        self._values: Mapping[str, Any] = value
        self.path = path

    def at(self, key: str) -> str:
        """Return the path of a key."""
        return _join(self.path, key)

    def has(self, key: str) -> bool:
        return self._values.get(key) is not None

    def wrong(self, key: str, problem: str) -> NoReturn:
        wrong(self.at(key), problem)

    def value(self, key: str) -> Any:
        return self._values.get(key)

    def text(self, key: str) -> str:
        value = self._values.get(key)
        if value is None:
            self.wrong(key, "is missing")
        if not isinstance(value, str) or not value:
            self.wrong(key, "must be a text that is not empty")
        return value

    def text_or_none(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def word(self, key: str, words: type[_Word]) -> _Word:
        return words(self.one_of(key, tuple(words)))

    def one_of(self, key: str, words: Collection[str]) -> str:
        text = self.text(key)
        if text not in words:
            self.wrong(key, f"must be one of {', '.join(words)}")
        return text

    def one_of_or_none(self, key: str, words: Collection[str]) -> str | None:
        return self.one_of(key, words) if self.has(key) else None

    def texts(self, key: str, words: Collection[str] | None = None) -> tuple[str, ...]:
        value = self._values.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self.wrong(key, "must be a list of texts")
        for index, item in enumerate(value):
            if words is not None and item not in words:
                wrong(f"{self.at(key)}[{index}]", f"must be one of {', '.join(words)}")
        return tuple(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self._values.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, "must be true or false")
        return value

    def whole_number_or_none(self, key: str) -> int | None:
        value = self._values.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            self.wrong(key, "must be a whole number")
        return value

    def instant(self, key: str) -> datetime:
        """Return an instant in UTC."""
        text = self.text(key)
        if _INSTANT.fullmatch(text) is None:
            self.wrong(key, "must be an RFC 3339 instant with offset, such as 2026-03-06T10:00:00-05:00")
        try:
            instant = datetime.fromisoformat(text.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            self.wrong(key, "is no instant of the calendar")
        if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
            self.wrong(key, f"must lie between the years {_FIRST_YEAR} and {_LAST_YEAR}")
        return instant

    def instant_or_none(self, key: str) -> datetime | None:
        return self.instant(key) if self.has(key) else None

    def day(self, key: str) -> date:
        text = self.text(key)
        if _DATE.fullmatch(text) is None:
            self.wrong(key, "must be a date such as 2026-03-06")
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong(key, "is no date of the calendar")

    def day_or_none(self, key: str) -> date | None:
        return self.day(key) if self.has(key) else None

    def end(self, key: str) -> tuple[datetime | None, date | None]:
        """Return an end given as an instant, or as a date whose whole day counts."""
        if not self.has(key):
            return None, None
        if _DATE.fullmatch(self.text(key)):
            return None, self.day(key)
        return self.instant(key), None

    def time_or_none(self, key: str) -> str | None:
        text = self.text_or_none(key)
        if text is not None and _TIME.fullmatch(text) is None:
            self.wrong(key, "must be a time of day such as 17:30")
        return text

    def region_or_none(self, key: str) -> str | None:
        region = self.text_or_none(key)
        if region is not None and not is_region(region):
            self.wrong(key, "must be an ISO 3166-2 region such as US-MA")
        return region

    def inner(self, key: str, known: Collection[str]) -> Fields:
        if not self.has(key):
            self.wrong(key, "is missing")
        return Fields(self._values[key], self.at(key), known)

    def objects(self, key: str, known: Collection[str]) -> Iterator[Fields]:
        value = self._values.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(key, "must be a list")
        for index, item in enumerate(value):
            yield Fields(item, f"{self.at(key)}[{index}]", known)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
