"""Have there been as many contacts as this law allows within its window?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from compliance.case import PROFESSIONALS, Case
from compliance.consents import held_at, was_agreed
from compliance.counting import Counted, most_counting
from compliance.facts import Event
from compliance.limits import Limits
from compliance.local_days import local_date
from compliance.opinion import Opinion, allow, defer, strictest
from compliance.question_events import CONSENT_TO
from compliance.rule import PASS_CAPS, Quiet
from compliance.windows import Window
from gateway.domain.words import MessageKind, PointKind

_FEW = allow("contacts are within the limit")
_PROFESSIONAL = allow("contacts with this kind of person are not counted")
_CONSENTED = "the person agreed to further contacts"
_MORE = "exceed_call_frequency"
_OUTSIDE = allow("the cap is about other addresses, numbers or forms")
_ANSWERS = allow("answers the customer, which no cap holds back")


@dataclass(frozen=True, slots=True)
class ContactCap:
    """At most `most` contacts that count within one window; the next waits until one of them leaves it.

    consent_lifts: contacts that the person agreed to are not held back and do not count, then or later.
    without_consent_to: the cap holds only where this consent is missing.
    point_kinds: the cap is about such points only; empty means any.
    """

    passes: ClassVar[frozenset[MessageKind]] = PASS_CAPS
    quiet: ClassVar[Quiet | None] = None
    most: int
    window: Window
    longest: timedelta  # of the window
    counted: Counted
    consent_lifts: bool
    without_consent_to: str | None
    point_kinds: frozenset[str]

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls(
            limits.count("max"),
            window := limits.window(),
            window.longest,
            Counted.read(limits),
            limits.flag("consent_lifts", default=False),
            limits.one_of("without_consent_to", CONSENT_TO) if limits.has("without_consent_to") else None,
            frozenset(limits.words("point_kinds", tuple(PointKind), ())),
        )

    def ask(self, case: Case, at: datetime) -> Opinion:
        if case.facts.person.relation in PROFESSIONALS:
            return _PROFESSIONAL
        if not self.is_about(case):
            return _OUTSIDE
        newest = list(islice(self._contacts(case, at), self.most))
        if len(newest) < self.most:
            return _FEW
        opinion = strictest([self._by_clock(zone, newest[-1].at, at) for zone in case.calendars])
        if opinion is _FEW:
            return _FEW
        if case.answered is not None:
            return _ANSWERS
        lifting = _MORE if self.consent_lifts else self.without_consent_to
        consent = held_at(case, lifting, at) if lifting else None
        if consent is not None:
            return allow(_CONSENTED, until=case.permission_ends(consent))
        return opinion

    def reached(self, case: Case, at: datetime) -> int:
        """Return how many contacts count at an instant, by the clock by which the most do."""
        return len(self.counting(case, at))

    def counting(self, case: Case, at: datetime) -> list[Event]:
        """Return the contacts that count at an instant, newest first, by the clock by which the most do."""
        return most_counting(self.window, case, list(self._contacts(case, at)), at)

    def is_about(self, case: Case) -> bool:
        """Return whether the contact asked about is itself of the kind that the cap counts."""
        message = case.facts.message
        form = message.form if message else None
        if self.counted.purposes and case.facts.kind not in self.counted.purposes:
            return False
        if self.counted.forms and (form is None or form not in self.counted.forms):
            return False
        point = case.facts.contact_point
        return (not self.point_kinds or point.kind in self.point_kinds) and (
            not self.counted.places or (point.place or "other") in self.counted.places
        )

    def _contacts(self, case: Case, at: datetime) -> Iterator[Event]:
        """Yield the contacts that may still be in the window at an instant, newest first."""
        for event in self.counted.contacts(case, at - self.longest):
            if not (self.consent_lifts and was_agreed(case, _MORE, event)):
                yield event

    def _by_clock(self, zone: ZoneInfo, oldest: datetime, at: datetime) -> Opinion:
        free = self.window.frees(zone, oldest)
        if at >= free:
            return _FEW
        count = f"{self.most} contacts" if self.most > 1 else "one contact"
        return defer(
            f"{count} in {self.window.words}, the oldest on {local_date(oldest, zone)}",
            free,
            sentence=f"At most {count} may be made in {self.window.words}; "
            f"the next may be made from {free.astimezone(zone):%Y-%m-%d %H:%M}.",
        )
