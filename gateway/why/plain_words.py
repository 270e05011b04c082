"""How do dates, times and identifiers read to a person? Months in words, the customer's clock, no codes."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

_MEDIA = {"sms": "text message", "voice": "call"}  # email and letter are words already
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def date_in_words(day: date) -> str:
    """Return a date as `1 November 2026`."""
    return str(format_date(day, "d MMMM yyyy", locale="en"))


def time_in_words(at: datetime, zone: str) -> str:
    """Return an instant by a clock as `1 November 2026 at 08:00`."""
    return str(format_datetime(at.astimezone(ZoneInfo(zone)), "d MMMM yyyy 'at' HH:mm", locale="en"))


def dates_in_words(text: str) -> str:
    """Return a sentence with its dates written out."""
    return _ISO_DATE.sub(_spoken, text)


def as_words(identifier: str) -> str:
    """Return an identifier as words."""
    return identifier.replace("-", " ").replace("_", " ")


def medium(channel: str) -> str:
    """Return a channel as people call it."""
    return _MEDIA.get(channel, channel)


def _spoken(found: re.Match[str]) -> str:
    try:
        return date_in_words(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]
