"""Did the person and we exchange words too recently?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from compliance.case import PROFESSIONALS, Case
from compliance.limits import Limits
from compliance.local_days import local_date
from compliance.opinion import Opinion, allow, defer, strictest
from compliance.rule import PASS_CAPS, Quiet
from compliance.windows import Window
from gateway.domain.words import MessageKind

_NONE = allow("no exchange so recently")
_ANSWERS = allow("answers the customer")


@dataclass(frozen=True, slots=True)
class CoolDown:
    """After an exchange (a conversation, or a message that the person sent) nothing for so many days."""

    passes: ClassVar[frozenset[MessageKind]] = PASS_CAPS
    quiet: ClassVar[Quiet | None] = None
    window: Window

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls(limits.window())

    def ask(self, case: Case, at: datetime) -> Opinion:
        exchanged = [
            event
            for event in case.contacts
            if (event.direction == "inbound" or event.result == "conversation")
            and case.is_by_actor(event)
            and case.is_about_debt(event)
        ]
        if not exchanged or case.facts.person.relation in PROFESSIONALS:
            return _NONE
        if case.answered is not None:
            return _ANSWERS
        last = exchanged[0].at
        opinions = []
        for zone in case.calendars:
            free = self.window.frees(zone, last)
            opinions.append(_NONE if at >= free else self._wait(zone, last, free))
        return strictest(opinions)

    def _wait(self, zone: ZoneInfo, last: datetime, free: datetime) -> Opinion:
        on = local_date(last, zone)
        return defer(
            f"exchange on {on} is within {self.window.words}",
            free,
            sentence=f"We were in touch with the person on {on}; the next contact may be made from "
            f"{local_date(free, zone)}.",
        )
