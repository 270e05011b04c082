"""Is at least one clock of the person known? Unknown is not yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import NEVER, Quiet
from gateway.domain.words import MessageKind

_KNOWN = allow("a clock of the person is known")
_UNKNOWN = refuse(
    "neither a time zone nor a region of the person is known",
    sentence="Nobody knows what time it is where the person lives: find a time zone or a region first.",
)


@dataclass(frozen=True, slots=True)
class KnownZone:
    """Without a clock there are no hours to keep."""

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = None

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        return _KNOWN if case.clocks else _UNKNOWN
