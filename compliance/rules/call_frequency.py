"""Have there been too many calls about this debt, or one conversation too recently?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from compliance.case import PROFESSIONALS, Case
from compliance.consents import revoked_at
from compliance.counting import NOT_CONNECTED, most_counting
from compliance.facts import Event
from compliance.holidays import HolidaySet
from compliance.limits import Limits
from compliance.local_days import local_date
from compliance.opinion import Opinion, allow, defer, strictest
from compliance.rule import PASS_CAPS, Quiet
from compliance.windows import CalendarDays
from gateway.domain.words import MessageKind

_FEW = allow("calls about this debt are within the limits")
_PROFESSIONAL = allow("calls to this kind of person are not counted")
_MINUTES_APART = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class CallFrequency:
    """At most `max_calls` in `days` consecutive dates, and none within `days` of a conversation, whose own
    date is day 1. Counted per collector, person and debt, over all numbers of the person."""

    passes: ClassVar[frozenset[MessageKind]] = PASS_CAPS
    quiet: ClassVar[Quiet | None] = None
    max_calls: int
    window: CalendarDays
    cool_down: CalendarDays
    calls_source: str
    conversation_source: str
    holidays: HolidaySet | None

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls(
            limits.count("max_calls"),
            CalendarDays(limits.count("days")),
            CalendarDays(limits.count("days_after_conversation")),
            limits.text("calls_source"),
            limits.text("conversation_source"),
            limits.holiday_set("holidays"),
        )

    def ask(self, case: Case, at: datetime) -> Opinion:
        if case.facts.person.relation in PROFESSIONALS:
            return _PROFESSIONAL
        recent = list(self._recent_calls(case, at))
        spoken = [call for call in recent if call.result == "conversation"]
        consents = _to_more_calls(case)
        calls = [call for call in recent if self._counts(case, call, spoken=spoken, consents=consents)]
        if not calls and not spoken:
            return _FEW
        opinion = self._without_consent(case, at, calls=calls, spoken=spoken)
        notes = self._notes(case, at, calls)
        if opinion is not _FEW:
            ends = self._consented_until(case, at, spoken=spoken, consents=consents)
            if ends is not None:
                opinion = allow("the person consented to more calls", until=ends)
        return replace(opinion, notes=notes) if notes else opinion

    @property
    def most(self) -> int:
        """As many calls as one window may hold."""
        return self.max_calls

    def reached(self, case: Case, at: datetime) -> int:
        """Return how many calls count at an instant, by the clock by which the most do."""
        return len(self.counting(case, at))

    def counting(self, case: Case, at: datetime) -> list[Event]:
        """Return the calls that count at an instant, newest first, by the clock by which the most do."""
        recent = list(self._recent_calls(case, at))
        spoken, consents = [call for call in recent if call.result == "conversation"], _to_more_calls(case)
        calls = [each for each in recent if self._counts(case, each, spoken=spoken, consents=consents)]
        return most_counting(self.window, case, calls, at)

    def _recent_calls(self, case: Case, at: datetime) -> Iterator[Event]:
        """Yield the calls between actor and person about the debt that can matter, newest first. A
        conversation matters whoever called, and for every debt to which talk turned."""
        since = at - max(self.window.longest, self.cool_down.longest)
        for event in case.contacts:
            if event.at < since:
                return
            if event.type == "call" and case.is_by_actor(event) and case.is_about_debt(event):
                yield event

    def _without_consent(
        self, case: Case, at: datetime, *, calls: list[Event], spoken: list[Event]
    ) -> Opinion:
        opinions = []
        for zone in case.calendars:
            if spoken:
                opinions.append(self._after_conversation(case, zone, at, spoken[0]))
            if len(calls) >= self.max_calls:
                opinions.append(self._after_calls(case, zone, at, calls[self.max_calls - 1]))
        return strictest(opinions) if opinions else _FEW

    def _after_conversation(self, case: Case, zone: ZoneInfo, at: datetime, last: Event) -> Opinion:
        free = self.cool_down.frees(zone, last.at)
        if at >= free:
            return _FEW
        on, days = local_date(last.at, zone), self.cool_down.days
        account = case.facts.account.id
        opinion = defer(
            f"conversation on {on} is day 1 of {days}",
            free,
            sentence=f"A conversation about account {account} took place on {on}; "
            f"the next call may be placed from {local_date(free, zone)}.",
        )
        return replace(opinion, source=self.conversation_source)

    def _after_calls(self, case: Case, zone: ZoneInfo, at: datetime, oldest: Event) -> Opinion:
        free = self.window.frees(zone, oldest.at)
        if at >= free:
            return _FEW
        account, days, most = case.facts.account.id, self.window.days, self.max_calls
        opinion = defer(
            f"{most} calls in {days} consecutive days, the first on {local_date(oldest.at, zone)}",
            free,
            sentence=f"{most} calls about account {account} were placed within {days} days; "
            f"the next may be placed from {local_date(free, zone)}.",
        )
        return replace(opinion, source=self.calls_source)

    def _counts(self, case: Case, call: Event, *, spoken: Sequence[Event], consents: Sequence[Event]) -> bool:
        if call.direction == "inbound" or call.result in NOT_CONNECTED:
            return False
        return not consents or not self._was_consented(case, call, spoken=spoken, consents=consents)

    def _was_consented(
        self, case: Case, call: Event, *, spoken: Sequence[Event], consents: Sequence[Event]
    ) -> bool:
        """A call within consent counts neither then nor later."""
        before = [each for each in spoken if each.at < call.at]
        return any(
            consent.at <= call.at < self._consent_end(case, consent, before)
            for consent in consents
            if consent.contact_point in (None, call.contact_point)
        )

    def _consented_until(
        self, case: Case, at: datetime, *, spoken: Sequence[Event], consents: Sequence[Event]
    ) -> datetime | None:
        point = case.facts.contact_point.id
        ends = [
            self._consent_end(case, consent, spoken)
            for consent in consents
            if consent.contact_point in (None, point)
        ]
        return max((end for end in ends if end > at), default=None)

    def _consent_end(self, case: Case, consent: Event, spoken: Sequence[Event]) -> datetime:
        """Consent is good for as many days as the cool-down; the date on which it was given is day 1. It ends
        sooner where the person said so, revoked it, or spoke with the collector again."""
        ends = [self.cool_down.frees(zone, consent.at) for zone in case.calendars]
        ends += [each.at for each in spoken if each.at > consent.at]
        ends += [end for end in (revoked_at(case, consent), case.permission_ends(consent)) if end]
        return min(ends)

    def _notes(self, case: Case, at: datetime, calls: list[Event]) -> tuple[str, ...]:
        """Name what may rebut the presumption of compliance (comment 14(b)(2)(i)-2)."""
        if not calls:
            return ()
        notes, zone = [], case.calendars[0]
        today = local_date(at, zone)
        if at - calls[0].at < _MINUTES_APART and calls[0].result != "conversation":
            notes.append("Two calls within minutes of each other may rebut the presumption of compliance.")
        on_today = sum(local_date(call.at, zone) == today for call in islice(calls, self.max_calls))
        if on_today >= self.max_calls - 1:
            notes.append("All calls of a week within one day may rebut the presumption of compliance.")
        recent = [local_date(call.at, zone) for call in calls if call.at > at - self.window.longest]
        if self._is_day_of_rest(today) and any(self._is_day_of_rest(day) for day in recent):
            notes.append("Calls kept to Sundays and holidays may rebut the presumption of compliance.")
        return tuple(notes)

    def _is_day_of_rest(self, day: date) -> bool:
        return day.weekday() == 6 or (self.holidays is not None and day in self.holidays)


def _to_more_calls(case: Case) -> list[Event]:
    """Consent must have been given directly to this collector."""
    return [
        consent
        for consent in case.standing("consent")
        if consent.to == "exceed_call_frequency" and consent.given_to in (None, case.facts.actor.id)
    ]
