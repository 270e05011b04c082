"""Which packs apply to a question and why, and what does each of their rules say? For people to read.

Nothing is judged here: what the rulebook asked, and what it answered, is laid out beside what it left aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from compliance.asking import Asked
from compliance.binding import Bar, account_bar, pack_bar, rule_bar
from compliance.case import Case, RegionSign, region_signs
from compliance.facts import Event, Facts
from compliance.packs import Entry, Pack
from compliance.regions import with_parents
from compliance.rulebook import Rulebook
from compliance.tally import Tally, tally_of
from compliance.verdict import RuleVerdict, Ruling


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """One rule and the question.

    bar: why it was not asked; None: it was, and answered with the verdict. told: the recorded events of the
    types that it looks at and that bind this person and account, oldest first.
    """

    entry: Entry
    bar: Bar | None
    verdict: RuleVerdict | None = None
    tally: Tally | None = None
    told: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class PackStanding:
    """One pack and the question.

    bar: why it does not apply; None: it does. signs: what names a region that it is for.
    """

    pack: Pack
    bar: Bar | None
    signs: tuple[RegionSign, ...]
    rules: tuple[RuleStanding, ...]


def explain(rulebook: Rulebook, facts: Facts, ruling: Ruling) -> tuple[PackStanding, ...]:
    """Return every pack of the rulebook, whether it applies or not, with the verdicts of its ruling.

    Raises ValueError where the ruling is not this rulebook's on these facts.
    """
    return _Explaining(rulebook, facts, ruling).packs()


class _Explaining:
    def __init__(self, rulebook: Rulebook, facts: Facts, ruling: Ruling) -> None:
        self._rulebook, self._facts = rulebook, facts
        self._case = Case(facts)
        self._at = facts.at.astimezone(UTC).replace(microsecond=0)
        self._signs = region_signs(facts)
        self._regions = frozenset(outer for sign in self._signs for outer in with_parents(sign.region))
        self._verdicts = iter(ruling.verdicts)  # of the rules that were asked, in the order of the packs

    def packs(self) -> tuple[PackStanding, ...]:
        return tuple(self._pack(pack) for pack in self._rulebook.packs)

    def _pack(self, pack: Pack) -> PackStanding:
        barred = pack_bar(pack, self._regions, None, None)
        asked = self._rulebook.asked_of(pack)
        rules = tuple(self._rule(one, barred) for one in asked)
        return PackStanding(pack, barred or self._bar_of_all(asked), tuple(self._naming(pack)), rules)

    def _bar_of_all(self, asked: tuple[Asked, ...]) -> Bar | None:
        """A pack applies if a rule of it binds and is in force, were it about another channel."""
        bars = [rule_bar(one.entry, self._facts) or one.time_bar(self._case, self._at) for one in asked]
        if None in bars:
            return None
        order = (Bar.NOT_YET, Bar.LAPSED, Bar.DEBT_CLASS, Bar.ROLE, Bar.OFF)
        return next(bar for bar in order if bar in bars)

    def _naming(self, pack: Pack) -> Iterator[RegionSign]:
        for sign in self._signs:
            if not pack.regions.isdisjoint(with_parents(sign.region)):
                yield sign

    def _rule(self, asked: Asked, barred: Bar | None) -> RuleStanding:
        bar = barred or self._bar(asked)
        if bar is not None:
            return RuleStanding(asked.entry, bar)
        verdict = next(self._verdicts, None)
        if verdict is None or (verdict.pack, verdict.rule) != (asked.entry.pack, asked.entry.id):
            raise ValueError(f"the ruling does not answer for {asked.entry.pack}/{asked.entry.id}")
        passes = self._facts.kind in asked.entry.passes
        tally = None if passes else tally_of(asked.entry.rule, self._case, self._at)
        return RuleStanding(asked.entry, None, verdict, tally, self._told(asked.entry))

    def _bar(self, asked: Asked) -> Bar | None:
        entry = asked.entry
        bar = rule_bar(entry, self._facts)
        if bar is None and self._facts.channel not in entry.channels:
            bar = Bar.OTHER_CHANNEL
        return bar or asked.time_bar(self._case, self._at) or account_bar(entry, self._facts)

    def _told(self, entry: Entry) -> tuple[Event, ...]:
        quiet = entry.rule.quiet
        kinds = sorted(quiet.unless) if quiet else ()
        return tuple(
            sorted((event for kind in kinds for event in self._case.standing(kind)), key=_instant_of)
        )


def _instant_of(event: Event) -> datetime:
    return event.at
