"""What is one event on its way in, and what became of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gateway.domain.ids import AccountId, ContactPointId, CustomerId, EventId


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened to one customer, in the words of the decision contract.

    account_id: the account that it is about; None: all of the customer's, or those in body["accounts"].
    body: the type's remaining keys as JSON values; dates and instants as ISO texts, accounts as id texts.
    dedupe_key: whoever brings the same key again changes nothing.
    """

    type: str
    at: datetime
    customer_id: CustomerId
    account_id: AccountId | None = None
    contact_point_id: ContactPointId | None = None
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    dedupe_key: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event that is in the database, and what it changed."""

    event_id: EventId
    event: NewEvent
    is_new: bool  # False: the same dedupe key was recorded before, and nothing changed now
    effect: str  # one sentence without personal data

    def as_json(self) -> dict[str, Any]:
        """Return what other systems are told."""
        return {
            "event_id": str(self.event_id),
            "type": self.event.type,
            "is_new": self.is_new,
            "effect": self.effect,
        }
