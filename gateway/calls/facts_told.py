"""Which events does a call's outcome form become, and what cannot have come up in such a call?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from gateway.calls.outcomes import CALLBACK_WITHIN, PROMISE_WITHIN, CallOutcome, Ending
from gateway.calls.reading import CallPage
from gateway.dispatcher.recording import refusal
from gateway.domain.errors import DataError
from gateway.domain.ids import AccountId
from gateway.domain.money import Money
from gateway.domain.words import Channel
from gateway.events import NewEvent

MAX_NOTE = 2_000


def refuse_what_cannot_be(ending: Ending, page: CallPage, now: datetime) -> None:
    """Raise DataError for a fact that such a call cannot have brought, naming the field."""
    meaning = ending.meaning
    if not meaning.spoke and ending.facts_told:
        raise DataError("nobody was on the line who could have told this", field=ending.facts_told[0])
    if not meaning.right_party and ending.right_party_facts:
        raise DataError(
            "only the customer can say this; choose that outcome", field=ending.right_party_facts[0]
        )
    if ending.outcome is CallOutcome.LEFT_MESSAGE and page.voicemail is None:
        raise DataError("no message may be left in this call; the page says why", field="outcome")
    if ending.promise_amount is not None and ending.promise_on is None:
        raise DataError("a promise needs the day on which it will be paid", field="promise_on")
    if ending.promise_on is not None:
        if not page.today <= ending.promise_on <= page.today + PROMISE_WITHIN:
            days = PROMISE_WITHIN.days
            raise DataError(f"a promise is for today or one of the next {days} days", field="promise_on")
        _promised(ending, page)
    if ending.callback_at is not None and not now < ending.callback_at <= now + CALLBACK_WITHIN:
        raise DataError(f"a call back is within the next {CALLBACK_WITHIN.days} days", field="callback_at")
    if len(ending.note) > MAX_NOTE or "\0" in ending.note:
        raise DataError(f"a note has at most {MAX_NOTE} characters", field="note")


def events_of(ending: Ending, page: CallPage, now: datetime) -> list[NewEvent]:
    """Return the events that a call brought, each with a key that makes it happen once."""
    return [
        NewEvent(
            type=type_,
            at=now,
            customer_id=page.call.customer_id,
            account_id=_account(page) if type_ in ("promise_to_pay", "dispute") else None,
            contact_point_id=page.call.contact_point_id if type_ in ("wrong_party", "consent") else None,
            body=body,
            dedupe_key=f"call:{page.call.attempt_id}:{type_}",
        )
        for type_, body in _told(ending, page)
    ]


def _told(ending: Ending, page: CallPage) -> Iterator[tuple[str, dict[str, Any]]]:
    words = {"words": ending.note} if ending.note else {}
    if ending.outcome is CallOutcome.WRONG_NUMBER:
        yield "wrong_party", words
    if ending.promise_on is not None:
        money = _promised(ending, page)
        body = {"due_on": ending.promise_on.isoformat(), "amount": str(money.amount)}
        yield "promise_to_pay", {**body, "currency": money.currency}
    if ending.disputes:
        yield "dispute", {"written": False, "scope": "whole", **words}
    if ending.stop_calls:
        yield "opt_out", refusal(Channel.VOICE)
    if ending.not_between is not None:
        yield "inconvenient", {"from": ending.not_between[0], "to": ending.not_between[1]}
    if ending.attorney:
        yield "attorney_represents", {"contact_known": False, **words}
    if ending.bankruptcy:
        yield "bankruptcy", words
    if ending.deceased:
        yield "deceased", {}
    if ending.callback_at is not None:
        # Who asks to be called at a time agrees to that call (12 CFR 1006.14(b)(3)(i)), and to no later one.
        local = (ending.callback_at + timedelta(days=1)).astimezone(ZoneInfo(page.time_zone))
        yield "consent", {"to": "exceed_call_frequency", "until": local.date().isoformat()}


def _promised(ending: Ending, page: CallPage) -> Money:
    """The amount that was named, or all that is open where that is one sum. Raises DataError."""
    currencies = [total.currency for total in page.totals]
    currency = ending.promise_currency or (currencies[0] if len(currencies) == 1 else None)
    open_now = next((total for total in page.totals if total.currency == currency), None)
    if currency is None or open_now is None:
        known = " or ".join(currencies) or "nothing"
        raise DataError(f"name the currency of the promise; {known} is open", field="promise_currency")
    if ending.promise_amount is None:
        return open_now
    money = Money(ending.promise_amount, currency)
    try:
        is_sum = Decimal(0) < money.amount <= open_now.amount and money.minor > 0
    except (ValueError, ArithmeticError):
        is_sum = False
    if not is_sum:
        raise DataError(
            f"the promised amount must be more than nothing and at most {open_now.amount} {currency}",
            field="promise_amount",
        )
    return money


def _account(page: CallPage) -> AccountId | None:
    return page.accounts[0].account_id if len(page.accounts) == 1 else None
