"""Which events does a request, or news about an attorney, a bankruptcy or a death, become? The safe ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from gateway.events import NewEvent
from gateway.responses.choices import HOLD_FOR, Answerer

HOLD_FOR_HARDSHIP = timedelta(days=30)


class Asked(StrEnum):
    """What a customer may ask to be shown."""

    VERIFICATION = "verification"
    CREDITOR = "creditor"


class Chapter(StrEnum):
    """A bankruptcy's chapter of title 11 of the United States Code."""

    SEVEN = "7"
    ELEVEN = "11"
    TWELVE = "12"
    THIRTEEN = "13"
    UNKNOWN = "unknown"


class Hardship(StrEnum):
    """What makes it hard to pay now."""

    ILLNESS = "illness"
    INCOME = "income"
    MILITARY = "military"  # active duty: other rights, such as a cap on interest (50 USC 3937)
    DISASTER = "disaster"
    OTHER = "other"


Details = Mapping[str, str]
"""What a customer filled in, by the event's own keys; what they left empty is not there."""


def verification(who: Answerer, words: str, now: datetime) -> list[NewEvent]:
    """Return a request for verification: a written dispute, which is what stops collection until it is met
    (15 USC 1692g(b); 12 CFR 1006.38(d)(2))."""
    body = {"written": True, "scope": "whole", "reason": "verification", **_given({"words": words})}
    return [NewEvent("dispute", now, who.customer_id, body=body)]


def original_creditor(who: Answerer, words: str, today: date, now: datetime) -> list[NewEvent]:
    """Return a request for the original creditor's name and address (12 CFR 1006.38(c)), and a hold, which
    gives a person time to answer also where the law would not wait."""
    asked = NewEvent("original_creditor_request", now, who.customer_id, body={"written": True})
    until = (today + HOLD_FOR).isoformat()
    hold = {"reason": "original-creditor", "until": until, **_given({"words": words})}
    return [asked, NewEvent("hold", now, who.customer_id, body=hold)]


def attorney(who: Answerer, details: Details, now: datetime) -> list[NewEvent]:
    """Return that an attorney speaks for the customer; known, or easily found out (12 CFR 1006.6(b)(2))."""
    body = {"contact_known": True, **_given(details)}
    return [NewEvent("attorney_represents", now, who.customer_id, body=body)]


def bankruptcy(who: Answerer, details: Details, now: datetime) -> list[NewEvent]:
    """Return a bankruptcy, told with as much as the customer knows."""
    return [NewEvent("bankruptcy", now, who.customer_id, body=_given(details))]


def deceased(who: Answerer, details: Details, now: datetime) -> list[NewEvent]:
    """Return that the customer has died, and who looks after the estate."""
    return [NewEvent("deceased", now, who.customer_id, body=_given(details))]


def hardship(who: Answerer, kind: Hardship, words: str, today: date, now: datetime) -> list[NewEvent]:
    """Return the hold that gives somebody peace until a person has read what they need."""
    until = (today + HOLD_FOR_HARDSHIP).isoformat()
    body = {"reason": kind.value, "until": until, **_given({"words": words})}
    return [NewEvent("hold", now, who.customer_id, body=body)]


def identity_theft(who: Answerer, words: str, now: datetime) -> list[NewEvent]:
    """Return a written dispute: somebody else made this debt in the customer's name."""
    body = {"written": True, "scope": "whole", "reason": "identity-theft", **_given({"words": words})}
    return [NewEvent("dispute", now, who.customer_id, body=body)]


def question(who: Answerer, words: str, now: datetime) -> list[NewEvent]:
    """Return something that the customer wrote to us, for a person to answer."""
    return [NewEvent("portal", now, who.customer_id, body={"direction": "inbound", "words": words})]


def _given(details: Details) -> dict[str, Any]:
    return {key: value for key, value in details.items() if value}
