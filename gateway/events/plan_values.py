"""How does an agreed payment plan travel in the event of its hold? As JSON, read back to the last cent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from gateway.domain.errors import DataError
from gateway.domain.money import Money
from gateway.domain.payment_plan import MOST_INSTALMENTS, Instalment, Interval, PaymentPlan
from gateway.events import values as v

REASON = "payment-plan"  # of a hold that a plan, or the wish for one, begins
MAX_GRACE_DAYS = 30
# A day's time to notice a payment that came on the last day, before reminders could go on.
_SLACK = timedelta(days=1)
_interval = v.one_of([interval.value for interval in Interval])


def plan_body(plan: PaymentPlan, grace_days: int) -> dict[str, Any]:
    """Return a plan as the event keeps it."""
    return {
        "interval": plan.interval.value,
        "currency": plan.total.currency,
        "grace_days": grace_days,
        "instalments": [
            {"due_on": part.due_on.isoformat(), "amount": f"{part.money.amount:f}"}
            for part in plan.instalments
        ],
    }


def plan_in(body: Mapping[str, Any]) -> PaymentPlan:
    """Return the plan that an event keeps."""
    parts = (
        Instalment(date.fromisoformat(part["due_on"]), Money(Decimal(part["amount"]), body["currency"]))
        for part in body["instalments"]
    )
    return PaymentPlan(Interval(body["interval"]), tuple(parts))


def quiet_until(due_on: date, grace_days: int) -> date:
    """Return the last day on which reminders wait for an instalment."""
    return due_on + timedelta(days=grace_days) + _SLACK


def plan(key: str, value: Any) -> dict[str, Any]:
    """Return a plan to keep: what is paid when, in the order of its days. Raises DataError naming the key."""
    if not isinstance(value, Mapping) or set(value) - {"interval", "currency", "grace_days", "instalments"}:
        raise DataError(f"{key} holds interval, currency, instalments and perhaps grace_days", field=key)
    currency = v.currency(f"{key}.currency", value.get("currency"))
    grace = value.get("grace_days", 0)
    if not isinstance(grace, int) or isinstance(grace, bool) or not 0 <= grace <= MAX_GRACE_DAYS:
        raise DataError(f"{key}.grace_days must be 0 to {MAX_GRACE_DAYS}", field=f"{key}.grace_days")
    return {
        "interval": _interval(f"{key}.interval", value.get("interval")),
        "currency": currency,
        "grace_days": grace,
        "instalments": _instalments(f"{key}.instalments", value.get("instalments"), currency),
    }


def _instalments(key: str, value: Any, currency: str) -> list[dict[str, str]]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_INSTALMENTS:
        raise DataError(f"{key} must be a list of 1 to {MOST_INSTALMENTS}", field=key)
    kept = [_instalment(key, one, currency) for one in value]
    days = [one["due_on"] for one in kept]
    if days != sorted(set(days)):
        raise DataError(f"{key} must be in the order of their days, one for each day", field=key)
    return kept


def _instalment(key: str, value: Any, currency: str) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) != {"due_on", "amount"}:
        raise DataError(f"{key}: each holds due_on and amount", field=key)
    amount = v.amount(f"{key}.amount", value["amount"])
    try:
        v.money_of(amount, currency)
    except DataError as error:
        raise DataError(str(error), field=f"{key}.amount") from None
    return {"due_on": v.day(f"{key}.due_on", value["due_on"]), "amount": amount}
