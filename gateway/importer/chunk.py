"""What does a chunk of rows carry through its writing? The rows of one creditor, and whom they changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from gateway.domain.ids import CreditorId, CustomerId, Ids, ImportId
from gateway.importer.items import Item
from gateway.importer.report import ImportReport
from gateway.importer.rows import BadRecord, Cell
from gateway.store import Tx

Read = tuple[Item, "Iterable[Cell]"]
"""A row as it was understood, and as it came."""


@dataclass(frozen=True, slots=True)
class Run:
    """One import of one file."""

    ids: Ids
    now: datetime
    as_of: date
    report: ImportReport


@dataclass(slots=True)
class Chunk:
    """Some rows of one creditor on their way into the database."""

    tx: Tx
    run: Run
    creditor_id: CreditorId
    import_id: ImportId
    items: list[Item]
    cells: dict[int, Iterable[Cell]]  # by row
    customers: dict[str, CustomerId] = field(default_factory=dict)  # by customer number
    fresh: set[CustomerId] = field(default_factory=set)  # made by this chunk
    ours: set[CustomerId] = field(default_factory=set)  # made by this file
    changed: set[CustomerId] = field(default_factory=set)  # whose balance or contact points are not as before

    def reject(self, item: Item, column: str, reason: str) -> None:
        """Quarantine a row that could be read but contradicts another."""
        cells = tuple(self.cells[item.row])
        values: dict[str, Cell] = {
            "customer_number": item.customer_number,
            "invoice_number": item.invoice_number,
        }
        self.run.report.reject(BadRecord(item.row, column, reason, cells, values))
