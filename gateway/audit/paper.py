"""How does an audit become a document that an officer files? Laid out by typst, archivable and tagged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typst

from gateway.audit.report import AuditReport
from gateway.audit.sections import Section, sections
from gateway.audit.words import METHOD, headline, limits_of_this_audit
from gateway.domain.errors import DataError

STANDARDS: list[Any] = ["a-2a", "ua-1"]  # as letters: archivable, and readable by a screen reader
SHOWN = 500  # violations on paper, some fifty pages; --json holds all of them
_EPOCH = date(1970, 1, 1)
_LINE = 92  # characters of a signature in one line
_NARROWEST, _WIDEST = 6, 30  # characters that a column is given room for


def pdf(report: AuditReport, templates: Path) -> bytes:
    """Return the report as PDF. Raises DataError if it cannot be laid out.

    templates: the folder that holds reports/audit.typ.
    """
    folder = templates / "reports"
    layout = folder / "audit.typ"
    compiler = typst.Compiler(input=str(layout), root=str(folder), font_paths=[], ignore_system_fonts=True)
    seconds = (report.made_at.date() - _EPOCH).days * 86_400
    try:
        made: Any = compiler.compile(
            sys_inputs={"report": json.dumps(document(report))},
            timestamp=seconds,
            format="pdf",
            pdf_standards=STANDARDS,
        )
    except typst.TypstError as error:
        raise DataError(f"the report could not be laid out; check {layout}: {error}", field="pdf") from None
    return bytes(made)


def document(report: AuditReport) -> dict[str, Any]:
    """Return what the layout shows, as JSON."""
    told = headline(report)
    first, _, rest = told.partition(". ")
    return {
        "title": "Self-audit of contacts",
        "origin": report.origin,
        "size": f"{report.size:,}",
        "made_on": report.made_at.date().isoformat(),
        "made_at": f"{report.made_at:%Y-%m-%d %H:%M} UTC",
        "facts": [
            ["Installation", report.origin],
            ["Period", str(report.scope)],
            ["Made", f"{report.made_at:%Y-%m-%d %H:%M:%S} UTC"],
            ["Signed head", f"size {report.size:,}, root {report.root}"],
        ],
        "clean": report.is_clean,
        "headline": f"{first.rstrip('.')}.",
        "left": rest,
        "counts": " ".join(f"{kind.heading}: {count:,}." for kind, count in report.by_kind.items()),
        "violations": [_violation(report, number) for number in range(min(SHOWN, len(report.violations)))],
        "more": f"{len(report.violations) - SHOWN:,} more are in the JSON report."
        if len(report.violations) > SHOWN
        else "",
        "sections": [_section(section) for section in sections(report)],
        "method": list(METHOD),
        "not_checked": list(limits_of_this_audit(report)),
        "checkpoint": _broken(report.checkpoint.splitlines()),
        "verifier_key": report.verifier_key,
    }


def _violation(report: AuditReport, number: int) -> dict[str, str]:
    one = report.violations[number]
    places = [
        f"entry {one.entry_id}" if one.entry_id else "no entry",
        f"account {report.account(one.account_id)}" if one.account_id else "",
        f"rule {one.rule}" if one.rule else "",
    ]
    return {
        "title": one.kind.heading,
        "at": f"{one.at:%Y-%m-%d %H:%M:%S}",
        "what": one.what,
        "place": ", ".join(place for place in places if place),
        "remedy": one.kind.remedy,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "words": section.words,
        "head": list(section.head),
        "rows": [list(row) for row in section.rows],
        "right": sorted(section.right),
        "fine": list(section.fine),
        "widths": _widths(section),
    }


def _widths(section: Section) -> list[int]:
    """A column's share of the page: by its longest cell, within reason."""
    rows = [section.head, *section.rows]
    longest = [max(len(row[column]) for row in rows) for column in range(len(section.head))]
    return [min(max(length + 2, _NARROWEST), _WIDEST) for length in longest]


def _broken(lines: Sequence[str]) -> list[str]:
    return [line[at : at + _LINE] for line in lines for at in range(0, max(1, len(line)), _LINE)]
