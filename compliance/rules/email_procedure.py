"""Does one of the procedures protect an email to this address from being read by a third party?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from compliance.case import Case
from compliance.consents import consents, is_held
from compliance.facts import Event
from compliance.limits import Limits
from compliance.local_days import day_end, local_date
from compliance.opinion import Opinion, allow, refuse, require
from compliance.rule import NEVER, Quiet
from compliance.verdict import Requirement
from gateway.domain.words import MessageKind

_USED = allow("the person wrote from this address about the debt")
_CONSENTED = allow("the person consented to this address")
_NOTIFIED = allow("the creditor gave notice of this address and nobody objected in time")
_ANSWERS = allow("answers what the customer sent by email")
_MIN_NOTICE = timedelta(days=35)
_UNPROTECTED = "no procedure protects emails to this address"


@dataclass(frozen=True, slots=True)
class EmailProcedure:
    """Without a procedure the safe harbour is lost: the check is required, or by policy the email refused."""

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = None
    requirement: Requirement
    refuses: bool

    @classmethod
    def read(cls, limits: Limits) -> Self:
        requirement = Requirement("email_procedure_check", limits.source, is_step=True)
        return cls(requirement, limits.one_of("otherwise", ("require", "refuse"), "require") == "refuse")

    def ask(self, case: Case, at: datetime) -> Opinion:
        if case.answered is not None:
            return _ANSWERS
        point = case.facts.contact_point.id
        if any(
            event.type == "email" and event.contact_point == point and case.is_by_actor(event)
            for event in case.inbound
        ):
            return _USED
        if any(each.contact_point == point and is_held(case, each, at) for each in consents(case, "email")):
            return _CONSENTED
        if any(_is_complete(case, notice, at) for notice in case.standing("creditor_email_notice")):
            return _NOTIFIED
        return refuse(_UNPROTECTED) if self.refuses else require(_UNPROTECTED, self.requirement)


def _is_complete(case: Case, notice: Event, at: datetime) -> bool:
    """At least 35 days to object, all of them over, and the mailbox is not an employer's."""
    point = case.facts.contact_point
    if notice.opt_out_by is None or notice.contact_point != point.id or point.employer_provided:
        return False
    long_enough = all(
        notice.opt_out_by >= local_date(notice.at, zone) + _MIN_NOTICE for zone in case.calendars
    )
    return long_enough and all(at >= day_end(zone, notice.opt_out_by) for zone in case.calendars)
