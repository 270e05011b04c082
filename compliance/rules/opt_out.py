"""Has the person opted out of this medium, or of this address or number?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.opt_outs import opt_outs
from compliance.rule import A_CONTACT, Quiet
from gateway.domain.words import MessageKind

_NONE = allow("no opt-out stands")
_CONFIRMS = allow("the one confirmation of the opt-out")
_ANSWERS = allow("the one answer to what the customer sent by this medium after opting out")


@dataclass(frozen=True, slots=True)
class OptOut:
    """An opt-out stands until the person takes it back. One electronic confirmation and one answer by the
    same medium remain possible."""

    passes: ClassVar[frozenset[MessageKind]] = frozenset({MessageKind.REQUIRED_BY_LAW})
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"opt_out", "cease_request"}), _NONE)

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        standing = opt_outs(case)
        if not standing:
            return _NONE
        if case.facts.kind is MessageKind.OPT_OUT_CONFIRMATION:
            if case.answered is not None:
                return _CONFIRMS
        elif case.answers_after(max(stop.at for stop in standing)):
            return _ANSWERS
        latest = max(standing, key=lambda stop: stop.at)
        what = "this address or number" if latest.contact_point else f"{A_CONTACT[case.facts.channel]}s"
        on = case.day(latest.at)
        return refuse(
            f"opted out of {what} on {on}",
            sentence=f"The person opted out of {what} on {on}.",
        )
