"""Is this mailbox the employer's, so that others may read along?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.consents import consents, is_held
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import NEVER, Quiet
from gateway.domain.words import MessageKind

_PRIVATE = allow("the mailbox is not known to be an employer's")
_USED = allow("the person wrote from this mailbox or consented to its use")


@dataclass(frozen=True, slots=True)
class EmployerEmail:
    """No email to an employer's mailbox, unless the person used it to write to the collector or consented.

    unless_used: false where the law knows no such exception.
    """

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = None

    unless_used: bool

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls(limits.flag("unless_used", default=True))

    def ask(self, case: Case, at: datetime) -> Opinion:
        point = case.facts.contact_point
        if not point.employer_provided and point.place != "work":
            return _PRIVATE
        if not self.unless_used:
            return refuse("the mailbox is provided by an employer")
        wrote = any(
            event.type == "email" and event.contact_point == point.id and case.is_by_actor(event)
            for event in case.inbound
        )
        consented = any(
            consent.contact_point == point.id and is_held(case, consent, at)
            for consent in consents(case, "email")
        )
        return _USED if wrote or consented else refuse("the mailbox is provided by an employer")
