"""What does a confirmation say? What was told, when by the customer's clock, and what it can be found by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from gateway.domain.money import Money
from gateway.events.plan_values import plan_in
from gateway.portal.banking_days import is_banking_day, next_banking_day
from gateway.portal.confirming import section_of
from gateway.portal.desk import Visit
from gateway.responses.choices import Reason
from gateway.store.attachments import AttachmentRow

WITH_DETAILS = ("promise", "plan", "dispute")
"""Sections whose confirmations say more than what happens next."""


def receipt(row: Any, section: str, visit: Visit, files: Sequence[AttachmentRow]) -> dict[str, Any]:
    """Return what a confirmation shows. row: the event's."""
    body, statement = row.body, visit.statement
    until = body.get("until") or body.get("due_on")
    ends = date.fromisoformat(until[:10]) if until else None
    plan = body.get("plan")
    return {
        "section": section,
        "reference": reference_of(row.event_id),
        "received": visit.reader.moment(row.recorded_at, statement.time_zone),
        "until": ends,
        "money": Money(Decimal(body["amount"]), body["currency"]) if "amount" in body else None,
        "plan": plan_in(plan) if plan else None,
        "grace_days": plan["grace_days"] if plan else None,
        "account": _account(row, visit),
        "bill": body.get("invoice_number"),
        "reason": body.get("reason") if body.get("reason") in set(Reason) else None,
        "words": body.get("words", ""),
        "files": [{"kind": file.kind.upper(), "size": visit.reader.size(file.size)} for file in files],
        "banks_open": _banks_open(ends, visit) if section == "promise" and ends else None,
    }


def told(visit: Visit) -> list[dict[str, Any]]:
    """Return what the customer told before, as the list on the account's page has it."""
    say = visit.reader
    found = ((row, section_of(row)) for row in visit.statement.told)
    return [
        {
            "id": row.event_id,
            "key": _name(row.body, section),
            "received": say.moment(row.recorded_at, visit.statement.time_zone),
            "reference": reference_of(row.event_id),
        }
        for row, section in found
        if section is not None
    ]


def reference_of(event_id: UUID) -> str:
    """Return what the customer quotes: the end of the event's id, by which a person finds it."""
    tail = event_id.hex[-8:].upper()
    return f"{tail[:4]}-{tail[4:]}"


def _name(body: Mapping[str, Any], section: str) -> str:
    if "plan" in body:
        return "owed.plan_title"
    return f"{section}.title" if section in WITH_DETAILS else f"{section}.done_what"


def _account(row: Any, visit: Visit) -> str | None:
    return visit.statement.numbers.get(row.account_id)


def _banks_open(day: date, visit: Visit) -> date | None:
    """The next day on which banks book, where they do not on the promised one."""
    country = visit.statement.customer.country or visit.statement.creditor.default_country
    return None if is_banking_day(day, country) else next_banking_day(day, country)
