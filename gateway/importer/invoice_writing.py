"""Which invoices does a chunk bring or change, and what do they leave of payments that we know of?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from gateway.domain.ids import AccountId, CustomerId
from gateway.importer.chunk import Chunk
from gateway.importer.items import Item
from gateway.store import portfolio_invoices as rows
from gateway.store.portfolio_invoices import InvoiceKey

Accounts = Mapping[tuple[CustomerId, str], AccountId]
_STAMPS = ("import_id", "reported_as_of")
_FACTS = ("account_id", "currency", "balance_minor", "disputed")  # what planning and rulings rest on
_CONTRADICTS = "contradicts an earlier row of this file about the same invoice; keep the right one"


def write_invoices(chunk: Chunk, accounts: Accounts) -> list[Item]:
    """Write the chunk's invoices; returns the items that opened a dispute."""
    own = _without_repeats(chunk)
    disputes: list[Item] = []
    sure = {key: item for key, item in own.items() if key[0] in chunk.ours}
    if sure and _are_new(chunk, sure, accounts):
        disputes += [item for item in sure.values() if item.disputed]
        own = {key: item for key, item in own.items() if key not in sure}
    disputes += _compare(chunk, own, accounts)
    return [item for item in disputes if item.balance_minor > 0]


def _are_new(chunk: Chunk, sure: Mapping[InvoiceKey, Item], accounts: Accounts) -> bool:
    """Customers whom this file made have no invoices but from it, so theirs are written without looking
    first; the rare repeated row makes it False, and nothing of them is written."""
    new = [_new(chunk, key, accounts, item) for key, item in sure.items()]
    if not rows.inserted(chunk.tx, new):
        return False
    chunk.run.report.rows_new += len(new)
    for key, item in sure.items():
        chunk.changed.add(key[0])
        _count(chunk, item)
    return True


def _compare(chunk: Chunk, own: Mapping[InvoiceKey, Item], accounts: Accounts) -> list[Item]:
    """Write what differs from what is known; returns the items that are disputed and were not."""
    known = rows.invoice_rows(chunk.tx, chunk.creditor_id, [key for key in own if key[0] not in chunk.fresh])
    paid = rows.paid_since(chunk.tx, [row.invoice_id for row in known.values()], chunk.run.as_of)
    changes, disputes = _Changes(), []
    for key, item in own.items():
        stored = known.get(key)
        if stored is None:
            changes.new.append(_new(chunk, key, accounts, item))
            chunk.changed.add(key[0])
        elif stored.import_id == chunk.import_id:
            _again(chunk, item, stored, accounts[key[0], item.account_number])
            continue
        elif stored.reported_as_of > chunk.run.as_of:
            chunk.run.report.rows_older += 1
            _count(chunk, item)
            continue
        else:
            account_id = accounts[key[0], item.account_number]
            values = _values(chunk, item, stored, account_id, paid.get(stored.invoice_id, 0))
            changes.weigh(chunk, key, values, stored)
        _count(chunk, item)
        if item.disputed and not (stored is not None and stored.disputed):
            disputes.append(item)
    changes.write(chunk)
    return disputes


@dataclass(slots=True)
class _Changes:
    """What a chunk does to invoices."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    touched: list[UUID] = field(default_factory=list)

    def weigh(self, chunk: Chunk, key: InvoiceKey, values: Mapping[str, Any], stored: Any) -> None:
        """Sort an invoice by whether anything about it changes."""
        if all(values[name] == getattr(stored, name) for name in values if name not in _STAMPS):
            self.touched.append(stored.invoice_id)
            return
        self.changed.append({"invoice_id": stored.invoice_id, **values})
        if any(values[name] != getattr(stored, name) for name in _FACTS):
            chunk.changed.add(key[0])

    def write(self, chunk: Chunk) -> None:
        """Write them, and count them in the report."""
        rows.insert_invoices(chunk.tx, self.new)
        rows.update_invoices(chunk.tx, self.changed)
        rows.touch_invoices(chunk.tx, self.touched, chunk.import_id, chunk.run.as_of)
        report = chunk.run.report
        report.rows_new += len(self.new)
        report.rows_changed += len(self.changed)
        report.rows_unchanged += len(self.touched)


def _without_repeats(chunk: Chunk) -> dict[InvoiceKey, Item]:
    own: dict[InvoiceKey, Item] = {}
    for item in chunk.items:
        key = (chunk.customers[item.customer_number], item.invoice_number, item.due_on)
        first = own.setdefault(key, item)
        if first is item:
            continue
        if _essence(first) == _essence(item):
            chunk.run.report.rows_repeated += 1
        else:
            chunk.reject(item, "invoice_number", _CONTRADICTS)
    return own


def _essence(item: Item) -> tuple[Any, ...]:
    return (item.balance_minor, item.currency, item.amount_minor, item.account_number, item.disputed)


def _again(chunk: Chunk, item: Item, stored: Any, account_id: AccountId) -> None:
    """The row's invoice stood in an earlier chunk of this file."""
    same = (
        stored.reported_minor == item.balance_minor
        and stored.currency == item.currency
        and item.amount_minor in (None, stored.amount_minor)
        and stored.account_id == account_id
        and item.disputed in (None, stored.disputed)
    )
    if same:
        chunk.run.report.rows_repeated += 1
    else:
        chunk.reject(item, "invoice_number", _CONTRADICTS)


def _count(chunk: Chunk, item: Item) -> None:
    totals = chunk.run.report.totals
    totals[item.currency] = totals.get(item.currency, 0) + item.balance_minor


def _new(chunk: Chunk, key: InvoiceKey, accounts: Accounts, item: Item) -> dict[str, Any]:
    return {
        "invoice_id": chunk.run.ids.new(),
        "account_id": accounts[key[0], item.account_number],
        "customer_id": key[0],
        "creditor_id": chunk.creditor_id,
        "invoice_number": item.invoice_number,
        "issued_on": item.issued_on,
        "due_on": item.due_on,
        "currency": item.currency,
        "amount_minor": item.amount_minor,
        "reported_minor": item.balance_minor,
        "reported_as_of": chunk.run.as_of,
        "balance_minor": item.balance_minor,
        "disputed": bool(item.disputed),
        "settled_on": item.settled_on,
        "import_id": chunk.import_id,
    }


def _values(chunk: Chunk, item: Item, stored: Any, account_id: AccountId, paid_since: int) -> dict[str, Any]:
    """What the invoice will say. A cell that the file lacks changes nothing."""
    balance = _balance(item, stored, chunk.run.as_of, paid_since)
    return {
        "account_id": account_id,
        "issued_on": item.issued_on or stored.issued_on,
        "currency": item.currency,
        "amount_minor": stored.amount_minor if item.amount_minor is None else item.amount_minor,
        "reported_minor": item.balance_minor,
        "reported_as_of": chunk.run.as_of,
        "balance_minor": balance,
        "disputed": stored.disputed if item.disputed is None else item.disputed,
        "settled_on": None if balance else item.settled_on or _settled_on(stored, chunk.run.as_of),
        "import_id": chunk.import_id,
    }


def _settled_on(stored: Any, as_of: date) -> date | None:
    """When an invoice whose balance is nothing was settled, as far as its balances tell."""
    return stored.settled_on or (as_of if stored.balance_minor else None)


def _balance(item: Item, stored: Any, as_of: date, paid_since: int) -> int:
    is_told_again = (item.balance_minor, item.currency, as_of) == (
        stored.reported_minor,
        stored.currency,
        stored.reported_as_of,
    )
    return int(stored.balance_minor) if is_told_again else item.balance_minor - paid_since
