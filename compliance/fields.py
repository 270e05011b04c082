"""What does a JSON object of a question say? Read strictly: what is wrong is named by its path."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NoReturn, TypeVar

from compliance.regions import is_region
from gateway.domain.errors import DataError

_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)  # RFC 3339: the offset is never left out
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # beyond them clocks are guesses and calendars end
_Word = TypeVar("_Word", bound=StrEnum)
Reader = Callable[[Any], Any]
"""Returns what a value says. Raises Unread, which says what is wrong with it."""


class Unread(ValueError):
    """A value is not what its key asks for. `inner` is the place within it, such as `[2]`."""

    def __init__(self, problem: str, inner: str = "") -> None:
        super().__init__(problem)
        self.problem, self.inner = problem, inner


def wrong(path: str, problem: str) -> NoReturn:
    """Refuse a question, naming the field."""
    raise DataError(f"{path or 'the question'}: {problem}", field=path or None)


def text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise Unread("must be a text that is not empty")
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unread("must be true or false")
    return value


def whole_number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unread("must be a whole number")
    return value


@lru_cache(maxsize=64)
def one_of(words: tuple[str, ...]) -> Reader:
    """Return the reader of one word of a closed set."""
    known = {str(word): word for word in words}

    def read(value: Any) -> str:
        word = known.get(value) if isinstance(value, str) else None
        if word is None:
            text(value)
            raise Unread(f"must be one of {', '.join(words)}")
        return word

    return read


def list_of(read: Reader) -> Reader:
    """Return the reader of a list; a wrong item is named by its place."""

    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Unread("must be a list")
        found: list[Any] = []
        try:
            for item in value:
                found.append(read(item))
        except Unread as problem:
            raise Unread(problem.problem, f"[{len(found)}]{problem.inner}") from None
        return tuple(found)

    return read_all


def instant(value: Any) -> datetime:
    """Return an instant in UTC."""
    if _INSTANT.fullmatch(text(value)) is None:
        raise Unread("must be an RFC 3339 instant with offset, such as 2026-03-06T10:00:00-05:00")
    try:
        found = datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unread("is no instant of the calendar") from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Unread(f"must lie between the years {_FIRST_YEAR} and {_LAST_YEAR}")
    return found


def day(value: Any) -> date:
    if _DATE.fullmatch(text(value)) is None:
        raise Unread("must be a date such as 2026-03-06")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Unread("is no date of the calendar") from None


def day_or_instant(value: Any) -> date | datetime:
    """Return an end: an instant, or a date whose whole day counts."""
    return day(value) if _DATE.fullmatch(text(value)) else instant(value)


def time_of_day(value: Any) -> str:
    if _TIME.fullmatch(text(value)) is None:
        raise Unread("must be a time of day such as 17:30")
    return str(value)


def region(value: Any) -> str:
    if not is_region(text(value)):
        raise Unread("must be an ISO 3166-2 region such as US-MA")
    return str(value)


class Fields:
    """One object. Keys that are unknown are errors unless they start with `x_`; null is as good as absent."""

    __slots__ = ("_values", "path")

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

    def read(self, key: str, read: Reader, default: Any = None) -> Any:
        """Return what a key says, the default where it is absent."""
        value = self._values.get(key)
        if value is None:
            return default
        try:
            return read(value)
        except Unread as problem:
            wrong(f"{self.at(key)}{problem.inner}", problem.problem)

    def needed(self, key: str, read: Reader) -> Any:
        """Return what a key says that has to be there."""
        if self._values.get(key) is None:
            self.wrong(key, "is missing")
        return self.read(key, read)

    def text(self, key: str) -> str:
        return str(self.needed(key, text))

    def text_or_none(self, key: str) -> str | None:
        found: str | None = self.read(key, text)
        return found

    def word(self, key: str, words: type[_Word]) -> _Word:
        found: _Word = self.needed(key, _words(words))
        return found

    def word_or(self, key: str, words: type[_Word], default: _Word) -> _Word:
        found: _Word = self.read(key, _words(words), default)
        return found

    def one_of_or_none(self, key: str, words: tuple[str, ...]) -> str | None:
        found: str | None = self.read(key, one_of(words))
        return found

    def flag(self, key: str, *, default: bool = False) -> bool:
        return bool(self.read(key, flag, default))

    def instant(self, key: str) -> datetime:
        found: datetime = self.needed(key, instant)
        return found

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


@lru_cache(maxsize=16)
def _words(words: type[StrEnum]) -> Reader:
    return one_of(tuple(words))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
