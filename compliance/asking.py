"""How is one rule of a pack asked? In force or not, failing closed, and to the end of its waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from compliance.case import Case
from compliance.local_days import day_start
from compliance.opinion import Opinion, allow, refuse
from compliance.packs import Entry
from compliance.verdict import RuleVerdict
from gateway.domain.words import Verdict

_PASSES = allow("this kind of contact is not held back by this rule")
_MAX_WAITS = 3_000  # one rule's own periods, one after the other: years of them
_HALF_A_DAY = timedelta(hours=15)  # no clock is further from UTC
_FOREVER = datetime.max.replace(tzinfo=UTC)


class Asked:
    """One entry, ready to be asked about many cases."""

    __slots__ = ("_memo", "_surely_from", "_surely_until", "entry")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self._surely_from = _midnight(entry.effective_from) + _HALF_A_DAY
        until = entry.effective_until
        self._surely_until = _midnight(until) - _HALF_A_DAY if until else _FOREVER
        self._memo: tuple[Opinion, RuleVerdict] | None = None

    def binds(self, case: Case, at: datetime) -> bool:
        """Return whether the rule is in force and meant for an account in this state."""
        if not self.in_force(case, at):
            return False
        account, entry = case.facts.account, self.entry
        if entry.only_once_collection_begun and not account.collection_begun:
            return False
        if entry.days_past_due_over is None or account.days_past_due is None:
            return True
        return account.days_past_due > entry.days_past_due_over

    def in_force(self, case: Case, at: datetime) -> bool:
        """Return whether one of the person's calendars shows a date on which the rule is in force."""
        if self._surely_from <= at < self._surely_until:
            return True
        return at >= self.comes_into_force(case) and at < self._lapses(case)

    def comes_into_force(self, case: Case) -> datetime:
        return min(day_start(zone, self.entry.effective_from) for zone in case.calendars)

    def opine(self, case: Case, at: datetime) -> Opinion:
        """Return the rule's own opinion about an instant. A rule that cannot decide refuses."""
        entry = self.entry
        try:
            if case.facts.kind in entry.passes:
                return _PASSES
            opinion = entry.rule.ask(case, at)
        except Exception:
            # Whatever went wrong, nobody is contacted; which rule it was stands in the ruling.
            return refuse(f"the rule {entry.id} could not decide")
        if opinion.verdict is Verdict.DEFER and (opinion.until is None or opinion.until <= at):
            return refuse(f"the rule {entry.id} could not say until when to wait")
        return opinion

    def ask(self, case: Case, at: datetime) -> tuple[Opinion, RuleVerdict]:
        """Return the opinion, and the same as the pack's verdict, with waiting followed to its end."""
        opinion = self.opine(case, at)
        memo = self._memo
        if memo is not None and memo[0] is opinion:
            return memo
        if opinion.verdict is Verdict.DEFER:
            opinion = self._to_the_end(case, opinion)
        memo = (opinion, self._verdict(opinion))
        if opinion.verdict is Verdict.ALLOW:
            self._memo = memo  # most verdicts are the same few constants
        return memo

    def _to_the_end(self, case: Case, first: Opinion) -> Opinion:
        """Ask again at each end of a wait until the rule waits no longer, or refuses after all."""
        until = first.until
        for _ in range(_MAX_WAITS):
            assert until is not None  # `opine` sees to it
            if not self.binds(case, until):
                return replace(first, until=min(until, self._lapses(case)))
            opinion = self.opine(case, until)
            if opinion.verdict is Verdict.REFUSE:
                return opinion
            if opinion.verdict is Verdict.ALLOW:
                return first if until == first.until else replace(first, until=until)
            until = opinion.until
        return refuse("waiting never ends")

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
        )

    def _lapses(self, case: Case) -> datetime:
        until = self.entry.effective_until
        return max(day_start(zone, until) for zone in case.calendars) if until else _FOREVER


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
