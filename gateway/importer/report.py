"""What became of a file? Counts, totals, and every row that did not go in, with place and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gateway.domain.money import Money
from gateway.importer.limits import MAX_KEPT_BYTES, MAX_KEPT_ROW, MAX_NOTED
from gateway.importer.rows import BadRecord, text_of


@dataclass(frozen=True, slots=True)
class Noted:
    """Something about one cell that a person must see. It never repeats the cell."""

    row: int
    column: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Return it for machines."""
        return {"row": self.row, "column": self.column, "reason": self.reason}


@dataclass(slots=True)
class ImportReport:
    """What one file brought."""

    file_name: str
    sha256: str
    kind: str
    profile: str
    as_of: date
    snapshot: bool = False
    dry_run: bool = False
    encoding: str = ""
    known_before: bool = False  # the same file was imported before: nothing changed
    refused: str | None = None  # why nothing of the file was imported
    rows_read: int = 0
    rows_rejected: int = 0
    rows_new: int = 0
    rows_changed: int = 0
    rows_unchanged: int = 0
    rows_older: int = 0  # a newer file knows better
    rows_repeated: int = 0  # the same row stood in the file before
    rows_skipped: int = 0  # left out as the profile says
    customers_new: int = 0
    settled_by_absence: int = 0
    snapshot_held_back: str | None = None  # why nothing was settled
    totals_checked: int = 0
    totals: dict[str, int] = field(default_factory=dict)  # currency -> minor units of what went in
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejected: list[Noted] = field(default_factory=list)
    warnings: list[Noted] = field(default_factory=list)
    warnings_count: int = 0
    contents: list[bytes] = field(default_factory=list, repr=False)
    _kept: int = 0

    @property
    def rows_in(self) -> int:
        """How many rows were read and taken."""
        return self.rows_read - self.rows_rejected - self.rows_skipped

    @property
    def imported(self) -> bool:
        """Whether anything of the file is in, or was before."""
        return self.refused is None

    def reject(self, bad: BadRecord) -> None:
        """Note a row that does not go in."""
        self.rows_rejected += 1
        self.reasons[bad.column, bad.reason] += 1
        if len(self.rejected) < MAX_NOTED and self._kept < MAX_KEPT_BYTES:
            content = "\x1f".join(text_of(cell) for cell in bad.cells)
            raw = content.encode("utf-8", errors="replace")[:MAX_KEPT_ROW]
            self._kept += len(raw)
            self.rejected.append(Noted(bad.number, bad.column, bad.reason))
            self.contents.append(raw)

    def warn(self, row: int, column: str, reason: str) -> None:
        """Note a cell that was left out of a row that went in."""
        self.warnings_count += 1
        if len(self.warnings) < MAX_NOTED:
            self.warnings.append(Noted(row, column, reason))

    def as_json(self, *, longest: int | None = None) -> dict[str, Any]:
        """Return the report for machines. longest: of the lists of rows; None: all of them."""
        return {
            "file": self.file_name,
            "sha256": self.sha256,
            "kind": self.kind,
            "profile": self.profile,
            "as_of": self.as_of.isoformat(),
            "snapshot": self.snapshot,
            "dry_run": self.dry_run,
            "encoding": self.encoding,
            "known_before": self.known_before,
            "refused": self.refused,
            "rows": {
                "read": self.rows_read,
                "in": self.rows_in,
                "new": self.rows_new,
                "changed": self.rows_changed,
                "unchanged": self.rows_unchanged,
                "older": self.rows_older,
                "repeated": self.rows_repeated,
                "skipped": self.rows_skipped,
                "rejected": self.rows_rejected,
            },
            "customers_new": self.customers_new,
            "settled_by_absence": self.settled_by_absence,
            "snapshot_held_back": self.snapshot_held_back,
            "control_totals_checked": self.totals_checked,
            "totals": {
                currency: str(Money.from_minor(minor, currency).amount)
                for currency, minor in sorted(self.totals.items())
            },
            "reasons": [
                {"column": column, "reason": reason, "rows": count}
                for (column, reason), count in self.reasons.most_common()
            ],
            "rejected": _first(self.rejected, longest),
            "warnings": _first(self.warnings, longest),
            "warnings_count": self.warnings_count,
        }


def _first(noted: Sequence[Noted], longest: int | None) -> list[dict[str, Any]]:
    return [each.as_json() for each in noted[:longest]]
