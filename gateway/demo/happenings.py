"""What do the invented customers do meanwhile? One event for each situation, on its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from gateway.demo.people import Person

# situation: (days before today, the event in the words of the decision contract)
_DEEDS: dict[str, tuple[int, dict[str, Any]]] = {
    "stopped-email": (6, {"type": "opt_out", "channel": "email"}),
    "attorney": (5, {"type": "attorney_represents", "contact_known": True}),
    "disputed": (7, {"type": "dispute", "written": True, "scope": "whole"}),
    "much-older": (9, {"type": "email", "direction": "inbound"}),
}


def happenings(people: Sequence[Person], now: datetime) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """Yield what happens, each with its instant, in the portfolio's order."""
    for person in people:
        found = _deed(person, now)
        if found is not None:
            days_ago, event = found
            at = now - timedelta(days=days_ago, hours=2)
            yield at, {**event, "at": at.isoformat(), **_names(person), "id": f"demo-{person.number}"}


def _deed(person: Person, now: datetime) -> tuple[int, dict[str, Any]] | None:
    if person.situation == "promised":
        due_on = (now + timedelta(days=6)).date().isoformat()
        amount, currency = person.invoices[0]["balance"], person.row["currency"]
        return 4, {"type": "promise_to_pay", "due_on": due_on, "amount": amount, "currency": currency}
    return _DEEDS.get(person.situation)


def _names(person: Person) -> dict[str, str]:
    return {"customer_number": person.number, "creditor": person.row["creditor"]}
