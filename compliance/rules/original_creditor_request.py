"""Did the customer ask who the original creditor is?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.holidays import HolidaySet
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import Quiet
from compliance.validation import in_validation_period
from gateway.domain.words import MessageKind

_NONE = allow("no request for the original creditor is open")
_ANSWERS = allow("the one answer to what the customer sent after the request")


@dataclass(frozen=True, slots=True)
class OriginalCreditorRequest:
    """A written request within the validation period stops collection until name and address are sent."""

    passes: ClassVar[frozenset[MessageKind]] = frozenset(
        {MessageKind.VALIDATION_NOTICE, MessageKind.CEASE_CLOSING, MessageKind.OPT_OUT_CONFIRMATION}
    )
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"original_creditor_request"}), _NONE)
    holidays: HolidaySet | None

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls(limits.holiday_set("holidays"))

    def ask(self, case: Case, at: datetime) -> Opinion:
        sent = case.latest("original_creditor_sent")
        still_open = [
            request
            for request in case.standing("original_creditor_request")
            if request.written
            and (sent is None or sent.at < request.at)
            and in_validation_period(case, request.at, self.holidays)
        ]
        if not still_open:
            return _NONE
        asked = still_open[-1].at
        if case.answers_after(asked):
            return _ANSWERS
        day = case.day(asked)
        return refuse(
            f"the original creditor was asked for on {day} and not yet named",
            sentence=f"The customer asked on {day} who the original creditor is: send that first.",
        )
