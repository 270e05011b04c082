"""How is one rule of a pack asked? In force or not, failing closed, and to the end of its waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from compliance.binding import Bar, account_bar
from compliance.case import Case
from compliance.local_days import Stretch, day_start
from compliance.opinion import Opinion, allow, refuse
from compliance.packs import Entry
from compliance.verdict import RuleVerdict
from gateway.domain.words import Verdict

_PASSES = allow("this kind of contact is not held back by this rule")
_MAX_WAITS = 3_000  # one rule's own periods, one after the other: years of them
_FURTHEST = timedelta(hours=15)  # no clock is further from UTC
_REMEMBERED = 100  # verdicts for each rule
_FOREVER = datetime.max.replace(tzinfo=UTC)


class Asked:
    """One entry, ready to be asked about many cases."""

    __slots__ = ("_allowed", "_quiet", "_rule", "entry", "passed")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self._rule = entry.rule
        self._allowed: dict[tuple[str, str | None], RuleVerdict] = {}
        self.passed = self._verdict(_PASSES)
        self._quiet = self._verdict(entry.rule.quiet.opinion) if entry.rule.quiet else None

    def binds(self, case: Case, at: datetime) -> bool:
        """Return whether the rule is in force and meant for an account in this state."""
        return self.in_force(case, at) and self.is_meant_for(case)

    def in_force(self, case: Case, at: datetime) -> bool:
        """Return whether one of the person's calendars shows a date on which the rule is in force."""
        return self.time_bar(case, at) is None

    def time_bar(self, case: Case, at: datetime) -> Bar | None:
        """Return whether the rule is not in force yet, or no more, on all of the person's calendars."""
        if at < self.comes_into_force(case):
            return Bar.NOT_YET
        return None if at < self._lapses(case) else Bar.LAPSED

    def comes_into_force(self, case: Case) -> datetime:
        return min(day_start(zone, self.entry.effective_from) for zone in case.calendars)

    def changes(self) -> list[Stretch]:
        """Return the stretches during which the rule comes into force or lapses somewhere on Earth."""
        days = (self.entry.effective_from, self.entry.effective_until)
        midnights = [datetime.combine(day, time(), UTC) for day in days if day is not None]
        return [(midnight - _FURTHEST, midnight + _FURTHEST) for midnight in midnights]

    def is_conditional(self) -> bool:
        """Return whether the rule looks at the state of the account before it binds."""
        return self.entry.only_once_collection_begun or self.entry.days_past_due_over is not None

    def is_meant_for(self, case: Case) -> bool:
        return account_bar(self.entry, case.facts) is None

    def foregone(self, case: Case) -> RuleVerdict | None:
        """Return the verdict where it follows from the kind of contact, or from what has never happened."""
        if case.facts.kind in self.entry.passes:
            return self.passed
        quiet = self.entry.rule.quiet
        return self._quiet if quiet and quiet.unless.isdisjoint(case.event_types) else None

    def opine(self, case: Case, at: datetime) -> Opinion:
        """Return the rule's own opinion about an instant, where none is foregone. A rule that cannot decide
        refuses."""
        try:
            opinion = self._rule.ask(case, at)
        except Exception as error:
            # Whatever went wrong, nobody is contacted; which rule it was stands in the ruling.
            return replace(refuse(f"the rule {self.entry.id} could not decide"), fault=type(error).__name__)
        return opinion if opinion.verdict is not Verdict.DEFER else self._bounded(case, at, opinion)

    def ask(self, case: Case, at: datetime) -> tuple[Opinion, RuleVerdict]:
        """Return the opinion, and the same as the pack's verdict, with waiting followed to its end."""
        opinion = self.opine(case, at)
        if opinion.verdict is not Verdict.ALLOW:
            if opinion.verdict is Verdict.DEFER:
                opinion = self._to_the_end(case, opinion)
            return opinion, self._verdict(opinion)
        key = (opinion.because, opinion.source)  # what allows is nearly always one of a few sentences
        verdict = self._allowed.get(key)
        if verdict is None:
            verdict = self._verdict(opinion)
            if len(self._allowed) < _REMEMBERED:
                self._allowed[key] = verdict
        return opinion, verdict

    def _to_the_end(self, case: Case, first: Opinion) -> Opinion:
        """Ask again at each end of a wait until the rule waits no longer, or refuses after all."""
        until = first.until
        for _ in range(_MAX_WAITS):
            assert until is not None  # `opine` sees to it
            if not self.binds(case, until):
                return first if until == first.until else replace(first, until=until)
            opinion = self.opine(case, until)
            if opinion.verdict is Verdict.REFUSE:
                return opinion
            if opinion.verdict is Verdict.ALLOW:
                return first if until == first.until else replace(first, until=until)
            until = opinion.until
        return refuse("waiting never ends")

    def _bounded(self, case: Case, at: datetime, opinion: Opinion) -> Opinion:
        """A rule that lapses forbids nothing afterwards, and one that waits must say for what."""
        until = opinion.until
        if until is None or until <= at:
            return replace(
                refuse(f"the rule {self.entry.id} could not say until when to wait"), fault="NoUntil"
            )
        if self.entry.effective_until is None or until <= self._lapses(case):
            return opinion
        return replace(opinion, until=self._lapses(case))

    def _verdict(self, opinion: Opinion) -> RuleVerdict:
        entry = self.entry
        return RuleVerdict(
            rule=entry.id,
            pack=entry.pack,
            verdict=opinion.verdict,
            because=opinion.because,
            source=opinion.source or entry.source,
            effect=entry.effect,
            until=opinion.until if opinion.verdict is Verdict.DEFER else None,
            fault=opinion.fault,
        )

    def _lapses(self, case: Case) -> datetime:
        until = self.entry.effective_until
        return max(day_start(zone, until) for zone in case.calendars) if until else _FOREVER
