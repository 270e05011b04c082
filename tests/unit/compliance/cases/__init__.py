"""What does each kind of rule answer, case by case? One file per kind, read by officers and run as tests.

A row is (the case in plain words, what happened, what is changed in the question, the outcome). The question
is that of tests/builders/question.py: a collector's call about a consumer debt, in New York on a Friday.
The outcome is that of one entry of the shipped packs, never the whole ruling's: `allow`, `allow with` what is
then required, `defer to` an instant on the person's first clock, `refuse`, or `not asked`; guidance that has
something to say gives `advice`. Only the table
`together` is about whole rulings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from compliance.descriptions import RuleDescription
from compliance.rules import KINDS
from tests.builders.question import answer_to, shipped_rulebook

_REQUIRING = {"disclosure", "notice_first", "consent_required", "email_procedure", "text_safe_harbour"}
"""Kinds that name what a contact must carry; an answer does not say which of them asked for it."""

TOGETHER = "together"
EVERY_RULE = "every rule"
ADVICE = "advice"


@dataclass(frozen=True)
class Row:
    """One case. entry: pack/rule, or `every rule`."""

    entry: str
    words: str
    events: list[dict[str, Any]]
    changes: dict[str, Any]
    outcome: str


@dataclass(frozen=True)
class Answered:
    """What the rulebook says to a row, in the words of its outcome."""

    outcome: str
    because: str


def table(entry: str, *rows: tuple[Any, ...], **where: Any) -> list[Row]:
    """Return the rows about one entry; `where` holds what all its questions have in common."""
    return [
        Row(entry, words, events, merged(where, changes), outcome) for words, events, changes, outcome in rows
    ]


def merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Return the second over the first, objects within them merged too."""
    both = {**first, **second}
    for key in first.keys() & second.keys():
        if isinstance(first[key], Mapping) and isinstance(second[key], Mapping):
            both[key] = merged(first[key], second[key])
    return both


def rows_of(kind: str) -> list[Row]:
    """Return the table of one kind of rule, or of all together."""
    return import_module(f"{__name__}.{kind}").ROWS


def title_of(kind: str) -> str:
    """Return the question that a table answers."""
    return str(import_module(f"{__name__}.{kind}").__doc__).splitlines()[0]


def every_row() -> list[tuple[str, Row]]:
    """Return every case with the name of its table."""
    return [(kind, row) for kind in (*KINDS, TOGETHER) for row in rows_of(kind)]


@cache
def rule_named(entry: str) -> RuleDescription:
    """Return the description of an entry."""
    pack, _, rule = entry.partition("/")
    return next(each for each in shipped_rulebook().rules() if (each.pack, each.id) == (pack, rule))


def ask(row: Row) -> Answered:
    """Return what the shipped rulebook says to a case."""
    answer = answer_to(*row.events, **row.changes)
    zone = ZoneInfo(answer["clocks"][0]["time_zone"]) if answer["clocks"] else ZoneInfo("UTC")
    if row.entry == EVERY_RULE:
        until = answer["permitted_at"] if answer["verdict"] == "defer" else None
        return Answered(_outcome(answer["verdict"], until, zone, []), answer["because"])
    pack, rule = row.entry.split("/")
    said = [each for each in answer["verdicts"] if (each["pack"], each["rule"]) == (pack, rule)]
    if not said:
        return Answered("not asked", "")
    verdict = said[0]
    if verdict["because"] == rule_named(row.entry).limits.get("advice"):
        return Answered(ADVICE, verdict["because"])
    needs = [
        need.get("disclosure") or need["step"]
        for need in answer["requires"]
        if need["source"] == verdict["source"] and rule_named(row.entry).kind in _REQUIRING
    ]
    return Answered(_outcome(verdict["verdict"], verdict["until"], zone, needs), verdict["because"])


def _outcome(verdict: str, until: str | None, zone: ZoneInfo, needs: list[str]) -> str:
    if until is not None:
        reads = datetime.fromisoformat(until).astimezone(zone)
        return f"defer to {reads:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return f"allow with {', '.join(needs)}" if needs and verdict == "allow" else verdict
