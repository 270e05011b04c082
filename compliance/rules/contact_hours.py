"""Is it a decent hour on every clock that the person may live by?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import ClassVar, Self

from compliance.case import Case
from compliance.consents import held_at
from compliance.hours import OpenHours
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, defer, refuse
from compliance.rule import A_CONTACT, NEVER, Quiet
from gateway.domain.words import MessageKind

_NO_CLOCK = refuse("no clock of the person is known, so no hour is known to be decent")
_ELSEWHERE = allow("these hours are for other places")
_NEVER_OPEN = refuse("the person's clocks are never within hours together")


@lru_cache(maxsize=4096)
def _within_hours(closes: datetime) -> Opinion:
    return allow("within hours", until=closes)


@dataclass(frozen=True, slots=True)
class ContactHours:
    """Open hours of the week and of holidays; each span is open at both ends ("after 8, before 9").

    consent_lifts: a contact at an inconvenient time is permitted where the person consented to one.
    places: the hours are for contact points at these places; empty means all.
    """

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = None
    hours: OpenHours
    consent_lifts: bool
    places: frozenset[str]

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls(
            limits.open_hours("hours"),
            limits.flag("consent_lifts", default=False),
            frozenset(limits.words("places", ("home", "work", "other"), ())),
        )

    def ask(self, case: Case, at: datetime) -> Opinion:
        if self.places and (case.facts.contact_point.place or "other") not in self.places:
            return _ELSEWHERE
        if not case.clocks:
            return _NO_CLOCK
        closes = self.hours.closes(case.clocks, at)
        if closes is not None:
            return _within_hours(closes)
        consent = held_at(case, "inconvenient_time", at) if self.consent_lifts else None
        if consent is not None:
            return allow("the person consented to this time", until=case.permission_ends(consent))
        opens = self.hours.opens(case.clocks, at)
        if self._is_answer(case, opens):
            return allow("answers what the customer sent outside hours", until=opens)
        if opens is None:
            return _NEVER_OPEN
        return self._wait(case, at, opens)

    def _is_answer(self, case: Case, opens: datetime | None) -> bool:
        """The one answer may go at once when no open hour has passed since the customer wrote."""
        answered = case.answered
        return answered is not None and self.hours.opens(case.clocks, answered.at) == opens

    def _wait(self, case: Case, at: datetime, opens: datetime) -> Opinion:
        zone = next(zone for zone in case.clocks if self.hours.closes([zone], at) is None)
        reads, place = at.astimezone(zone), zone.key.rpartition("/")[2].replace("_", " ")
        before = (opens - timedelta(seconds=1)).astimezone(zone)  # "after 8", not "from one second past 8"
        return defer(
            f"it is {reads:%H:%M} in {place}, outside hours",
            opens,
            sentence=f"It is {reads:%H:%M} in {place}; the {A_CONTACT[case.facts.channel]} may go after "
            f"{before:%H:%M} on {before:%Y-%m-%d}.",
        )
