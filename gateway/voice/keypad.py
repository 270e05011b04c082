"""What do keys on a telephone mean? A day, or a fact spelled by the keys that its letters stand on."""

from __future__ import annotations

import re
from datetime import date, timedelta

from gateway.responses.identity import normalised

_KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")


def spelled(text: str) -> str:
    """Return the keys that a text is keyed in with; "" where one of its characters stands on no key."""
    keys = normalised(text).translate(_KEYS)
    return keys if re.fullmatch(r"[0-9]+", keys) else ""


def day_of(keys: str, today: date) -> date | None:
    """Return the day that somebody keyed in: one or two digits are days from today, four are month and day.

    A month and day that is over this year means the next one. None for whatever is no day.
    """
    if re.fullmatch(r"[0-9]{1,2}", keys):
        return today + timedelta(days=int(keys))
    if not re.fullmatch(r"[0-9]{4}", keys):
        return None
    for year in (today.year, today.year + 1):
        try:
            day = date(year, int(keys[:2]), int(keys[2:]))
        except ValueError:  # 29 February may come next year
            continue
        if day >= today:
            return day
    return None
