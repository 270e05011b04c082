"""Was the very same file imported before, and what follows from that?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from gateway.domain.ids import CreditorId, ImportId
from gateway.importer.order import Order
from gateway.importer.reading import OpenFile
from gateway.importer.report import ImportReport, Noted
from gateway.store import Store
from gateway.store import portfolio_imports as imports


def earlier_imports(store: Store, order: Order, file: OpenFile, creditor: CreditorId | None) -> list[Any]:
    """Return earlier imports of the very same file, newest first."""
    with store.read() as tx:
        found = imports.imports_of(tx, file.inspected.sha256, order.profile.name)
    names_creditors = "creditor" in file.header.places
    return [
        each
        for each in found
        if each.snapshot == order.snapshot and (names_creditors or each.creditor_id == creditor)
    ]


def known_before(store: Store, report: ImportReport, earlier: Any) -> ImportReport:
    """Return the report of a file that is left alone: what became of it when it was imported."""
    report.known_before = True
    report.rows_read, report.rows_rejected = earlier.rows_read, earlier.rows_rejected
    report.rows_unchanged = report.rows_in
    with store.read() as tx:
        for row in imports.quarantined(tx, ImportId(earlier.import_id)):
            report.rejected.append(Noted(row.row, row.column, row.reason))
            report.reasons[row.column, row.reason] += 1
    return report


def settles(earlier: Any, report: ImportReport) -> bool:
    """Whether an earlier import makes this one needless. Payments that were rejected are tried again: their
    customers may have come meanwhile."""
    return earlier.as_of == report.as_of and not (report.kind == "payments" and earlier.rows_rejected)


def as_of_day(order: Order, file: OpenFile, earlier: Sequence[Any], now: datetime) -> date:
    """Return the day of the file's balances. One that comes again without a date is of the day on which it
    came first, not of today."""
    told = order.as_of or file.as_of
    if told is not None:
        return told
    return earlier[0].as_of if earlier else now.date()
