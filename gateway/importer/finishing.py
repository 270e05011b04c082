"""What makes a file count as imported? Its row, its quarantine and its ledger entry, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from gateway.domain.ids import CreditorId, CustomerId, EntryId, ImportId
from gateway.importer.chunk import Run
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx
from gateway.store import portfolio_imports as imports
from gateway.store.events import bump_facts
from gateway.store.outreach import reconsider

_IN_REPORT = 100  # rejected rows and warnings in the stored report; the quarantine has all of them
_AT_ONCE = 5_000


def tell(tx: Tx, customers: Collection[CustomerId], run: Run) -> None:
    """Let what was decided about the customers be judged again."""
    ids = list(customers)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        bump_facts(tx, some)
        reconsider(tx, some, run.now)


def count_as_imported(tx: Tx, ledger: Ledger, run: Run, import_ids: Mapping[CreditorId, ImportId]) -> None:
    """Write the import of every creditor that the file names; the rejected rows go with the first."""
    for creditor_id, import_id in import_ids.items():
        imports.insert_import(tx, _row(run, creditor_id, import_id))
    first = next(iter(import_ids.values()))
    imports.quarantine(tx, _quarantined(run, first))
    ledger.append(tx, [_entry(run, creditor_id, import_id) for creditor_id, import_id in import_ids.items()])


def _row(run: Run, creditor_id: CreditorId, import_id: ImportId) -> dict[str, Any]:
    report = run.report
    return {
        "import_id": import_id,
        "creditor_id": creditor_id,
        "kind": report.kind,
        "file_name": report.file_name,
        "sha256": report.sha256,
        "profile": report.profile,
        "as_of": report.as_of,
        "snapshot": report.snapshot,
        "imported_at": run.now,
        "rows_read": report.rows_read,
        "rows_rejected": report.rows_rejected,
        "report": report.as_json(longest=_IN_REPORT),
    }


def _quarantined(run: Run, import_id: ImportId) -> list[dict[str, Any]]:
    pairs = zip(run.report.rejected, run.report.contents, strict=True)
    by_row = {
        noted.row: {
            "import_id": import_id,
            "row": noted.row,
            "column": noted.column,
            "reason": noted.reason,
            "content": content,
        }
        for noted, content in pairs
    }
    return list(by_row.values())


def _entry(run: Run, creditor_id: CreditorId, import_id: ImportId) -> Entry:
    report = run.report
    return Entry(
        entry_id=EntryId(run.ids.new()),
        customer_id=None,
        kind=EntryKind.IMPORT_FINISHED,
        at=run.now,
        public={
            "import_id": str(import_id),
            "creditor": creditor_id,
            "kind": report.kind,
            "profile": report.profile,
            "sha256": report.sha256,
            "as_of": report.as_of.isoformat(),
            "snapshot": report.snapshot,
            "rows_read": report.rows_read,
            "rows_rejected": report.rows_rejected,
            "settled_by_absence": report.settled_by_absence,
        },
        private={"file_name": report.file_name, "totals": dict(report.totals)},
    )
