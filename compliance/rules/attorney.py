"""Does an attorney, whom we can reach, represent the person on this debt?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import CONSUMERS, Case
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import NEVER, Quiet
from gateway.domain.words import MessageKind

_NONE = allow("no reachable attorney is known to represent the person")
_NOT_PROTECTED = allow("the contact is not with the consumer")
_ANSWERS = allow("the one answer to what the customer sent although represented")


@dataclass(frozen=True, slots=True)
class Attorney:
    """Contact goes to the attorney, unless the attorney consents or does not answer.

    contact_must_be_known: representation counts only where the attorney's name and address are known or
    readily ascertainable.
    """

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"attorney_represents"}), _NONE)
    contact_must_be_known: bool

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls(limits.flag("contact_must_be_known", default=True))

    def ask(self, case: Case, at: datetime) -> Opinion:
        if case.facts.person.relation not in CONSUMERS:
            return _NOT_PROTECTED
        known = [
            notice
            for notice in case.standing("attorney_represents")
            if notice.contact_known or not self.contact_must_be_known
        ]
        if not known:
            return _NONE
        since = known[-1].at
        lifted = case.latest("attorney_unresponsive", "attorney_consents")
        if lifted is not None and lifted.at > since:
            what = "did not answer" if lifted.type == "attorney_unresponsive" else "consented"
            return allow(f"the attorney {what}, known since {case.day(lifted.at)}")
        if case.answers_after(since):
            return _ANSWERS
        day = case.day(since)
        return refuse(
            f"represented by an attorney since {day}",
            sentence=f"An attorney has represented the person since {day}: write to the attorney.",
        )
