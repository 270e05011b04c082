"""Is the person in a breathing space, a moratorium that gives time to find a way out of debt?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.facts import Event
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, defer, refuse, strictest
from compliance.rule import NEVER, Quiet
from gateway.domain.words import MessageKind

_NONE = allow("no breathing space is known")
_ANSWERS = allow("the one answer to what the customer sent during the breathing space")


@dataclass(frozen=True, slots=True)
class BreathingSpace:
    """Nothing is asked of the person until it ends; where its end is unknown, until somebody knows."""

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"breathing_space"}), _NONE)

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        standing = []
        for space in case.standing("breathing_space"):
            ends = case.bar_ends(space)
            if ends is None or at < ends:
                standing.append(_ANSWERS if case.answers_after(space.at) else _bar(case, space, ends))
        return strictest(standing) if standing else _NONE


def _bar(case: Case, space: Event, ends: datetime | None) -> Opinion:
    because = f"the person is in a breathing space since {case.day(space.at)}"
    if ends is None:
        return refuse(because)
    said = f"The person is in a breathing space, which ends by {case.moment(ends)}."
    return defer(because, ends, sentence=said)
