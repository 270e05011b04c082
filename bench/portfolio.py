"""What does a measurement start from? A generated portfolio with its first reminders due, written in bulk."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from gateway.domain.ids import Ids
from gateway.store import Store, schema

NEW_YORK = {
    "region": "US-NY",
    "postal_code": "10005",
    "country": "US",
    "city": "New York",
    "street": "1 Main St",
}


def write_portfolio(
    store: Store, ids: Ids, now: datetime, *, customers: int, invoices: int = 10, first: int = 0
) -> None:
    """Write customers who each owe some invoices, can be reached by email, and have a reminder due now.

    first: the number of the first one, for those who come later.
    """
    for start in range(first, first + customers, 1000):
        numbers = range(start, min(start + 1000, first + customers))
        with store.begin() as tx:
            _write_chunk(tx, ids, now, numbers, invoices)


def _write_chunk(tx: sa.Connection, ids: Ids, now: datetime, numbers: range, invoices: int) -> None:
    people = {number: (ids.new(), ids.new()) for number in numbers}
    tx.execute(sa.insert(schema.customer), [_customer(n, c, now) for n, (c, _) in people.items()])
    tx.execute(sa.insert(schema.contact_point), [_point(n, c, ids) for n, (c, _) in people.items()])
    tx.execute(sa.insert(schema.account), [_account(n, c, a) for n, (c, a) in people.items()])
    rows = [_invoice(n, k, c, a, ids, now.date()) for n, (c, a) in people.items() for k in range(invoices)]
    tx.execute(sa.insert(schema.invoice), rows)
    tx.execute(sa.insert(schema.outreach), [_outreach(c, ids, now) for c, _ in people.values()])


def _customer(number: int, customer_id: object, now: datetime) -> dict[str, object]:
    return {
        "customer_id": customer_id, "creditor_id": "acme", "customer_number": f"C{number:06}",
        "name": f"Customer {number}", "is_company": True, "language": "en", "changed_at": now, **NEW_YORK,
    }  # fmt: skip


def _point(number: int, customer_id: object, ids: Ids) -> dict[str, object]:
    return {
        "contact_point_id": ids.new(), "customer_id": customer_id, "kind": "email",
        "value": f"customer{number}@customers.example",
    }  # fmt: skip


def _account(number: int, customer_id: object, account_id: object) -> dict[str, object]:
    return {
        "account_id": account_id, "customer_id": customer_id, "creditor_id": "acme",
        "account_number": f"A{number:06}", "debt_class": "commercial", "actor_role": "original_creditor",
    }  # fmt: skip


def _invoice(
    number: int, position: int, customer_id: object, account_id: object, ids: Ids, today: date
) -> dict[str, object]:
    due_on = today - timedelta(days=5 + position)
    cents = 10_000 + number * 7 + position * 113
    return {
        "invoice_id": ids.new(), "account_id": account_id, "customer_id": customer_id, "creditor_id": "acme",
        "invoice_number": f"{number:06}-{position:02}", "issued_on": due_on - timedelta(days=30),
        "due_on": due_on, "currency": "USD", "amount_minor": cents, "reported_minor": cents,
        "reported_as_of": today, "balance_minor": cents, "import_id": customer_id,
    }  # fmt: skip


def _outreach(customer_id: object, ids: Ids, now: datetime) -> dict[str, object]:
    return {
        "outreach_id": ids.new(), "customer_id": customer_id, "creditor_id": "acme", "origin": "strategy",
        "strategy": "commercial", "step": "first", "cycle": "1", "kind": "dunning", "template": "reminder-1",
        "channels": ["email"], "state": "due", "due_at": now, "planned_at": now,
    }  # fmt: skip
