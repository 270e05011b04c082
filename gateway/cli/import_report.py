"""How does a person read what became of a file?"""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.money import Money
from gateway.importer import ImportReport
from gateway.importer.report import Noted

_LISTED = 20  # rows on a screen; --json and the quarantine have all


def print_report(report: ImportReport) -> None:
    """Print the report of one file."""
    print(f"{report.file_name}: {_summary(report)}")
    if report.known_before:
        return
    _print_counts(report)
    for currency, minor in sorted(report.totals.items()):
        print(f"  {Money.from_minor(minor, currency).amount:>18,} {currency}")
    if report.totals_checked:
        print(f"  {report.totals_checked} control totals agree")
    if report.snapshot_held_back:
        print(f"  Snapshot: {report.snapshot_held_back}.")
    _print_rows("rejected", report.rejected, report.rows_rejected, report)
    _print_rows("left out of their rows", report.warnings, report.warnings_count, report)


def _summary(report: ImportReport) -> str:
    if report.refused:
        return f"nothing imported: {report.refused.removeprefix(f'{report.file_name}: ')}"
    if report.known_before:
        return f"imported before, as of {report.as_of}; nothing changed"
    said = "tried, nothing kept" if report.dry_run else "imported"
    told = [f"{report.rows_in:,} of {report.rows_read:,} rows", f"{report.kind}, profile {report.profile}"]
    return f"{said}: {', '.join(told)}, as of {report.as_of}, {_encoding(report)}"


def _encoding(report: ImportReport) -> str:
    return "read as Windows-1252" if report.encoding == "cp1252" else report.encoding


def _print_counts(report: ImportReport) -> None:
    counts = {
        "new": report.rows_new,
        "changed": report.rows_changed,
        "unchanged": report.rows_unchanged,
        "older than what is known": report.rows_older,
        "repeated": report.rows_repeated,
        "skipped by the profile": report.rows_skipped,
        "rejected": report.rows_rejected,
        "settled by absence": report.settled_by_absence,
        "new customers": report.customers_new,
    }
    if any(counts.values()):
        print("  " + ", ".join(f"{count:,} {what}" for what, count in counts.items() if count))
    for (column, reason), count in report.reasons.most_common(_LISTED):
        print(f"  {count:>8,} x {column}: {reason}")


def _print_rows(what: str, noted: Sequence[Noted], count: int, report: ImportReport) -> None:
    if not count:
        return
    print(f"  {count:,} {what}:")
    for each in noted[:_LISTED]:
        print(f"    {report.file_name}, row {each.row}, column {each.column}: {each.reason}")
    if count > _LISTED:
        print(f"    … and {count - _LISTED:,} more; --json lists them")
