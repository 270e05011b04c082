"""Which subject of which law is carried by which rule, and where by none? The page that `make docs` makes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from compliance.descriptions import RuleDescription
from tests.builders.question import shipped_rulebook
from tests.docs.pages import ROOT

SOURCE = ROOT / "docs" / "law-coverage.toml"
PAGE = ROOT / "docs" / "law-coverage.md"
_OPENING = """# What of the law is here, and what is not

Made by `make docs` from `docs/law-coverage.toml` and the packs. A row is one subject of a law that was
looked at: the rules that carry it, with the grade of their evidence (see [rulebook](rulebook.md)) and whether
they are on; or the part of Dunwell that sees to it; or why there is nothing. Laws of other places were not
looked at: nothing here says that there are none.
"""
_HEAD = "| subject | law | carried by | grade | state | elsewhere, or why not |\n|---|---|---|---|---|---|"
Subject = Mapping[str, Any]


def parts() -> list[Mapping[str, Any]]:
    """Return the parts of the source."""
    found: list[Mapping[str, Any]] = tomllib.loads(SOURCE.read_text("utf-8"))["part"]
    return found


def subjects() -> Iterator[Subject]:
    """Yield every row of the source."""
    for part in parts():
        yield from part["subjects"]


def described() -> dict[str, list[RuleDescription]]:
    """Return the shipped rules by pack and id; one may stand in several periods."""
    found: dict[str, list[RuleDescription]] = {}
    for rule in shipped_rulebook().rules():
        found.setdefault(f"{rule.pack}/{rule.id}", []).append(rule)
    return found


def coverage_page() -> str:
    """Return the page."""
    rules = described()
    lines = [_OPENING, _summary(rules)]
    for part in parts():
        lines += [f"## {part['title']}", "", f"{part['law']}.", ""]
        lines += [_HEAD]
        lines += [*(_row(each, rules) for each in part["subjects"]), ""]
    return "\n".join(lines)


def _summary(rules: Mapping[str, list[RuleDescription]]) -> str:
    every = list(subjects())
    by_rules = [each for each in every if each.get("rules")]
    off = sum(_state(each, rules) == "off" for each in by_rules)
    elsewhere = sum("where" in each and not each.get("rules") for each in every)
    without = sum("none" in each for each in every)
    return (
        f"{len(every)} subjects: {len(by_rules)} carried by rules ({off} only by rules that are off), "
        f"{elsewhere} by other parts of Dunwell, {without} by nothing, with the reason.\n"
    )


def _row(subject: Subject, rules: Mapping[str, list[RuleDescription]]) -> str:
    names = subject.get("rules", ())
    told = [rule for name in names for rule in rules[name]]
    grades = ", ".join(dict.fromkeys(rule.evidence for rule in told))
    carried = ", ".join(f"`{name}`" for name in names)
    beside = subject.get("where") or subject.get("none") or ""
    cells = (subject["name"], subject["law"], carried, grades, _state(subject, rules), beside)
    return f"| {' | '.join(cells)} |"


def _state(subject: Subject, rules: Mapping[str, list[RuleDescription]]) -> str:
    states = {rule.enabled for name in subject.get("rules", ()) for rule in rules[name]}
    return {frozenset(): "", frozenset({True}): "on", frozenset({False}): "off"}.get(
        frozenset(states), "in part"
    )


if __name__ == "__main__":
    print(coverage_page(), end="")
