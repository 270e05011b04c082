"""Do the two judges say the same of one question, ruling by ruling and rule by rule?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from compliance.facts import Facts
from compliance.rulebook import Rulebook, load_rulebook
from tests.oracle.judge import Oracle, strictest
from tests.oracle.packs import Entry, read_packs
from tests.oracle.rule import AtAnInstant, Word

PACKS = Path(__file__).resolve().parents[2] / "config" / "compliance"
MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
A_WEEK = timedelta(days=8)
AHEAD = timedelta(days=40)
HOURS = "contact_hours"
_RULING = "ruling"
CHECKS = frozenset({"email_procedure_check", "reassigned_number_check"})


@dataclass(frozen=True, slots=True)
class Judges:
    """The rulebook and the entries of the same packs."""

    rulebook: Rulebook
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Judges:
        return cls(load_rulebook(texts), read_packs(texts))

    def oracle(self, facts: Facts, policy: tuple[str, ...] | None) -> Oracle:
        return Oracle(self.entries, facts, policy)


@dataclass(slots=True)
class Findings:
    """What many comparisons come to."""

    counted: Counter[str] = field(default_factory=Counter)
    mix: Counter[str] = field(default_factory=Counter)
    opposed: Counter[str] = field(default_factory=Counter)  # by rule kind
    disagreements: list[str] = field(default_factory=list)

    def disagree(self, what: str) -> None:
        self.disagreements.append(what)

    def add(self, other: Findings) -> None:
        self.counted += other.counted
        self.mix += other.mix
        self.opposed += other.opposed
        self.disagreements += other.disagreements


def shipped_packs(*, all_on: bool = False) -> dict[str, str]:
    """Return the texts of the shipped packs; all on: the ones too that ship switched off."""
    texts = {path.name: path.read_text("utf-8") for path in sorted(PACKS.glob("*.toml"))}
    if not all_on:
        return texts
    return {name: re.sub(r"(?m)^(enabled = false|why_off = .*)\n", "", text) for name, text in texts.items()}


def compare(
    judges: Judges, facts: Facts, policy: tuple[str, ...] | None, instants: list[datetime], found: Findings
) -> None:
    """Hold the verdicts of both judges against each other at each instant."""
    oracle = judges.oracle(facts, policy)
    kinds = {(entry.pack, entry.id): (entry.kind, says) for entry, says in oracle.bench}
    never: dict[object, bool] = {}
    for at in instants:
        ruling = judges.rulebook.judge(replace(facts, at=at), policy=policy)
        mine = oracle.verdicts(at)
        theirs = {(each.pack, each.rule): str(each.verdict) for each in ruling.verdicts}
        found.counted["instants"] += 1
        found.counted["rule verdicts"] += len(theirs)
        for key in mine.keys() | theirs.keys():
            one, other = mine.get(key), theirs.get(key)
            if other not in ("allow", None):
                found.opposed[kinds[key][0] if key in kinds else str(key)] += 1
            if one == other:
                continue
            if (one, other) != ("defer", "refuse") or not _never(never, key, kinds[key], at):
                found.disagree(f"{key} at {at}: oracle {one}, rulebook {other}")
        _compare_rulings(oracle, strictest(mine), str(ruling.verdict), at, never, found)
        steps = {item.name for item in ruling.requires if item.name in CHECKS}
        if steps != oracle.steps(at):
            found.disagree(f"steps at {at}: oracle {oracle.steps(at)}, rulebook {steps}")


def _compare_rulings(
    oracle: Oracle, mine: Word, theirs: str, at: datetime, never: dict[object, bool], found: Findings
) -> None:
    found.mix[theirs] += 1
    if mine == theirs:
        return
    if (mine, theirs) != ("defer", "refuse") or not _never(never, _RULING, ("all", oracle.says), at):
        found.disagree(f"ruling at {at}: oracle {mine}, rulebook {theirs}")


def _never(known: dict[object, bool], key: object, rule: tuple[str, AtAnInstant], at: datetime) -> bool:
    """Return whether nothing is allowed for many days: waiting does not help, although no rule refuses.

    Looked at once for each question: later instants lie within the same days. Where one rule never allows,
    all together do not."""
    if key not in known:
        kind, says = rule
        known[key] = not any(says(instant) == "allow" for instant in looked_at(at, by_minutes=kind != HOURS))
        known[_RULING] = known.get(_RULING, False) or known[key]
    return known[key]


def looked_at(at: datetime, *, by_minutes: bool) -> Iterator[datetime]:
    """Yield every minute of more than a week, then every quarter of an hour: within one, no law's hours begin
    or end on any clock."""
    instant, end = at.replace(minute=7, second=30), at + AHEAD
    while instant < end:
        yield instant
        instant += MINUTE if by_minutes and instant < at + A_WEEK else QUARTER
