"""Would a stranger to the debt learn of it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import Quiet
from gateway.domain.words import MessageKind

_MAY_KNOW = allow("the person may be told of the debt")
_STRANGER = refuse(
    "a third party may only be asked for location information",
    sentence="The person is a third party, who may be asked where to find the customer and nothing else.",
)


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Third parties are asked for location information, or for nothing."""

    passes: ClassVar[frozenset[MessageKind]] = frozenset(
        {MessageKind.LOCATION_INFORMATION, MessageKind.OPT_OUT_CONFIRMATION}
    )
    quiet: ClassVar[Quiet | None] = None

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        return _STRANGER if case.facts.person.relation == "third_party" else _MAY_KNOW
