"""Which line of Twilio's list is a call that we placed? Twilio cannot be asked by our own id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from channels.message import DeliveryEvent, SentText
from channels.twilio_lists import lines_about
from channels.voice_twilio.endings import Endings
from channels.voice_twilio.news import news_of


def traces(
    sent: SentText, listed: Iterable[Any], endings: Endings, *, within: timedelta
) -> list[DeliveryEvent]:
    """Return what the list says of a call, oldest first: to the same number at the same time.

    There is one call to a number at a time, so that this is enough. listed: calls from our number alone.
    within: how long the request may have been under way.
    """
    found = (
        news_of(
            sent.attempt_id,
            sid=str(line.sid),
            status=str(line.status),
            answered_by=str(line.answered_by or ""),
            endings=endings,
        )
        for line in lines_about(sent, listed, within)
    )
    return [news for news in found if news is not None]
