"""How does a file get into the portfolio? Read, checked, written in chunks, only then counted as imported.

Every chunk commits on its own, so that other work on the database never waits long. A process that dies in
the middle leaves whole chunks and no import: the next run reads the file from its beginning, finds those rows
unchanged and ends with the same rows. Only the last transaction, which writes the import itself, the
quarantine, what a snapshot settles and the ledger entry, makes the file count.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from gateway.domain.errors import DataError
from gateway.domain.ids import CreditorId, Ids
from gateway.domain.portfolio import Creditor
from gateway.importer.chunk import Run
from gateway.importer.earlier import as_of_day, earlier_imports, known_before, settles
from gateway.importer.items import Context, ItemReader
from gateway.importer.order import Order
from gateway.importer.payment_writing import PaymentWriter
from gateway.importer.portfolio_writer import PortfolioWriter
from gateway.importer.profile import Profile
from gateway.importer.reading import OpenFile, open_file
from gateway.importer.refusal import FileRefused, Unreadable
from gateway.importer.report import ImportReport
from gateway.importer.rows import BadRecord, Cell, Record
from gateway.ledger import Ledger
from gateway.store import Store, Tx

Understood = tuple[Any, Sequence[Cell]]
"""A row as an item or payment, and its cells as they came."""
CHUNK = 2_000  # rows in one transaction: some tens of milliseconds
Progress = Callable[[int], None]
"""Told how many rows have been read so far."""


class Writer(Protocol):
    """Where the rows of one kind of file go."""

    def write(self, tx: Tx, chunk: Sequence[Understood]) -> None:
        """Write some rows."""

    def hold_back(self, creditor: CreditorId | None, customer: str | None, invoice: str | None) -> None:
        """Note as much of a quarantined row's key as could be read."""

    def finish(self, tx: Tx) -> None:
        """Make the file count as imported."""


def import_file(
    store: Store,
    ledger: Ledger,
    creditors: Mapping[CreditorId, Creditor],
    order: Order,
    *,
    now: datetime,
    ids: Ids,
    progress: Progress | None = None,
    profiles: Mapping[str, Profile] | None = None,
) -> ImportReport:
    """Import one file and return what became of it; `report.refused` says why nothing went in.

    profiles: others, to suggest where the order's does not fit.
    """
    creditor = _creditor(order, creditors)
    try:
        with open_file(order.path, order.profile, kind=order.kind, others=profiles) as file:
            earlier = earlier_imports(store, order, file, creditor)
            report = _report(order, file, as_of_day(order, file, earlier, now))
            same = [each for each in earlier if settles(each, report)]
            if same and order.once:
                return known_before(store, report, same[0])
            if report.as_of > now.date():
                raise FileRefused(f"{order.path.name}: its as-of date {report.as_of} is in the future")
            for heading in file.unread:
                report.warn(max(1, file.header.number), heading[:60], "is no heading of ours; not read")
            file.check_totals()
            run = Run(ids, now, report.as_of, report)
            reader = ItemReader(Context(file.profile, creditors, creditor, report.as_of, now.date()))
            writer = PaymentWriter(ledger, run) if file.kind == "payments" else PortfolioWriter(ledger, run)
            _Import(store, order, file, run, reader, writer).run(progress)
            return report
    except FileRefused as error:
        return _refused(order, str(error), now)


def import_rows(
    store: Store,
    ledger: Ledger,
    creditors: Mapping[CreditorId, Creditor],
    body: bytes,
    *,
    creditor: CreditorId | None,
    now: datetime,
    ids: Ids,
) -> ImportReport:
    """Import rows of the native format, sent as JSON Lines or CSV; the report names them by their line."""
    with tempfile.TemporaryDirectory(prefix="dunwell-") as folder:
        path = Path(folder) / "rows"
        path.write_bytes(body)
        order = Order(path, creditor=creditor, as_of=now.date(), once=False)
        return import_file(store, ledger, creditors, order, now=now, ids=ids)


def _creditor(order: Order, creditors: Mapping[CreditorId, Creditor]) -> CreditorId | None:
    if order.creditor is not None and order.creditor not in creditors:
        known = ", ".join(sorted(creditors)) or "none"
        raise DataError(
            f"creditor {order.creditor!r} is not in the settings; known: {known}", field="creditor"
        )
    if order.creditor is None and len(creditors) == 1:
        return next(iter(creditors))
    return order.creditor


def _report(order: Order, file: OpenFile, as_of: date) -> ImportReport:
    return ImportReport(
        file_name=order.path.name,
        sha256=file.inspected.sha256,
        kind=file.kind,
        profile=order.profile.name,
        as_of=as_of,
        snapshot=order.snapshot,
        dry_run=order.dry_run,
        encoding=file.inspected.encoding or "xlsx",
    )


def _refused(order: Order, reason: str, now: datetime) -> ImportReport:
    return ImportReport(
        file_name=order.path.name,
        sha256="",
        kind=order.kind or "portfolio",
        profile=order.profile.name,
        as_of=order.as_of or now.date(),
        snapshot=order.snapshot,
        dry_run=order.dry_run,
        refused=reason,
    )


class _TakenBack(Exception):
    """Rolls a dry run back."""


class _Import:
    """One file on its way in."""

    def __init__(
        self, store: Store, order: Order, file: OpenFile, run: Run, reader: ItemReader, writer: Writer
    ) -> None:
        self._store, self._order, self._file, self._reader, self._writer = store, order, file, reader, writer
        self.report = run.report
        self._read = reader.payment if file.kind == "payments" else reader.item

    def run(self, progress: Progress | None) -> None:
        """Write everything, or in a dry run try everything and take it back."""
        if not self._order.dry_run:
            self._write(None, progress)
            return
        try:
            with self._store.begin() as tx:  # exact, and keeps other writers waiting while it lasts
                self._write(tx, progress)
                raise _TakenBack
        except _TakenBack:
            pass

    def _write(self, tx: Tx | None, progress: Progress | None) -> None:
        records = self._file.records()
        while some := list(islice(records, CHUNK)):
            understood = self._understood(some)
            if understood:
                with nullcontext(tx) if tx is not None else self._store.begin() as own:
                    self._writer.write(own, understood)
            if progress:
                progress(self.report.rows_read)
        self.report.rows_skipped = self._file.skipped
        self.report.rows_read += self._file.skipped
        self.report.totals_checked = self._file.totals.checked
        if self.report.refused is None and self._has_something():
            with nullcontext(tx) if tx is not None else self._store.begin() as own:
                self._writer.finish(own)

    def _understood(self, records: Sequence[Record | BadRecord]) -> list[Understood]:
        found: list[Understood] = []
        self.report.rows_read += len(records)
        for record in records:
            if isinstance(record, BadRecord):
                self._reject(record)
                continue
            try:
                found.append((self._read(record.number, record.values), record.cells))
            except Unreadable as error:
                bad = BadRecord(record.number, error.column, error.reason, record.cells, record.values)
                self._reject(bad)
        return found

    def _reject(self, bad: BadRecord) -> None:
        self.report.reject(bad)
        self._writer.hold_back(*self._reader.known_key(bad.values))

    def _has_something(self) -> bool:
        """A file of which nothing can be taken does not count as one: the creditor's feed stays as old as it
        is, and a snapshot settles nothing."""
        name = self._file.path.name
        if not self.report.rows_read:
            self.report.refused = f"{name}: has headings and no rows; nothing was imported"
        elif not self.report.rows_in:
            self.report.refused = f"{name}: none of its {self.report.rows_read:,} rows can be taken"
        return self.report.refused is None
