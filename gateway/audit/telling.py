"""How does an audit look on a terminal? The headline first, then every violation, then the tables."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.audit.report import AuditReport
from gateway.audit.sections import Section, sections
from gateway.audit.violation import Violation
from gateway.audit.words import headline, limits_of_this_audit

SHOWN = 200  # violations on a terminal; --json and --pdf hold more


def lines(report: AuditReport) -> Iterator[str]:
    """Yield the report line by line."""
    yield headline(report)
    yield f"Audited {report.scope}, as of {report.made_at:%Y-%m-%d %H:%M} UTC."
    yield from _violations(report)
    for section in sections(report):
        yield ""
        yield section.title
        yield from _table(section)
    yield ""
    yield "Not checked"
    yield from (f"  {words}" for words in limits_of_this_audit(report))


def _violations(report: AuditReport) -> Iterator[str]:
    if report.violations:
        yield ""
        yield "Violations"
    for one in report.violations[:SHOWN]:
        yield from _violation(report, one)
    if len(report.violations) > SHOWN:
        yield f"  … and {len(report.violations) - SHOWN:,} more: use --json, or a shorter period."


def _violation(report: AuditReport, one: Violation) -> Iterator[str]:
    account = f", account {report.account(one.account_id)}" if one.account_id else ""
    rule = f", rule {one.rule}" if one.rule else ""
    yield f"  {one.at:%Y-%m-%d %H:%M} {one.kind.heading}"
    yield f"    {one.what}"
    yield f"    entry {one.entry_id or 'none'}{account}{rule}"
    yield f"    To do: {one.kind.remedy}"


def _table(section: Section) -> Iterator[str]:
    if not section.rows:
        yield "  none"
        return
    rows = [section.head, *section.rows] if any(section.head) else list(section.rows)
    widths = [max(len(row[column]) for row in rows) for column in range(len(section.head))]
    for row in rows:
        cells = (
            cell.rjust(width) if column in section.right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {'  '.join(cells)}".rstrip()
