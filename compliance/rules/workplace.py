"""Does the employer forbid the person to be contacted at work?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.consents import held_at
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import NEVER, Quiet
from gateway.domain.words import MessageKind

_ELSEWHERE = allow("no employer's prohibition reaches this contact point")


@dataclass(frozen=True, slots=True)
class Workplace:
    """Once an employer's prohibition is known, no number or address at work is used, unless the person
    consented later to just that one."""

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"employer_prohibits"}), _ELSEWHERE)

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        point = case.facts.contact_point
        for known in reversed(case.standing("employer_prohibits")):
            if point.place != "work" and known.contact_point != point.id:
                continue
            consent = held_at(case, f"channel:{case.facts.channel}", at)
            if consent is not None and consent.contact_point == point.id and consent.at > known.at:
                return allow("the person consented to this number", until=case.permission_ends(consent))
            if case.answers_after(known.at):
                return allow("the one answer to what the customer sent from work")
            return refuse(
                "the employer prohibits contact at work",
                sentence="The employer does not allow such contact at work: use a number or address at home.",
            )
        return _ELSEWHERE
