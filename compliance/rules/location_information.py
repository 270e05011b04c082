"""May this third party be asked (again) where the customer is?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import CONSUMERS, Case
from compliance.facts import Event
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.rule import Quiet
from gateway.domain.words import MessageKind

_FIRST = allow("the third party has not been asked before")
_ASKED_BACK = allow("the third party asked to be contacted again")
_NO_CONTACT = frozenset({"no_answer", "no_message_possible", "busy", "out_of_service"})
"""Nobody was reached: no contact in the sense of 12 CFR 1006.10(c), though the call was placed."""


@dataclass(frozen=True, slots=True)
class LocationInformation:
    """One contact for each third party, and none once an attorney is known to represent the customer."""

    passes: ClassVar[frozenset[MessageKind]] = frozenset(MessageKind) - {MessageKind.LOCATION_INFORMATION}
    quiet: ClassVar[Quiet | None] = None

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        relation = case.facts.person.relation
        if any(_is_known_attorney(case, event) for event in case.facts.events):
            return refuse("an attorney represents the customer: ask the attorney")
        if relation != "third_party":
            return _FIRST if relation in CONSUMERS else allow("a professional may be asked")
        made = [event for event in case.outbound if _is_contact(event) and case.is_by_actor(event)]
        if not made:
            return _FIRST
        if any(event.at > made[0].at and case.is_by_actor(event) for event in case.inbound):
            return _ASKED_BACK
        on = case.day(made[0].at)
        return refuse(
            f"the third party was contacted on {on}",
            sentence=f"This third party was contacted on {on} and may not be asked again.",
        )


def _is_known_attorney(case: Case, event: Event) -> bool:
    """Return whether an attorney represents the customer, whoever the event names, on this debt."""
    on_this_debt = not event.accounts or not case.debt_ids.isdisjoint(event.accounts)
    return event.type == "attorney_represents" and event.contact_known and on_this_debt


def _is_contact(event: Event) -> bool:
    return event.type != "call" or event.result not in _NO_CONTACT
