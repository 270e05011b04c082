"""Has the person asked in writing that communication stop?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import Quiet
from gateway.domain.words import MessageKind

_NONE = allow("no written request to cease stands")
_ANSWERS = allow("the one answer to what the customer sent after asking to cease")


@dataclass(frozen=True, slots=True)
class CeaseRequest:
    """Complete on receipt. Only the closing notices remain. An oral request is an opt-out, another record."""

    passes: ClassVar[frozenset[MessageKind]] = frozenset(
        {MessageKind.CEASE_CLOSING, MessageKind.REQUIRED_BY_LAW}
    )
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"cease_request"}), _NONE)

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        written = [request for request in case.standing("cease_request") if request.written]
        if not written:
            return _NONE
        if case.answers_after(written[-1].at):
            return _ANSWERS
        received = case.day(written[-1].at)
        return refuse(
            f"written request to cease received on {received}",
            sentence=f"A written request to stop all communication was received on {received}.",
        )
