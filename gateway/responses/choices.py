"""Which events does a customer's choice become? Safe ones only: a choice may pause or stop, never start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from gateway.domain.ids import AccountId, ContactPointId, CustomerId
from gateway.domain.money import Money
from gateway.domain.payment_plan import Interval, PaymentPlan
from gateway.domain.portfolio import Invoice
from gateway.domain.words import Channel
from gateway.events import NewEvent
from gateway.events.plan_values import REASON, plan_body
from gateway.responses.statement import OpenAccount, Statement

HOLD_FOR = timedelta(days=14)  # time for a person to answer a request


_EVERY = {Interval.WEEKLY: "a week", Interval.TWO_WEEKLY: "every two weeks", Interval.MONTHLY: "a month"}


class Reason(StrEnum):
    """What is wrong with a bill."""

    PAID = "paid"
    AMOUNT = "amount"
    GOODS = "goods"
    NOT_MINE = "not-mine"
    OTHER = "other"


class Scope(StrEnum):
    """How much is to stop."""

    HERE = "here"  # by this medium to this contact point
    SMS = "sms"
    EMAIL = "email"
    VOICE = "voice"
    LETTER = "letter"
    EVERYTHING = "everything"  # a cease request


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answers, and through which contact point and medium the link had reached them."""

    customer_id: CustomerId
    contact_point_id: ContactPointId | None
    channel: Channel | None


def promise(who: Answerer, account: OpenAccount, money: Money, due_on: date, now: datetime) -> NewEvent:
    """Return a promise to pay; reminders about the account pause until the day after."""
    body = {"due_on": due_on.isoformat(), "amount": str(money.amount), "currency": money.currency}
    return _event("promise_to_pay", who, now, body, account.account.account_id)


def plan(
    who: Answerer,
    account: OpenAccount,
    money: Money,
    interval: Interval,
    first_on: date,
    words: str,
    today: date,
    now: datetime,
) -> NewEvent:
    """Return the hold that gives a person time to look at a proposed payment plan."""
    offer = f"Offers {money.amount} {money.currency} {_EVERY[interval]}, first on {first_on}. {words}".strip()
    return _event("hold", who, now, _hold(REASON, offer, today + HOLD_FOR), account.account.account_id)


def agreed_plan(
    who: Answerer, account: OpenAccount, plan: PaymentPlan, grace_days: int, now: datetime
) -> NewEvent:
    """Return a plan within the creditor's policy; reminders about the account wait as long as it is kept."""
    body = {"reason": REASON, "plan": plan_body(plan, grace_days)}
    return _event("hold", who, now, body, account.account.account_id)


def dispute(
    who: Answerer, statement: Statement, bill: Invoice | None, reason: Reason, words: str, now: datetime
) -> NewEvent:
    """Return a written dispute of one bill, or (None) of everything."""
    body: dict[str, Any] = {"written": True, "scope": "whole", "reason": reason.value, **_words(words)}
    account_id: AccountId | None = None
    if bill is not None:
        account_id = bill.account_id
        others = [b for b in statement.bills if b.account_id == account_id and b is not bill]
        body |= {"scope": "part" if others else "whole", "invoice_number": bill.invoice_number}
    return _event("dispute", who, now, body, account_id)


def stop(who: Answerer, scope: Scope, now: datetime) -> NewEvent | None:
    """Return an opt-out, or a written cease request; None where it is not known what `here` is."""
    if scope is Scope.EVERYTHING:
        return _event("cease_request", who, now, {"written": True})
    if scope is not Scope.HERE:
        return _event("opt_out", who, now, _opt_out(Channel(scope.value)))
    if who.channel is None:
        return None
    event = _event("opt_out", who, now, _opt_out(who.channel))
    return replace(event, contact_point_id=who.contact_point_id)


def wrong_party(who: Answerer, now: datetime) -> NewEvent | None:
    """Return that the contact point reaches somebody else; None where it is not known which one."""
    if who.contact_point_id is None:
        return None
    return replace(_event("wrong_party", who, now, {}), contact_point_id=who.contact_point_id)


def _opt_out(channel: Channel) -> dict[str, Any]:
    """Words that stop texts or calls also take back the consent to automated ones (47 CFR 64.1200(a)(10))."""
    revokes = {"revokes_consent": True} if channel in (Channel.SMS, Channel.VOICE) else {}
    return {"channel": channel.value, **revokes}


def _hold(reason: str, words: str, until: date) -> dict[str, Any]:
    return {"reason": reason, "until": until.isoformat(), **_words(words)}


def _words(words: str) -> dict[str, Any]:
    return {"words": words} if words else {}


def _event(
    type_: str,
    who: Answerer,
    now: datetime,
    body: Mapping[str, Any],
    account_id: AccountId | None = None,
) -> NewEvent:
    return NewEvent(type=type_, at=now, customer_id=who.customer_id, account_id=account_id, body=body)
