"""Which customers, accounts and contact points does a chunk bring or change?

A customer's rows may disagree: the first row of the file decides, later ones only add what is missing. So the
same file says the same whenever it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.domain.ids import AccountId, ContactPointId, CustomerId
from gateway.domain.words import ActorRole, DebtClass, PointKind
from gateway.importer.chunk import Chunk
from gateway.importer.items import Item
from gateway.importer.met import Met
from gateway.store import portfolio_customers as rows

_ADDRESS = ("street", "city", "region", "postal_code", "country")  # of one row or of none: never mixed
_ALONE = ("time_zone", "language", "birth_year")
Accounts = dict[tuple[CustomerId, str], AccountId]
_TOLD = ("debt_class", "actor_role", "strategy")


@dataclass(slots=True)
class CustomerWriter:
    """Writes the customers of one file.

    _replaced: customer -> points of theirs that the file has not named so far, though it names others.
    """

    _met: Met = field(default_factory=Met)
    _replaced: dict[CustomerId, set[ContactPointId]] = field(default_factory=dict)

    def write(self, chunk: Chunk) -> Accounts:
        """Write customers and accounts; returns the accounts' ids by customer and account number."""
        rows.lock_customers_named(chunk.tx, chunk.creditor_id, {item.customer_number for item in chunk.items})
        accounts, by_number = self._recognise(chunk)
        first_met = {number for number in by_number if self._met.is_first(chunk.creditor_id, number)}
        _write_customers(chunk, by_number, first_met)
        accounts.update(_write_accounts(chunk, by_number, first_met))
        self._write_points(chunk, by_number, first_met)
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
            if known is None or not known.covers(item):
                others.setdefault(item.customer_number, []).append(item)
                continue
            chunk.customers[item.customer_number] = known.customer_id
            accounts[known.customer_id, item.account_number] = known.accounts[item.account_number]
        return accounts, others

    def _remember(self, chunk: Chunk, by_number: Mapping[str, list[Item]], accounts: Accounts) -> None:
        for number, items in by_number.items():
            customer_id = chunk.customers[number]
            for item in items:
                account_id = accounts[customer_id, item.account_number]
                self._met.remember(item, customer_id, account_id, is_ours=customer_id in chunk.ours)

    def replaced(self) -> dict[CustomerId, set[ContactPointId]]:
        """Return, at the end of the file, the contact points in whose place it names others."""
        return {customer_id: points for customer_id, points in self._replaced.items() if points}

    def _write_points(self, chunk: Chunk, by_number: Mapping[str, list[Item]], first_met: set[str]) -> None:
        wanted = {
            chunk.customers[number]: points
            for number, items in by_number.items()
            if (points := _points(items))
        }
        known = rows.point_rows(chunk.tx, [each for each in wanted if each not in chunk.fresh])
        new, revived = [], []
        for customer_id, points in wanted.items():
            stored = {(row.kind, row.value): row for row in known.get(customer_id, ())}
            added = [
                _point(chunk, customer_id, *p, position)
                for position, p in enumerate(points)
                if p not in stored
            ]
            back = [
                row.contact_point_id for key, row in stored.items() if key in points and _was_replaced(row)
            ]
            if added or back:
                chunk.changed.add(customer_id)
            new += added
            revived += back
        rows.insert_points(chunk.tx, new)
        rows.revive_points(chunk.tx, revived)
        first_ids = {chunk.customers[number] for number in first_met}
        self._note_replaced(wanted, known, first_ids)

    def _note_replaced(
        self,
        wanted: Mapping[CustomerId, Mapping[tuple[str, str], None]],
        known: Mapping[Any, list[Any]],
        first_ids: set[CustomerId],
    ) -> None:
        for customer_id, stored in known.items():
            points = wanted[customer_id]
            if customer_id in first_ids:
                kinds = {kind for kind, _ in points}
                self._replaced[customer_id] = {
                    ContactPointId(row.contact_point_id)
                    for row in stored
                    if row.kind in kinds and row.retired_at is None and (row.kind, row.value) not in points
                }
            elif left := self._replaced.get(customer_id):
                left.difference_update(
                    row.contact_point_id for row in stored if (row.kind, row.value) in points
                )
            if not self._replaced.get(customer_id):
                self._replaced.pop(customer_id, None)


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


def _points(items: Iterable[Item]) -> dict[tuple[str, str], None]:
    return {(kind.value, value): None for item in items for kind, value in item.customer.points}


def _point(chunk: Chunk, customer_id: CustomerId, kind: str, value: str, position: int) -> dict[str, Any]:
    return {
        "contact_point_id": chunk.run.ids.new(),
        "customer_id": customer_id,
        "kind": PointKind(kind).value,
        "value": value,
        "position": position,
    }


def _was_replaced(row: Any) -> bool:
    """What bounced or reached somebody else stays retired, whatever a file says."""
    return row.retired_at is not None and row.retired_because == rows.REPLACED
