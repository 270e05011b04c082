"""Would this contact reach somebody else?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.facts import Event
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import Quiet
from gateway.domain.words import MessageKind

_NONE = allow("nothing says that somebody else would be reached")


@dataclass(frozen=True, slots=True)
class WrongParty:
    """A wrong party stays wrong; a number that was reassigned is wrong until it is shown to be the
    person's again. The one confirmation of an opt-out tells a stranger nothing and may go."""

    passes: ClassVar[frozenset[MessageKind]] = frozenset({MessageKind.OPT_OUT_CONFIRMATION})
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"wrong_party", "number_checked"}), _NONE)

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        point = case.facts.contact_point.id
        for wrong in case.standing("wrong_party"):
            if wrong.contact_point in (None, point):
                what = "this person" if wrong.contact_point is None else "this address or number"
                return refuse(f"{what} was found to be the wrong one on {case.day(wrong.at)}")
        checks = [check for check in case.standing("number_checked") if check.contact_point == point]
        if checks and checks[-1].reassigned and not _is_shown_right(case, checks[-1]):
            return refuse(f"the number was found on {case.day(checks[-1].at)} to be somebody else's now")
        return _NONE


def _is_shown_right(case: Case, check: Event) -> bool:
    """The person wrote from the number, or gave it again, after the check."""
    proofs = (*case.inbound, *case.standing("consent"))
    return any(proof.contact_point == check.contact_point and proof.at > check.at for proof in proofs)
