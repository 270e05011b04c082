"""When are contact hours open, as a person would say it?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from compliance.holidays import WEEKDAYS
from compliance.limits import GROUPS_OF_DAYS
from compliance.plain_words import listed

DAYS = dict(
    zip(WEEKDAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True)
)


def hours_in_words(hours: Mapping[str, Any]) -> str:
    """Return the opening hours of a week and of holidays."""
    week = dict.fromkeys(WEEKDAYS, "never")
    for group, days in GROUPS_OF_DAYS.items():
        if group in hours:
            week.update(dict.fromkeys(days, _spans(hours[group])))
    runs = groupby(week.items(), key=lambda item: item[1])
    parts = [f"{_run([day for day, _ in days])} {spans}" for spans, days in runs]
    if "holidays" in hours:
        parts.append(f"on holidays ({hours['holidays']}) {_spans(hours['holiday'])}")
    return "; ".join(parts)


def _spans(spans: list[str]) -> str:
    if not spans:
        return "never"
    return listed([_span(*span.split("-")) for span in spans])


def _span(opens: str, closes: str) -> str:
    if (opens, closes) == ("00:00", "24:00"):
        return "all day"
    return f"after {opens} and before {closes}"


def _run(days: list[str]) -> str:
    if len(days) == len(WEEKDAYS):
        return "every day"
    if len(days) < 3:
        return listed(DAYS[day] for day in days)
    return f"{DAYS[days[0]]} to {DAYS[days[-1]]}"
