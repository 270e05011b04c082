"""What follows from an event beside the rulings? Promises, payments, retired contact points, tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gateway.domain.errors import DataError
from gateway.domain.ids import Ids
from gateway.domain.money import Money
from gateway.events.new_event import NewEvent, Recorded
from gateway.events.plan_values import plan_in
from gateway.events.waiting import ANSWERED, task_words, waiting_of
from gateway.store import Tx, dispatch, payment_plans, payments, promises, task_rows
from gateway.store.payment_plans import AgreedPlan

_FROM_CUSTOMERS = frozenset({"portal", "provider", "collector"})  # the last: on the telephone


def apply_consequences(tx: Tx, news: Sequence[Recorded], *, now: datetime, ids: Ids, source: str) -> None:
    """Carry out what new events bring with them. A task is opened only for what a customer told us directly:
    of what a collector or a file brings, somebody knows already."""
    events = [one.event for one in news]
    _retire(tx, events, now)
    promises.insert_promises(tx, [row for one in news if (row := _promise(one, now, ids))])
    for one in news:
        if one.event.type == "hold" and "plan" in one.event.body:
            payment_plans.insert_plan(tx, _plan(one, now, ids))
    _pay(tx, events, now, ids)
    if source in _FROM_CUSTOMERS:
        task_rows.insert_tasks(tx, [_task(one, now, ids) for one in news if waiting_of(one.event)])
    for event in events:
        if event.type in ANSWERED:
            task_rows.take_back_of(tx, ANSWERED[event.type], event.customer_id, now)


def _retire(tx: Tx, events: Sequence[NewEvent], now: datetime) -> None:
    gone = [
        (event.contact_point_id, event.type)
        for event in events
        if event.contact_point_id is not None
        and (event.type == "wrong_party" or (event.type == "number_checked" and event.body.get("reassigned")))
    ]
    dispatch.retire_points(tx, gone, now)


def _promise(one: Recorded, now: datetime, ids: Ids) -> dict[str, Any] | None:
    event = one.event
    money = _money(event)
    if event.type != "promise_to_pay" or money is None:
        return None
    return {
        "promise_id": ids.new(),
        "customer_id": event.customer_id,
        "account_id": event.account_id,
        "due_on": date.fromisoformat(event.body["due_on"]),
        "currency": money.currency,
        "amount_minor": money.minor,
        "state": "open",
        "made_at": now,
        "event_id": one.event_id,
    }


def _plan(one: Recorded, now: datetime, ids: Ids) -> AgreedPlan:
    event = one.event
    if event.account_id is None:
        raise DataError("a payment plan is about one account", field="account_number")
    return AgreedPlan(
        plan_id=ids.new(),
        customer_id=event.customer_id,
        account_id=event.account_id,
        plan=plan_in(event.body["plan"]),
        grace_days=event.body["plan"]["grace_days"],
        state="open",
        paid_count=0,
        made_at=now,
        event_id=one.event_id,
    )


def _pay(tx: Tx, events: Sequence[NewEvent], now: datetime, ids: Ids) -> None:
    told = [p for event in events if event.type == "payment" and (p := _payment(event))]
    if told:
        payments.settle(tx, told, now=now, ids=ids)
        promises.close_kept(tx, {one.customer_id for one in told}, now)


def _payment(event: NewEvent) -> payments.ToldPayment | None:
    money = _money(event)
    if money is None:
        return None
    paid_on = event.body.get("paid_on")
    return payments.ToldPayment(
        customer_id=event.customer_id,
        reference=event.body["reference"],
        paid_on=date.fromisoformat(paid_on) if paid_on else event.at.date(),
        money=money,
        account_id=event.account_id,
        invoice_number=event.body.get("invoice_number"),
    )


def _money(event: NewEvent) -> Money | None:
    if "amount" not in event.body:
        return None
    return Money(Decimal(event.body["amount"]), event.body["currency"])


def _task(one: Recorded, now: datetime, ids: Ids) -> dict[str, Any]:
    waiting = waiting_of(one.event)
    assert waiting is not None
    kind, text = task_words(one.event, waiting, now.date())
    return {
        "task_id": ids.new(),
        "customer_id": one.event.customer_id,
        "kind": kind,
        "reference": str(one.event_id),
        "text": text,
        "opened_at": now,
    }
