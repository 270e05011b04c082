"""Did the person ask not to be called at work?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from compliance.case import Case
from compliance.facts import Event
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, defer, refuse, strictest
from compliance.rule import NEVER, Quiet
from compliance.windows import CalendarDays
from compliance.wishes import standing_wishes
from gateway.domain.words import MessageKind

_NONE = allow("no request about work binds this number")


@dataclass(frozen=True, slots=True)
class WorkRequest:
    """An oral request is good for so many days, and for good once it is confirmed in writing in time."""

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"inconvenient"}), _NONE)
    oral: CalendarDays
    confirm_within: timedelta

    @classmethod
    def read(cls, limits: Limits) -> Self:
        confirm_within = timedelta(days=limits.count("confirm_within_days"))
        return cls(CalendarDays(limits.count("oral_days")), confirm_within)

    def ask(self, case: Case, at: datetime) -> Opinion:
        requests = [each for each in standing_wishes(case, at) if each.place == "work"]
        if case.facts.contact_point.place != "work" or not requests:
            return _NONE
        return strictest([self._after(case, each, at, requests) for each in requests])

    def _confirms(self, written: Event, requests: list[Event]) -> bool:
        return any(timedelta() <= written.at - each.at <= self.confirm_within for each in requests)

    def _after(self, case: Case, request: Event, at: datetime, requests: list[Event]) -> Opinion:
        ends = case.bar_ends(request)
        if request.written and self._confirms(request, requests):
            because = "the person asked in writing not to be contacted at work"
            return refuse(because) if ends is None else defer(because, ends)
        # Counted from the day after the request, so that ten days are ten whole ones.
        whole = CalendarDays(self.oral.days + 1)
        until = max(whole.frees(zone, request.at) for zone in case.calendars)
        until = until if ends is None else min(until, ends)
        if at >= until:
            return _NONE
        because = f"the person asked on {case.day(request.at)} not to be contacted at work"
        said = f"{because[0].upper()}{because[1:]}; such contact may go from {case.moment(until)}."
        return defer(because, until, sentence=said)
