"""Has the customer promised to pay on a day that has not passed?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.limits import Limits
from compliance.local_days import day_end
from compliance.opinion import Opinion, allow, defer
from compliance.rule import DUNNING_ONLY, Quiet
from gateway.domain.words import MessageKind

_NONE = allow("no promise to pay is open")


@dataclass(frozen=True, slots=True)
class PromiseToPay:
    """Dunning waits for the day after the promised one, on every clock of the person."""

    passes: ClassVar[frozenset[MessageKind]] = DUNNING_ONLY
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"promise_to_pay"}), _NONE)

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        due = max((each.due_on for each in case.standing("promise_to_pay") if each.due_on), default=None)
        if due is None:
            return _NONE
        until = max(day_end(zone, due) for zone in case.calendars)
        if at >= until:
            return _NONE
        return defer(
            f"promised to pay on {due}",
            until,
            sentence=f"The customer promised to pay on {due}; a reminder may go from the day after.",
        )
