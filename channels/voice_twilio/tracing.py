"""Which line of Twilio's list is a call that we placed? Twilio cannot be asked by our own id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.message import DeliveryEvent, SentText
from channels.voice_twilio.endings import Endings
from channels.voice_twilio.news import news_of

LISTED = 50  # the newest calls to one number
EARLIER, LATER = timedelta(seconds=5), timedelta(seconds=120)  # the two clocks, and a queue before the list


def traces(
    sent: SentText, listed: Iterable[Any], endings: Endings, *, within: timedelta
) -> list[DeliveryEvent]:
    """Return what the list says of a call, oldest first: to the same number at the same time.

    There is one call to a number at a time, so that this is enough. listed: calls from our number alone.
    within: how long the request may have been under way.
    """
    first, last = sent.sent_at - EARLIER, sent.sent_at + within + LATER
    ours = [
        line
        for line in listed
        if line.direction == "outbound-api"
        and line.to == sent.to
        and isinstance(line.date_created, datetime)
        and first <= _aware(line.date_created) <= last
    ]
    found = (
        news_of(
            sent.attempt_id,
            sid=str(line.sid),
            status=str(line.status),
            answered_by=str(line.answered_by or ""),
            endings=endings,
        )
        for line in sorted(ours, key=lambda line: _aware(line.date_created))
    )
    return [news for news in found if news is not None]


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
