"""Is it known, within sixty days, that the number is still the person's?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from compliance.case import Case
from compliance.consents import consents, is_held
from compliance.facts import Event
from compliance.limits import Limits
from compliance.local_days import day_start, local_date
from compliance.opinion import Opinion, allow, refuse, require
from compliance.rule import NEVER, Quiet
from compliance.verdict import Requirement
from gateway.domain.words import Channel, MessageKind, PointKind

_OUTSIDE = allow("the safe harbour is about other contacts")
_ANSWERS = allow("answers what the customer just sent from the number")
_TO = {Channel.SMS: "text", Channel.VOICE: "prerecorded"}


@dataclass(frozen=True, slots=True)
class TextSafeHarbour:
    """A text from the number, a consent, or a check of a complete database keeps the harbour for `days`.
    Without one the check is required, or by policy the contact refused."""

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = None
    days: int
    requirement: Requirement
    refuses: bool
    forms: frozenset[str]
    point_kinds: frozenset[str]

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls(
            limits.count("days"),
            Requirement("reassigned_number_check", limits.source, is_step=True),
            limits.one_of("otherwise", ("require", "refuse"), "require") == "refuse",
            frozenset(limits.words("forms", ("prerecorded",), ())),
            frozenset(limits.words("point_kinds", tuple(PointKind), ())),
        )

    def ask(self, case: Case, at: datetime) -> Opinion:
        message = case.facts.message
        if self.forms and (message is None or message.form not in self.forms):
            return _OUTSIDE
        if self.point_kinds and case.facts.contact_point.kind not in self.point_kinds:
            return _OUTSIDE
        if case.answered is not None:
            return _ANSWERS
        bases = _bases(case, at)
        fresh = [self._until(case, proof) for proof in (*bases, *_checks_since(case, bases))]
        until = max((end for end in fresh if at < end), default=None)
        if until is not None:
            return allow(f"shown to be the person's number within {self.days} days", until=until)
        stale = f"nothing within {self.days} days shows that the number is still the person's"
        return refuse(stale) if self.refuses else require(stale, self.requirement)

    def _until(self, case: Case, proof: Event) -> datetime:
        """A proof is good for `days` dates, its own being the first."""
        span = timedelta(days=self.days)
        return min(day_start(zone, local_date(proof.at, zone) + span) for zone in case.calendars)


def _bases(case: Case, at: datetime) -> list[Event]:
    """Return what makes the number the person's: texts from it, and consents held."""
    point, to = case.facts.contact_point.id, _TO[case.facts.channel]
    texts = [
        event
        for event in case.inbound
        if event.type == "sms" and event.contact_point == point and case.is_by_actor(event)
    ]
    return [*texts, *(each for each in consents(case, to) if is_held(case, each, at))]


def _checks_since(case: Case, bases: list[Event]) -> list[Event]:
    """Return the clean checks that were made after one of the bases."""
    if not bases:
        return []
    first, point = min(base.at for base in bases), case.facts.contact_point.id
    return [
        check
        for check in case.standing("number_checked")
        if check.contact_point == point
        and check.complete_database
        and not check.reassigned
        and check.at >= first
    ]
