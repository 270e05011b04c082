"""Is the person in a breathing space, a moratorium that gives time to find a way out of debt?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
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
                because = f"in a breathing space since {space.at:%Y-%m-%d}"
                standing.append(refuse(because) if ends is None else defer(because, ends))
                if case.answers_after(space.at):
                    standing[-1] = _ANSWERS
        return strictest(standing) if standing else _NONE
