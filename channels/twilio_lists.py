"""Which lines of Twilio's lists may be about one attempt? Twilio cannot be asked by our own id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.message import SentText

LISTED = 50  # the newest to one number
EARLIER, LATER = timedelta(seconds=5), timedelta(seconds=120)  # the two clocks, and a queue before the list


def lines_about(sent: SentText, listed: Iterable[Any], within: timedelta) -> list[Any]:
    """Return the lines to the same number at the same time, oldest first.

    within: how long the request may have been under way.
    """
    first, last = sent.sent_at - EARLIER, sent.sent_at + within + LATER
    found = [
        line
        for line in listed
        if line.direction == "outbound-api"
        and line.to == sent.to
        and isinstance(line.date_created, datetime)
        and first <= aware(line.date_created) <= last
    ]
    return sorted(found, key=lambda line: aware(line.date_created))


def aware(at: datetime) -> datetime:
    """Return an instant of a list, which is UTC where it does not say."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
