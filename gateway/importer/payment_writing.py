"""How do the rows of a payment file become payments? As events, so that promises and rulings follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.domain.ids import AccountId, CreditorId, CustomerId, ImportId
from gateway.events import NewEvent, record_events
from gateway.importer.chunk import Run
from gateway.importer.facts_from_files import payment_event
from gateway.importer.finishing import count_as_imported
from gateway.importer.items import PaymentItem
from gateway.importer.rows import BadRecord, Cell
from gateway.ledger import Ledger
from gateway.store import Tx
from gateway.store import portfolio_customers as customers
from gateway.store.portfolio_invoices import payment_rows

_UNKNOWN = "is no customer of this creditor; import the portfolio first, then this file again"
_OTHER = "was used for another payment; a reference is unique at its creditor"


class PaymentWriter:
    """Writes one payment file."""

    def __init__(self, ledger: Ledger, run: Run) -> None:
        self._ledger, self._run = ledger, run
        self._import_ids: dict[CreditorId, ImportId] = {}

    def write(self, tx: Tx, chunk: Sequence[tuple[PaymentItem, Sequence[Cell]]]) -> None:
        """Record some payments, creditor by creditor."""
        by_creditor: dict[CreditorId, list[tuple[PaymentItem, Sequence[Cell]]]] = {}
        for item, cells in chunk:
            by_creditor.setdefault(item.creditor_id, []).append((item, cells))
        for creditor_id in sorted(by_creditor):
            if creditor_id not in self._import_ids:
                self._import_ids[creditor_id] = ImportId(self._run.ids.new())
            self._write(tx, creditor_id, by_creditor[creditor_id])

    def hold_back(self, creditor: CreditorId | None, customer: str | None, invoice: str | None) -> None:
        """Nothing follows from a payment's absence."""

    def finish(self, tx: Tx) -> None:
        """Count the file as imported."""
        count_as_imported(tx, self._ledger, self._run, self._import_ids)

    def _write(
        self, tx: Tx, creditor_id: CreditorId, chunk: Sequence[tuple[PaymentItem, Sequence[Cell]]]
    ) -> None:
        customers.one_import_at_a_time(tx, creditor_id)
        numbers = {item.customer_number for item, _ in chunk}
        customers.lock_customers_named(tx, creditor_id, numbers)
        known = customers.customer_rows(tx, creditor_id, numbers)
        accounts = customers.account_rows(tx, [CustomerId(row.customer_id) for row in known.values()])
        earlier: dict[str, Any] = dict(payment_rows(tx, creditor_id, [item.reference for item, _ in chunk]))
        events: list[NewEvent] = []
        for item, cells in chunk:
            fault = self._fault(item, known, accounts, earlier)
            if fault is not None:
                values: dict[str, Cell] = {"customer_number": item.customer_number}
                self._run.report.reject(BadRecord(item.row, fault[0], fault[1], cells, values))
                continue
            self._count(item)
            if item.reference in earlier:
                self._run.report.rows_unchanged += 1
                continue
            customer_id = CustomerId(known[item.customer_number].customer_id)
            events.append(
                payment_event(item, customer_id, _account(item, customer_id, accounts), self._run.now)
            )
            earlier[item.reference] = item
            self._run.report.rows_new += 1
        record_events(tx, self._ledger, events, now=self._run.now, ids=self._run.ids, source="import")

    def _fault(
        self,
        item: PaymentItem,
        known: Mapping[str, Any],
        accounts: Mapping[tuple[Any, str], Any],
        earlier: Mapping[str, Any],
    ) -> tuple[str, str] | None:
        customer = known.get(item.customer_number)
        if customer is None:
            return "customer_number", _UNKNOWN
        if item.account_number and (customer.customer_id, item.account_number) not in accounts:
            return "account_number", "is no account of this customer"
        same = earlier.get(item.reference)
        if same is None:
            return None
        told = (item.amount_minor, item.currency, item.paid_on)
        is_same = (same.amount_minor, same.currency, same.paid_on) == told
        return None if is_same else ("reference", _OTHER)

    def _count(self, item: PaymentItem) -> None:
        totals = self._run.report.totals
        totals[item.currency] = totals.get(item.currency, 0) + item.amount_minor


def _account(
    item: PaymentItem, customer_id: CustomerId, accounts: Mapping[tuple[Any, str], Any]
) -> AccountId | None:
    if item.account_number is None:
        return None
    return AccountId(accounts[customer_id, item.account_number].account_id)
