"""Which facts do a file's columns tell: consents, disputes, payments? They go the way of all events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

from gateway.domain.ids import AccountId, CustomerId
from gateway.domain.money import Money
from gateway.domain.words import DebtClass
from gateway.events import NewEvent
from gateway.importer.chunk import Chunk
from gateway.importer.items import Item, PaymentItem
from gateway.store import portfolio_customers as rows

Accounts = Mapping[tuple[CustomerId, str], AccountId]


def told_facts(chunk: Chunk, accounts: Accounts, disputes: Sequence[Item]) -> list[NewEvent]:
    """Return the chunk's consents and disputes that are not recorded yet."""
    found = {event.dedupe_key: event for event in _consents(chunk)}
    found |= {event.dedupe_key: event for event in _disputes(chunk, accounts, disputes)}
    known = rows.known_event_keys(chunk.tx, [key for key in found if key])
    return [event for key, event in found.items() if key not in known]


def payment_event(
    item: PaymentItem, customer_id: CustomerId, account_id: AccountId | None, now: datetime
) -> NewEvent:
    """Return a payment of a file as an event."""
    body = {
        "amount": _plain(Money.from_minor(item.amount_minor, item.currency).amount),
        "currency": item.currency,
        "reference": item.reference,
        "paid_on": item.paid_on.isoformat(),
    }
    if item.invoice_number:
        body["invoice_number"] = item.invoice_number
    return NewEvent(
        type="payment",
        at=_instant(item.paid_on, now),
        customer_id=customer_id,
        account_id=account_id,
        body=body,
        dedupe_key=f"import:payment:{item.creditor_id}:{item.reference}",
    )


def _consents(chunk: Chunk) -> list[NewEvent]:
    found = []
    for item in chunk.items:
        customer_id = chunk.customers[item.customer_number]
        for to, day in item.consents:
            key = f"import:consent:{customer_id}:{to}:{day}"
            at = _instant(day, chunk.run.now)
            found.append(NewEvent("consent", at, customer_id, body={"to": to}, dedupe_key=key))
    return found


def _disputes(chunk: Chunk, accounts: Accounts, disputes: Sequence[Item]) -> list[NewEvent]:
    """A disputed bill of a company is simply not chased, while its other bills are. A consumer's dispute
    stops collection until verification was sent (15 USC 1692g(b)), and only an event can say that it was."""
    found = []
    for item in disputes:
        if item.debt_class in (None, DebtClass.COMMERCIAL):
            continue
        customer_id = chunk.customers[item.customer_number]
        account_id = accounts[customer_id, item.account_number]
        found.append(
            NewEvent(
                type="dispute",
                at=_instant(chunk.run.as_of, chunk.run.now),
                customer_id=customer_id,
                account_id=account_id,
                body={"scope": "part", "invoice_number": item.invoice_number},
                dedupe_key=f"import:dispute:{account_id}:{item.invoice_number}:{item.due_on}:{chunk.run.as_of}",
            )
        )
    return found


def _instant(day: date, now: datetime) -> datetime:
    """The beginning of the day, but never later than now: nothing is recorded before it happened."""
    return min(datetime.combine(day, time(), UTC), now)


def _plain(amount: Decimal) -> str:
    return format(amount, "f")
