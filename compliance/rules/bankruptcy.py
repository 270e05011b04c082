"""Is a bankruptcy case pending, or was the debt discharged?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import NEVER, Quiet
from gateway.domain.words import MessageKind

_NONE = allow("no bankruptcy is known")
_DISMISSED = allow("the bankruptcy case was dismissed")
_ANSWERS = allow("the one answer to what the customer sent, which collects nothing")


@dataclass(frozen=True, slots=True)
class Bankruptcy:
    """A pending case stays every act to collect; a discharge forbids it for good; a dismissal frees."""

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"bankruptcy", "bankruptcy_ended"}), _NONE)

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        latest = case.latest("bankruptcy", "bankruptcy_ended")
        if latest is None:
            return _NONE
        discharged = any(end.how == "discharged" for end in case.standing("bankruptcy_ended"))
        if latest.type == "bankruptcy_ended" and not discharged:
            return _DISMISSED
        if case.answers_after(latest.at):
            return _ANSWERS
        since = case.day(latest.at)
        if discharged:
            return refuse(f"the debt was discharged in bankruptcy, known since {since}")
        return refuse(f"a bankruptcy case is pending, known since {since}")
