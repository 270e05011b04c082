"""What does a JSON object of a question say? Read strictly: what is wrong is named by its path."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from compliance.regions import is_region

_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)  # RFC 3339: the offset is never left out
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # beyond them clocks are guesses and calendars end
Reader = Callable[[Any], Any]
"""Returns what a value says. Raises Unread, which says what is wrong with it."""


class Unread(ValueError):
    """A value is not what its key asks for. `inner` is the place within it, such as `[2]`."""

    def __init__(self, problem: str, inner: str = "") -> None:
        super().__init__(problem)
        self.problem, self.inner = problem, inner


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


def object_of(readers: Mapping[str, Reader], needed: tuple[str, ...] = (), name: str = "") -> Reader:
    """Return the reader of an object: what each of its keys says. Unknown keys are errors unless they start
    with `x_`; null is as good as absent. `name` says in an error whose keys are known."""
    unknown = f"is no key of {name}" if name else "unknown key"

    def read_all(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Unread("must be a JSON object")
        said: dict[str, Any] = {}
        key = ""
        try:
            for key, told in value.items():
                read = readers.get(key)
                if read is not None:
                    if told is not None:
                        said[key] = read(told)
                elif not key.startswith("x_"):
                    raise Unread(f"{unknown}; keys of your own start with x_")
        except Unread as problem:
            raise Unread(problem.problem, f".{key}{problem.inner}") from None
        for key in needed:
            if key not in said:
                raise Unread("is missing", f".{key}")
        return said

    return read_all
