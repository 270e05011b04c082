"""How do the rows of a portfolio file become customers, accounts, invoices, contact points and facts?"""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.ids import CreditorId, ImportId
from gateway.events import record_events
from gateway.importer.chunk import Chunk, Run
from gateway.importer.customer_writing import CustomerWriter
from gateway.importer.facts_from_files import told_facts
from gateway.importer.finishing import count_as_imported, tell
from gateway.importer.invoice_writing import write_invoices
from gateway.importer.items import Item
from gateway.importer.rows import Cell
from gateway.importer.snapshot import Absence
from gateway.ledger import Ledger
from gateway.store import Tx
from gateway.store import portfolio_customers as customers


class PortfolioWriter:
    """Writes one portfolio file."""

    def __init__(self, ledger: Ledger, run: Run) -> None:
        self._ledger, self._run = ledger, run
        self._customers = CustomerWriter()
        self._import_ids: dict[CreditorId, ImportId] = {}
        self._absence = Absence()
        self._next_id = ImportId(
            run.ids.new()
        )  # made before the first row: import ids tell which began first

    def write(self, tx: Tx, chunk: Sequence[tuple[Item, Sequence[Cell]]]) -> None:
        """Write some rows, creditor by creditor."""
        by_creditor: dict[CreditorId, list[tuple[Item, Sequence[Cell]]]] = {}
        for item, cells in chunk:
            by_creditor.setdefault(item.creditor_id, []).append((item, cells))
        for creditor_id in sorted(by_creditor):
            self._write(tx, creditor_id, by_creditor[creditor_id])

    def hold_back(self, creditor: CreditorId | None, customer: str | None, invoice: str | None) -> None:
        """Note as much of a quarantined row's key as could be read."""
        self._absence.hold_back(creditor, customer, invoice)

    def finish(self, tx: Tx) -> None:
        """Retire replaced contact points, settle what a snapshot leaves out, and count the file."""
        replaced = self._customers.points.replaced()
        customers.replace_points(
            tx, [point for points in replaced.values() for point in points], self._run.now
        )
        tell(tx, replaced, self._run)
        if self._run.report.snapshot:
            tell(tx, self._absence.settle(tx, self._run, self._import_ids), self._run)
        count_as_imported(tx, self._ledger, self._run, self._import_ids)

    def _write(self, tx: Tx, creditor_id: CreditorId, read: Sequence[tuple[Item, Sequence[Cell]]]) -> None:
        customers.one_import_at_a_time(tx, creditor_id)
        chunk = Chunk(
            tx=tx,
            run=self._run,
            creditor_id=creditor_id,
            import_id=self._import_id(creditor_id),
            items=[item for item, _ in read],
            cells={item.row: cells for item, cells in read},
        )
        self._warn(chunk)
        accounts = self._customers.write(chunk)
        disputes = write_invoices(chunk, accounts)
        events = told_facts(chunk, accounts, disputes)
        record_events(tx, self._ledger, events, now=self._run.now, ids=self._run.ids, source="import")
        tell(tx, chunk.changed - chunk.fresh, self._run)

    def _import_id(self, creditor_id: CreditorId) -> ImportId:
        if creditor_id not in self._import_ids:
            self._import_ids[creditor_id] = self._next_id
            self._next_id = ImportId(self._run.ids.new())
        return self._import_ids[creditor_id]

    def _warn(self, chunk: Chunk) -> None:
        for item in chunk.items:
            for column, reason in item.customer.warnings:
                self._run.report.warn(item.row, column, reason)
