"""Which call is going on, for which attempt, and where does its conversation stand?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import (
    AccountId,
    AttemptId,
    ContactPointId,
    CreditorId,
    CustomerId,
    EntryId,
)
from gateway.domain.words import Channel
from gateway.store.schema import attempt, customer, event, phone_call

_ENDS_CALLS = (
    "opt_out", "cease_request", "consent_revoked", "inconvenient", "employer_prohibits", "wrong_party",
    "attorney_represents", "bankruptcy", "deceased", "breathing_space", "dispute", "hold",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """An attempt that is a call, as far as its conversation needs it."""

    attempt_id: AttemptId
    customer_id: CustomerId
    creditor_id: CreditorId
    contact_point_id: ContactPointId
    accounts: tuple[str, ...]
    template: str
    language: str
    entry_id: EntryId

    def speaks_of(self, account_id: AccountId) -> bool:
        """Return whether the call is about an account."""
        return str(account_id) in self.accounts


def placed_call(tx: sa.Connection, attempt_id: AttemptId) -> Placed | None:
    """Return an attempt that is a call, or None."""
    query = sa.select(attempt).where(
        attempt.c.attempt_id == attempt_id, attempt.c.channel == Channel.VOICE.value
    )
    row = tx.execute(query).first()
    if row is None:
        return None
    return Placed(
        AttemptId(row.attempt_id), CustomerId(row.customer_id), CreditorId(row.creditor_id),
        ContactPointId(row.contact_point_id), tuple(row.accounts), row.template, row.language,
        EntryId(row.entry_id),
    )  # fmt: skip


def talk_of(tx: sa.Connection, attempt_id: AttemptId) -> tuple[str, dict[str, Any]] | None:
    """Return the provider's id of an attempt's call and where it stands; None where nobody picked up yet. The
    customer is locked by the caller."""
    columns = phone_call.c
    query = sa.select(columns.provider_reference, columns.talk).where(columns.attempt_id == attempt_id)
    row = tx.execute(query).first()
    return (row.provider_reference, dict(row.talk)) if row else None


def is_unwanted_since(tx: sa.Connection, attempt_id: AttemptId) -> bool:
    """Return whether something that may forbid a call was told about the customer since it was judged. The
    customer is locked by the caller."""
    told = (
        sa.select(event.c.event_id)
        .join(attempt, attempt.c.customer_id == event.c.customer_id)
        .join(customer, customer.c.customer_id == event.c.customer_id)
        .where(
            attempt.c.attempt_id == attempt_id,
            attempt.c.facts_version != customer.c.facts_version,
            event.c.recorded_at >= attempt.c.reserved_at,
            event.c.type.in_(_ENDS_CALLS),
        )
    )
    return tx.execute(told.limit(1)).first() is not None


def begin_talk(
    tx: sa.Connection, attempt_id: AttemptId, reference: str, talk: Mapping[str, Any], now: datetime
) -> None:
    """Note that somebody or something picked up."""
    tx.execute(
        sa.insert(phone_call).values(
            attempt_id=attempt_id,
            provider_reference=reference,
            talk=dict(talk),
            began_at=now,
            changed_at=now,
        )
    )


def save_talk(tx: sa.Connection, attempt_id: AttemptId, talk: Mapping[str, Any], now: datetime) -> None:
    """Note where a call stands."""
    change = sa.update(phone_call).where(phone_call.c.attempt_id == attempt_id)
    tx.execute(change.values(talk=dict(talk), changed_at=now))
