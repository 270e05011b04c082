"""How do the tables read as a page for officers? In Markdown, with what the rulebook itself says."""

from __future__ import annotations

import re

from compliance.rules import KINDS
from tests.unit.compliance.cases import EVERY_RULE, TOGETHER, Row, ask, rows_of, rule_named, title_of
from tests.unit.compliance.cases.hard_parts import HARD_PARTS
from tests.unit.compliance.cases.words import asked, happened

_OPENING = """# Cases

Made by `make docs` from the tables in `tests/unit/compliance/cases`, which are tests as well: each case is
put to the rulebook as it ships, with the limits of its jurisdiction. Somebody who knows the law can read here
what Dunwell would do, and tell us where it is wrong. The [rulebook](rulebook.md) lists the rules themselves.

Where nothing else is said, a third-party collector wants to call a consumer about account A, at ten in the
morning of Friday 6 March 2026, in New York. Events without a time of day happened at noon in New York. The
outcome is that of the one rule that the row names: allow, defer to an instant on the person's clock, refuse,
advice that holds nothing back, or not asked where the rule does not bind at all. The last column is what the
rule says of itself.
"""
_HEAD = "| rule | case | what happened | the question | outcome | because |\n|---|---|---|---|---|---|"


def cases_page() -> str:
    """Return the page: the hard parts, then a table for each kind of rule, then all rules together."""
    parts = [_OPENING, _hard_parts()]
    for kind in (*KINDS, TOGETHER):
        parts += [f"## {_name(kind)}\n", f"{title_of(kind)}\n", _table(rows_of(kind))]
    return "\n".join(parts)


def _hard_parts() -> str:
    lines = ["## The hard parts\n", "Where rulebooks go wrong, and the cases that show how this one goes.\n"]
    for part, shown in HARD_PARTS.items():
        lines.append(f"- **{part}**")
        lines += [f"  - [{_name(kind)}](#{_anchor(_name(kind))}): {words}" for kind, words in shown]
    return "\n".join([*lines, ""])


def _table(rows: list[Row]) -> str:
    lines = [_HEAD]
    for row in rows:
        answered = ask(row)
        cells = (row.words, happened(row.events), asked(row.changes), row.outcome, answered.because)
        lines.append(f"| {_link(row.entry)} | {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join([*lines, ""])


def _link(entry: str) -> str:
    if entry == EVERY_RULE:
        return "all"
    pack, rule = entry.split("/")
    return f"[{pack}](rulebook.md#{_anchor(rule_named(entry).pack_title)}) {rule}"


def _name(kind: str) -> str:
    return "All rules together" if kind == TOGETHER else kind.replace("_", " ").capitalize()


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
