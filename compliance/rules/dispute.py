"""Does the customer dispute the debt, or a part of it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.facts import Event
from compliance.holidays import HolidaySet
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import Quiet
from compliance.validation import in_validation_period
from gateway.domain.words import MessageKind

_NONE = allow("no dispute that stops collection stands")
_ANSWERS = allow("the one answer to what the customer sent after the dispute")
_IN_WRITING = frozenset({"letter", "email"})


@dataclass(frozen=True, slots=True)
class Dispute:
    """Collection stops until verification is sent. A dispute that only repeats an earlier one is met by a
    notice that says so.

    written_only: an oral dispute does not stop collection. in_period_only: nor does one that came after the
    validation period. holidays: which days the period's assumed receipt leaves out.
    """

    passes: ClassVar[frozenset[MessageKind]] = frozenset(
        {MessageKind.VALIDATION_NOTICE, MessageKind.CEASE_CLOSING, MessageKind.OPT_OUT_CONFIRMATION}
    )
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"dispute"}), _NONE)
    written_only: bool
    in_period_only: bool
    holidays: HolidaySet | None

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls(limits.flag("written_only"), limits.flag("in_period_only"), limits.holiday_set("holidays"))

    def ask(self, case: Case, at: datetime) -> Opinion:
        disputes = case.standing("dispute")
        if not disputes:
            return _NONE
        stopping = [each for each in disputes if self._stops(case, each)]
        if not stopping:
            return _NONE
        latest = stopping[-1]
        if case.answers_after(latest.at):
            return _ANSWERS
        part = "part of the debt" if latest.scope == "part" else "the debt"
        how = "in writing " if latest.written else ""
        since = case.day(latest.at)
        return refuse(
            f"{part} is disputed since {since}; no verification was sent",
            sentence=f"The customer disputed {part} {how}on {since}: send verification first.",
        )

    def _stops(self, case: Case, dispute: Event) -> bool:
        return (
            (dispute.written or not self.written_only)
            and (not self.in_period_only or in_validation_period(case, dispute.at, self.holidays))
            and not _is_met(case, dispute)
        )


def _is_met(case: Case, dispute: Event) -> bool:
    if any(sent.at >= dispute.at for sent in case.standing("verification_sent")):
        return True
    return dispute.duplicative and any(
        contact.type in _IN_WRITING and contact.kind == "reply" and contact.at >= dispute.at
        for contact in case.outbound
    )
