"""Which customers and accounts does a chunk bring or change?

A customer's rows may disagree: the first row of the file decides, later ones only add what is missing. So the
same file says the same whenever it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.domain.ids import AccountId, CustomerId
from gateway.domain.words import ActorRole, DebtClass
from gateway.importer.chunk import Chunk
from gateway.importer.items import Item
from gateway.importer.met import Met
from gateway.importer.point_writing import PointWriter
from gateway.store import portfolio_customers as rows

_ADDRESS = ("street", "city", "region", "postal_code", "country")  # of one row or of none: never mixed
_ALONE = ("time_zone", "language", "birth_year")
Accounts = dict[tuple[CustomerId, str], AccountId]
_TOLD = ("debt_class", "actor_role", "strategy")


@dataclass(slots=True)
class CustomerWriter:
    """Writes the customers of one file."""

    points: PointWriter = field(default_factory=PointWriter)
    _met: Met = field(default_factory=Met)

    def write(self, chunk: Chunk) -> Accounts:
        """Write customers and accounts; returns the accounts' ids by customer and account number."""
        rows.lock_customers_named(chunk.tx, chunk.creditor_id, {item.customer_number for item in chunk.items})
        accounts, by_number = self._recognise(chunk)
        first_met = {number for number in by_number if self._met.is_first(chunk.creditor_id, number)}
        _write_customers(chunk, by_number, first_met)
        accounts.update(_write_accounts(chunk, by_number, first_met))
        first_ids = {chunk.customers[number] for number in first_met}
        self.points.write(chunk, by_number, first_ids)
        chunk.ours |= chunk.fresh
        self._remember(chunk, by_number, accounts)
        return accounts

    def _recognise(self, chunk: Chunk) -> tuple[Accounts, dict[str, list[Item]]]:
        """Return the accounts of rows that say nothing new of their customers, and the other rows."""
        accounts: Accounts = {}
        others: dict[str, list[Item]] = {}
        for item in chunk.items:
            known = self._met.find(chunk.creditor_id, item.customer_number)
            if known is not None and known.is_ours:
                chunk.ours.add(known.customer_id)
            account_id = known.account_of(item) if known is not None else None
            if known is None or account_id is None:
                others.setdefault(item.customer_number, []).append(item)
                continue
            chunk.customers[item.customer_number] = known.customer_id
            accounts[known.customer_id, item.account_number] = account_id
        return accounts, others

    def _remember(self, chunk: Chunk, by_number: Mapping[str, list[Item]], accounts: Accounts) -> None:
        for number, items in by_number.items():
            customer_id = chunk.customers[number]
            for item in items:
                account_id = accounts[customer_id, item.account_number]
                self._met.remember(item, customer_id, account_id, is_ours=customer_id in chunk.ours)


def _write_customers(chunk: Chunk, by_number: Mapping[str, list[Item]], first_met: set[str]) -> None:
    known = rows.customer_rows(chunk.tx, chunk.creditor_id, by_number)
    new, changes = [], {}
    for number, items in by_number.items():
        stored = known.get(number)
        if stored is None:
            values = _new_customer(chunk, number, items)
            customer_id = CustomerId(values["customer_id"])
            new.append(values)
            chunk.fresh.add(customer_id)
        else:
            customer_id = CustomerId(stored.customer_id)
            if change := _change(stored, items, is_first=number in first_met):
                changes[customer_id] = change
                chunk.changed.add(customer_id)
        chunk.customers[number] = customer_id
    rows.insert_customers(chunk.tx, new)
    rows.update_customers(chunk.tx, changes, chunk.run.now)
    chunk.run.report.customers_new += len(new)


def _new_customer(chunk: Chunk, number: str, items: list[Item]) -> dict[str, Any]:
    told = _merged(items)
    kinds = [item.customer.is_company for item in items if item.customer.is_company is not None]
    return {
        "customer_id": chunk.run.ids.new(),
        "creditor_id": chunk.creditor_id,
        "customer_number": number,
        "name": items[0].customer.name,
        "is_company": kinds[0] if kinds else items[0].debt_class in (None, DebtClass.COMMERCIAL),
        "changed_at": chunk.run.now,
        **{name: told.get(name) for name in (*_ADDRESS, "time_zone", "birth_year")},
        "language": told.get("language", "en"),
    }


def _change(stored: Any, items: list[Item], *, is_first: bool) -> dict[str, Any]:
    told = _merged(items)
    if not is_first:
        has_address = any(getattr(stored, name) is not None for name in _ADDRESS)
        absent = [name for name in ("time_zone", "birth_year") if getattr(stored, name) is None]
        return {name: told[name] for name in (*(() if has_address else _ADDRESS), *absent) if name in told}
    told["name"] = items[0].customer.name
    kinds = [item.customer.is_company for item in items if item.customer.is_company is not None]
    if kinds:
        told["is_company"] = kinds[0]
    if any(name in told for name in _ADDRESS):
        told |= {name: told.get(name) for name in _ADDRESS}
    return {name: value for name, value in told.items() if getattr(stored, name) != value}


def _merged(items: Iterable[Item]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        fields = item.customer.fields
        if not fields:
            continue
        if not any(name in found for name in _ADDRESS):
            found |= {name: fields[name] for name in _ADDRESS if name in fields}
        for name in _ALONE:
            if name in fields:
                found.setdefault(name, fields[name])
    return found


def _write_accounts(chunk: Chunk, by_number: Mapping[str, list[Item]], first_met: set[str]) -> Accounts:
    theirs = {chunk.customers[number] for number in by_number} - chunk.fresh
    known = rows.account_rows(chunk.tx, theirs)
    found: Accounts = {
        (CustomerId(customer_id), number): AccountId(row.account_id)
        for (customer_id, number), row in known.items()
    }
    new, changes = [], {}
    for number, items in by_number.items():
        customer_id = chunk.customers[number]
        for item in items:
            key = (customer_id, item.account_number)
            if key not in found:
                values = _new_account(chunk, customer_id, item)
                found[key] = AccountId(values["account_id"])
                new.append(values)
            elif key in known and number in first_met:
                stored = known[key]
                change = {
                    name: v
                    for name in _TOLD
                    if (v := getattr(item, name)) not in (None, getattr(stored, name))
                }
                if change and stored.account_id not in changes:
                    changes[stored.account_id] = change
                    chunk.changed.add(customer_id)
    rows.insert_accounts(chunk.tx, new)
    rows.update_accounts(chunk.tx, changes)
    return found


def _new_account(chunk: Chunk, customer_id: CustomerId, item: Item) -> dict[str, Any]:
    return {
        "account_id": chunk.run.ids.new(),
        "customer_id": customer_id,
        "creditor_id": chunk.creditor_id,
        "account_number": item.account_number,
        "debt_class": (item.debt_class or DebtClass.COMMERCIAL).value,
        "actor_role": (item.actor_role or ActorRole.ORIGINAL_CREDITOR).value,
        "strategy": item.strategy,
    }
