"""One type for each kind of id, so that a customer id is never passed where an account id belongs."""

from __future__ import annotations

from typing import NewType, Protocol
from uuid import UUID

CustomerId = NewType("CustomerId", UUID)
AccountId = NewType("AccountId", UUID)
InvoiceId = NewType("InvoiceId", UUID)
ContactPointId = NewType("ContactPointId", UUID)
OutreachId = NewType("OutreachId", UUID)
AttemptId = NewType("AttemptId", UUID)
EntryId = NewType("EntryId", UUID)
EventId = NewType("EventId", UUID)
ImportId = NewType("ImportId", UUID)
WorkerId = NewType("WorkerId", UUID)
CreditorId = NewType("CreditorId", str)
"""Creditors are named by the operator in the settings."""


class Ids(Protocol):
    """Where new ids and random bytes come from; bootstrap makes the real one, tests pass a seeded one."""

    def new(self) -> UUID:
        """Return a new, time-ordered UUID."""

    def random_bytes(self, count: int) -> bytes:
        """Return `count` unpredictable bytes (predictable ones only from a test's seeded source)."""
