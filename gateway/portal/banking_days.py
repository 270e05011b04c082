"""On which days do banks book payments? Not at weekends, nor on the country's public holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

_SATURDAY = 5
_LONGEST_BREAK = 14  # days; no country's banks rest longer


def is_banking_day(day: date, country: str) -> bool:
    """Return whether banks of a country (ISO 3166-1 alpha-2) book on that day."""
    return day.weekday() < _SATURDAY and day not in _holidays(country, day.year)


def next_banking_day(day: date, country: str) -> date:
    """Return the first day after this one on which banks book."""
    coming = (day + timedelta(days=count) for count in range(1, _LONGEST_BREAK))
    return next((each for each in coming if is_banking_day(each, country)), day + timedelta(days=1))


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> frozenset[date]:
    """Of a country that nobody knows, none: then only weekends are."""
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()
