"""Which invoices does a chunk bring or change, and what do they leave of payments that we know of?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gateway.domain.ids import AccountId, CustomerId
from gateway.importer.chunk import Chunk
from gateway.importer.items import Item
from gateway.store import portfolio_invoices as rows
from gateway.store.portfolio_invoices import InvoiceKey

Accounts = Mapping[tuple[CustomerId, str], AccountId]
_FACTS = ("account_id", "currency", "balance_minor", "disputed")  # what planning and rulings rest on
_CONTRADICTS = "contradicts an earlier row of this file about the same invoice; keep the right one"


def write_invoices(chunk: Chunk, accounts: Accounts) -> list[Item]:
    """Write the chunk's invoices; returns the items that opened a dispute."""
    own = _without_repeats(chunk)
    known = rows.invoice_rows(chunk.tx, chunk.creditor_id, [key for key in own if key[0] not in chunk.fresh])
    paid = rows.paid_since(chunk.tx, [row.invoice_id for row in known.values()], chunk.run.as_of)
    new, changed, touched, disputes = [], [], [], []
    for key, item in own.items():
        account_id = accounts[key[0], item.account_number]
        stored = known.get(key)
        if stored is None:
            new.append(_new(chunk, key[0], account_id, item))
            chunk.run.report.rows_new += 1
            is_dispute = bool(item.disputed)
            chunk.changed.add(key[0])
        elif stored.import_id == chunk.import_id:
            _again(chunk, item, stored, account_id)
            continue
        elif (stored.reported_as_of, stored.import_id) > (chunk.run.as_of, chunk.import_id):
            chunk.run.report.rows_older += 1
            _count(chunk, item)
            continue
        else:
            values = _values(chunk, item, stored, account_id, paid.get(stored.invoice_id, 0))
            is_dispute = values["disputed"] and not stored.disputed
            if _same(values, stored):
                touched.append(stored.invoice_id)
                chunk.run.report.rows_unchanged += 1
            else:
                changed.append({"invoice_id": stored.invoice_id, **values})
                chunk.run.report.rows_changed += 1
                if any(values[name] != getattr(stored, name) for name in _FACTS):
                    chunk.changed.add(key[0])
        _count(chunk, item)
        if is_dispute and item.balance_minor > 0:
            disputes.append(item)
    rows.insert_invoices(chunk.tx, new)
    rows.update_invoices(chunk.tx, changed)
    rows.touch_invoices(chunk.tx, touched, chunk.import_id, chunk.run.as_of)
    return disputes


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


def _new(chunk: Chunk, customer_id: CustomerId, account_id: AccountId, item: Item) -> dict[str, Any]:
    return {
        "invoice_id": chunk.run.ids.new(),
        "account_id": account_id,
        "customer_id": customer_id,
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
        "settled_on": None if balance else item.settled_on or stored.settled_on or chunk.run.as_of,
        "import_id": chunk.import_id,
    }


def _balance(item: Item, stored: Any, as_of: date, paid_since: int) -> int:
    is_told_again = (item.balance_minor, item.currency, as_of) == (
        stored.reported_minor,
        stored.currency,
        stored.reported_as_of,
    )
    return int(stored.balance_minor) if is_told_again else item.balance_minor - paid_since


def _same(values: Mapping[str, Any], stored: Any) -> bool:
    return all(
        values[name] == getattr(stored, name)
        for name in values
        if name not in ("import_id", "reported_as_of")
    )
