"""Has the customer died?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import NEVER, Quiet
from gateway.domain.words import MessageKind

_NONE = allow("no death is known")
_ANSWERS = allow("the one answer to somebody who wrote after the death")
_DIED = refuse(
    "the customer has died",
    sentence="The customer has died: a person must decide whom to speak to, and how.",
)


@dataclass(frozen=True, slots=True)
class Deceased:
    """Everything stops; a person takes over."""

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"deceased"}), _NONE)

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        died = case.latest("deceased")
        if died is None:
            return _NONE
        return _ANSWERS if case.answers_after(died.at) else _DIED
