"""Which values may a key of an event hold? Each reader gives the JSON value to keep, or a DataError."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from gateway.domain.errors import DataError
from gateway.domain.money import Money

Reader = Callable[[str, Any], Any]
"""From a key and its value to the JSON value to keep; raises DataError naming the key."""

MAX_TEXT = 500  # ids and names of other systems
MAX_WORDS = 4_000  # what a customer or a collector writes in their own words
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")  # RFC 3339
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # what no database keeps as text


def text(key: str, value: Any) -> str:
    """Return a short text that is not empty."""
    return _text(key, value, MAX_TEXT)


def words(key: str, value: Any) -> str:
    """Return a longer text that is not empty."""
    return _text(key, value, MAX_WORDS)


def flag(key: str, value: Any) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise DataError(f"{key} must be true or false", field=key)
    return value


def one_of(allowed: Collection[str]) -> Reader:
    """Return a reader of one word out of a closed set."""

    def read(key: str, value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise DataError(f"{key} must be one of {', '.join(sorted(allowed))}", field=key)
        return value

    return read


def list_of(item: Reader) -> Reader:
    """Return a reader of a list with at least one item."""

    def read(key: str, value: Any) -> list[Any]:
        if not isinstance(value, list) or not value:
            raise DataError(f"{key} must be a list with at least one item", field=key)
        return [item(key, each) for each in value]

    return read


def weekdays(key: str, value: Any) -> list[str]:
    """Return days in the order of the week, so that the same days are always equal."""
    named = list_of(one_of(WEEKDAYS))(key, value)
    return [day for day in WEEKDAYS if day in named]


def day(key: str, value: Any) -> str:
    """Return a calendar date as ISO text."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        found = None
    if found is None:
        raise DataError(f"{key} must be a date such as 2027-03-01", field=key)
    return found.isoformat()


def instant_of(key: str, value: Any) -> datetime:
    """Return an aware UTC instant from RFC 3339 text with an offset."""
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise DataError(f"{key} must be an instant with an offset such as 2027-03-01T09:30:00-05:00", field=key)


def instant(key: str, value: Any) -> str:
    """Return an instant as ISO text in UTC."""
    return instant_of(key, value).isoformat()


def day_or_instant(key: str, value: Any) -> str:
    """Return a date or an instant as ISO text; a date means its whole day on the person's clocks."""
    return day(key, value) if isinstance(value, str) and len(value) == 10 else instant(key, value)


def time_of_day(key: str, value: Any) -> str:
    """Return a time such as 17:30."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise DataError(f"{key} must be a time such as 17:30", field=key)
    return value


def amount(key: str, value: Any) -> str:
    """Return a positive decimal amount as text; a JSON number must be whole, for others are not exact."""
    try:
        found = Decimal(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite() or found <= 0 or len(str(value)) > 20:
        raise DataError(f'{key} must be a positive decimal in quotes, such as "120.50"', field=key)
    return f"{found:f}"


def currency(key: str, value: Any) -> str:
    """Return an ISO 4217 code."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{3}", value):
        raise DataError(f"{key} must be a currency code such as USD", field=key)
    return value


def money_of(amount_text: str, currency_code: str) -> Money:
    """Return the money; raises DataError where the currency has no such small unit."""
    money = Money(Decimal(amount_text), currency_code)
    try:
        money.minor  # noqa: B018  the property is asked for its error
    except ValueError as error:
        raise DataError(f"amount: {error}", field="amount") from None
    return money


def _text(key: str, value: Any, longest: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"{key} must be a text that is not empty", field=key)
    if _NO_TEXT.search(value):
        raise DataError(f"{key} holds a null character or half a character", field=key)
    if len(value) > longest:
        raise DataError(f"{key} must not be longer than {longest} characters", field=key)
    return value.strip()
