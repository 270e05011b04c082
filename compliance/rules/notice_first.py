"""Must a written notice have gone before this contact, and has it been long enough?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from compliance.case import Case
from compliance.limits import Limits
from compliance.local_days import local_date
from compliance.opinion import Opinion, allow, defer, refuse, strictest
from compliance.rule import Quiet
from compliance.verdict import Requirement
from compliance.windows import CalendarDays
from gateway.domain.words import MessageKind

_GIVEN = allow("the written notice was given in time")
_ANSWERS = allow("answers the customer")


@dataclass(frozen=True, slots=True)
class NoticeFirst:
    """A written notice that arrived, then so many whole days, then other contacts.

    by: the media in which the notice may be given.
    """

    passes: ClassVar[frozenset[MessageKind]] = frozenset(
        {MessageKind.VALIDATION_NOTICE, MessageKind.REQUIRED_BY_LAW, MessageKind.OPT_OUT_CONFIRMATION}
    )
    quiet: ClassVar[Quiet | None] = None
    window: CalendarDays
    by: frozenset[str]
    requires: tuple[Requirement, ...]

    @classmethod
    def read(cls, limits: Limits) -> Self:
        step = Requirement("written_notice_first", limits.source, is_step=True)
        days = limits.count("days", minimum=0)
        # The day of the notice is none of the days of waiting.
        window = CalendarDays(days + 1 if days else 0)
        return cls(window, frozenset(limits.some_words("by", ("letter", "email"))), (step,))

    def ask(self, case: Case, at: datetime) -> Opinion:
        given = self._notices(case)
        if not given:
            if case.answered is not None:
                return _ANSWERS
            refused = refuse(
                "no written notice was given first", sentence="A written notice has to be given first."
            )
            return replace(refused, requires=self.requires)
        first = min(given)
        opinions = []
        for zone in case.calendars:
            free = self.window.frees(zone, first)
            opinions.append(_GIVEN if at >= free else _wait(zone, first, free))
        return _ANSWERS if case.answered is not None else strictest(opinions)

    def _notices(self, case: Case) -> list[datetime]:
        """A notice that came back was not received, so it does not count."""
        notices = case.standing("validation_notice")
        formal = [
            each.at for each in notices if each.delivered_by in self.by and each.undeliverable_at is None
        ]
        returned = {each.at for each in notices if each.undeliverable_at is not None}
        written = [
            event.at
            for event in case.outbound
            if event.type in self.by
            and event.at not in returned
            and case.is_by_actor(event)
            and case.is_about_debt(event)
        ]
        return formal + written


def _wait(zone: ZoneInfo, given: datetime, free: datetime) -> Opinion:
    on, next_on = local_date(given, zone), local_date(free, zone)
    return defer(
        f"the written notice went on {on}; the wait is not over",
        free,
        sentence=f"The written notice went on {on}; other contacts may follow from {next_on}.",
    )
