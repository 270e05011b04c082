"""Which rules have to be asked about one kind of question, at one time?

Most rules have nothing to say about most people: no bankruptcy, no attorney, no hold. What is known
beforehand is kept ready, so that only the rest is worked out for each contact.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from compliance.asking import Asked
from compliance.case import Case
from compliance.opinion import Opinion
from compliance.verdict import RuleVerdict

_CACHED_PANELS = 2_000


@dataclass(frozen=True, slots=True)
class Panel:
    """The rules in force at one time for one kind of question.

    template: a verdict for each rule; asked: the rules whose verdict is not known beforehand, with its place.
    packs: the packs that have a rule in force, core left out. upcoming: rules that are to be asked once they
    come into force.
    """

    template: tuple[RuleVerdict, ...]
    asked: tuple[tuple[int, Asked], ...]
    packs: tuple[str, ...]
    upcoming: tuple[Asked, ...]

    def ask(self, case: Case, at: datetime) -> tuple[list[Opinion], tuple[RuleVerdict, ...]]:
        """Return the opinions that had to be asked for, and the verdicts of all rules."""
        verdicts = list(self.template)
        opinions = []
        for place, rule in self.asked:
            opinion, verdicts[place] = rule.ask(case, at)
            opinions.append(opinion)
        return opinions, tuple(verdicts)


class Selection:
    """The rules that actor, debt, places and channel call for, whether or not they are in force yet.

    packs: every rule of each pack that binds, also those of other channels, for its dates.
    """

    def __init__(self, rules: Sequence[Asked], packs: Sequence[tuple[str, tuple[Asked, ...]]]) -> None:
        self._rules = tuple(rules)
        self._packs = tuple(packs)
        every = [*rules, *(rule for _, members in packs for rule in members)]
        self._changes = tuple(sorted({change for rule in every for change in rule.changes()}))
        self._conditional = tuple(rule for rule in rules if rule.is_conditional())
        quiet = [rule.entry.rule.quiet for rule in rules]
        self._telling = frozenset(kind for each in quiet if each for kind in each.unless)
        self._panels: dict[object, Panel] = {}

    def panel(self, case: Case, at: datetime) -> Panel:
        """Return the panel for a question asked about an instant."""
        period = bisect(self._changes, (at, at))
        if period and at < self._changes[period - 1][1]:
            return self._build(case, at)  # the date changes now, clock by clock around the world
        key = (
            period,
            case.facts.kind,
            frozenset(self._telling & case.event_types),
            tuple(rule.is_meant_for(case) for rule in self._conditional),
        )
        panel = self._panels.get(key)
        if panel is None:
            if len(self._panels) >= _CACHED_PANELS:
                self._panels.clear()
            panel = self._panels[key] = self._build(case, at)
        return panel

    def _build(self, case: Case, at: datetime) -> Panel:
        rules = [rule for rule in self._rules if rule.binds(case, at)]
        foregone = [rule.foregone(case) for rule in rules]
        template = tuple(verdict or rule.passed for verdict, rule in zip(foregone, rules, strict=True))
        asked = tuple((place, rule) for place, rule in enumerate(rules) if foregone[place] is None)
        packs = tuple(id_ for id_, members in self._packs if any(rule.in_force(case, at) for rule in members))
        may_speak = [rule for rule in self._rules if rule.foregone(case) is None]
        upcoming = tuple(rule for rule in may_speak if rule.comes_into_force(case) > at)
        return Panel(template, asked, packs, upcoming)
