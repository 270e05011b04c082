"""Is dunning on hold?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, defer, refuse, strictest
from compliance.rule import DUNNING_ONLY, Quiet
from gateway.domain.words import MessageKind

_NONE = allow("no hold stands")


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold with an end defers to it; one without refuses until it is lifted."""

    passes: ClassVar[frozenset[MessageKind]] = DUNNING_ONLY
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"hold"}), _NONE)

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        holds = case.standing("hold")
        if not holds:
            return _NONE
        lifted = case.latest("hold_lifted")
        standing = []
        for hold in holds:
            ends = case.bar_ends(hold)
            if (lifted is not None and lifted.at > hold.at) or (ends is not None and at >= ends):
                continue
            because = f"dunning is on hold since {case.day(hold.at)}"
            standing.append(refuse(because) if ends is None else _until(case, because, ends))
        return strictest(standing) if standing else _NONE


def _until(case: Case, because: str, ends: datetime) -> Opinion:
    return defer(because, ends, sentence=f"Dunning is on hold; it may go on from {case.moment(ends)}.")
