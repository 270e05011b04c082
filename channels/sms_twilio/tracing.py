"""Which line of Twilio's list is a text that we sent? Twilio cannot be asked by our own id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from channels.message import DeliveryEvent, Listed, SentText
from channels.sms_twilio.news import SID, news_of
from channels.twilio_codes import Codes
from channels.twilio_lists import aware, lines_about
from gateway.domain.money import Money

_PRICE, _CURRENCY = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,6})?"), re.compile("[A-Z]{3}")


def traces(sent: SentText, listed: Iterable[Any], codes: Codes, *, within: timedelta) -> list[DeliveryEvent]:
    """Return what the list says of a text, oldest first: the same words to the same number at the same time.

    within: how long the request may have been under way.
    """
    words = _words(sent.text)
    found = (
        news_of(
            sent.attempt_id,
            sid=str(line.sid),
            status=str(line.status),
            error_code=str(line.error_code or ""),
            codes=codes,
        )
        for line in lines_about(sent, listed, within)
        if _words(line.body or "") == words
    )
    return [news for news in found if news is not None]


def listed(line: Any, codes: Codes) -> Listed | None:
    """Return one line of a list, whoever's it may be; None for what makes no sense."""
    if not isinstance(line.date_created, datetime) or not SID.fullmatch(str(line.sid)):
        return None
    return Listed(
        provider_reference=str(line.sid),
        created_at=aware(line.date_created),
        news=lambda attempt_id: news_of(
            attempt_id,
            sid=str(line.sid),
            status=str(line.status),
            error_code=str(line.error_code or ""),
            codes=codes,
        ),
        price=price_of(line.price, line.price_unit),
    )


def price_of(price: Any, unit: Any) -> Money | None:
    """Return what Twilio asks: it writes what is paid with a minus, and nothing before it knows."""
    text = str(price or "")
    if not _PRICE.fullmatch(text) or not _CURRENCY.fullmatch(str(unit or "").upper()):
        return None
    return Money(abs(Decimal(text)), str(unit).upper())


def _words(text: str) -> str:
    """Letters and digits alone: Twilio replaces quotes, dashes and spaces by ones that cost less. The link in
    the text, made for this attempt, is what tells it from others."""
    return re.sub(r"[^A-Za-z0-9]", "", text)
