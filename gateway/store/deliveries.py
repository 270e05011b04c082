"""Which news of attempts came in, and where do those attempts stand?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.ids import (
    AccountId,
    AttemptId,
    ContactPointId,
    CreditorId,
    CustomerId,
    EntryId,
    OutreachId,
)
from gateway.domain.words import COUNTS, OPEN_OUTREACH, AttemptState, Channel, MessageKind, OutreachState
from gateway.store.schema import attempt, contact_point, delivery_event, outreach

_COUNTED = tuple(state.value for state in COUNTS)
_RANG = ("busy", "no_answer")
_OPEN = tuple(state.value for state in OPEN_OUTREACH)
# Written out, not bound: SQLite uses a partial index only for a query that repeats the index's own condition.
_WAITS = sa.text("delivery_event.applied_at IS NULL")
_IS_OPEN = sa.text("attempt.state IN ('reserved', 'sending', 'unknown')")


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One piece of news as it is kept. aftermath: None where the provider's table said nothing of its own."""

    provider: str
    provider_event_id: str
    attempt_id: AttemptId
    state: str
    code: str
    provider_reference: str | None
    aftermath: Mapping[str, Any] | None
    result: str | None = None  # what a call came to


@dataclass(frozen=True, slots=True)
class Sent:
    """An attempt as far as news of it matter."""

    attempt_id: AttemptId
    outreach_id: OutreachId
    customer_id: CustomerId
    creditor_id: CreditorId
    contact_point_id: ContactPointId
    channel: Channel
    kind: MessageKind
    adapter: str
    template: str
    accounts: tuple[str, ...]
    state: AttemptState
    provider_reference: str | None
    code: str | None
    sent_at: datetime | None
    entry_id: EntryId
    result: str | None = None  # what a call came to


def insert_news(tx: sa.Connection, rows: Sequence[NewsRow], now: datetime) -> set[tuple[str, str]]:
    """Keep news and return the keys of those that are new; each is kept once, whoever brings it again."""
    if not rows:
        return set()
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = insert(delivery_event).on_conflict_do_nothing(
        index_elements=["provider", "provider_event_id"]
    )
    distinct = {(row.provider, row.provider_event_id): row for row in rows}
    values = [
        {
            "provider": row.provider,
            "provider_event_id": row.provider_event_id,
            "attempt_id": row.attempt_id,
            "state": row.state,
            "code": row.code,
            "provider_reference": row.provider_reference,
            "aftermath": dict(row.aftermath) if row.aftermath is not None else None,
            "result": row.result,
            "received_at": now,
        }
        for _, row in sorted(distinct.items())  # in one order: two who bring the same do not block each other
    ]
    new = tx.execute(
        statement.returning(delivery_event.c.provider, delivery_event.c.provider_event_id), values
    )
    return {(row.provider, row.provider_event_id) for row in new}


def waiting_news(tx: sa.Connection, limit: int) -> list[NewsRow]:
    """Return news whose attempt was not known when they came and is known now, the oldest first."""
    query = (
        sa.select(delivery_event)
        .join(attempt, attempt.c.attempt_id == delivery_event.c.attempt_id)
        .where(_WAITS)
        .order_by(delivery_event.c.received_at, delivery_event.c.provider_event_id)
        .limit(limit)
    )
    return [_news(row) for row in tx.execute(query)]


def stray_news(tx: sa.Connection, before: datetime, limit: int) -> list[NewsRow]:
    """Return news that came before an instant and whose attempt is not known even now, the oldest first."""
    known = sa.exists().where(attempt.c.attempt_id == delivery_event.c.attempt_id)
    query = (
        sa.select(delivery_event)
        .where(_WAITS, delivery_event.c.received_at < before, ~known)
        .order_by(delivery_event.c.received_at, delivery_event.c.provider_event_id)
        .limit(limit)
    )
    return [_news(row) for row in tx.execute(query)]


def _news(row: sa.Row[Any]) -> NewsRow:
    return NewsRow(
        row.provider,
        row.provider_event_id,
        AttemptId(row.attempt_id),
        row.state,
        row.code,
        row.provider_reference,
        row.aftermath,
        row.result,
    )


def mark_applied(tx: sa.Connection, keys: Collection[tuple[str, str]], now: datetime) -> None:
    """Note that news have had their effect."""
    for provider, event_id in sorted(keys):
        tx.execute(
            sa.update(delivery_event)
            .where(
                delivery_event.c.provider == provider,
                delivery_event.c.provider_event_id == event_id,
                delivery_event.c.applied_at.is_(None),
            )
            .values(applied_at=now)
        )


def customers_of(tx: sa.Connection, attempt_ids: Collection[AttemptId]) -> set[CustomerId]:
    """Return whose attempts these are."""
    query = sa.select(attempt.c.customer_id).where(attempt.c.attempt_id.in_(list(attempt_ids)))
    return {CustomerId(row.customer_id) for row in tx.execute(query)}


def attempts_through(tx: sa.Connection, adapter: str, attempt_ids: Collection[AttemptId]) -> set[AttemptId]:
    """Return those of the attempts that were made through an adapter."""
    query = sa.select(attempt.c.attempt_id).where(
        attempt.c.adapter == adapter, attempt.c.attempt_id.in_(list(attempt_ids))
    )
    return {AttemptId(row.attempt_id) for row in tx.execute(query)}


def letters_ending(tx: sa.Connection, ending: str) -> list[tuple[AttemptId, tuple[AccountId, ...]]]:
    """Return the letters whose ids end in these hexadecimal digits, and the accounts that each is about."""
    query = sa.select(attempt.c.attempt_id, attempt.c.accounts).where(
        attempt.c.channel == Channel.LETTER.value,
        sa.cast(attempt.c.attempt_id, sa.String).like(f"%{ending}"),
    )
    found = tx.execute(query.order_by(attempt.c.attempt_id))
    return [(AttemptId(row.attempt_id), tuple(AccountId(UUID(a)) for a in row.accounts)) for row in found]


def customers_at_points_of(tx: sa.Connection, attempt_ids: Collection[AttemptId]) -> set[CustomerId]:
    """Return everybody who has a number or address that one of the attempts went to."""
    if not attempt_ids:
        return set()
    values = (
        sa.select(contact_point.c.value)
        .join(attempt, attempt.c.contact_point_id == contact_point.c.contact_point_id)
        .where(attempt.c.attempt_id.in_(list(attempt_ids)))
    )
    query = sa.select(contact_point.c.customer_id).where(contact_point.c.value.in_(values))
    return {CustomerId(row.customer_id) for row in tx.execute(query)}


def lock_sent(tx: sa.Connection, attempt_ids: Collection[AttemptId]) -> dict[AttemptId, Sent]:
    """Return those of the attempts that exist, locked; their customers are locked before."""
    query = sa.select(attempt).where(attempt.c.attempt_id.in_(list(attempt_ids)))
    rows = tx.execute(query.order_by(attempt.c.attempt_id).with_for_update())
    return {AttemptId(row.attempt_id): _sent(row) for row in rows}


def unknown_attempts(
    tx: sa.Connection, channel: Channel, adapter: str, since: datetime, limit: int
) -> list[Sent]:
    """Return attempts of an adapter, begun since, of which nobody knows whether they left."""
    query = sa.select(attempt).where(
        _IS_OPEN,
        attempt.c.state == AttemptState.UNKNOWN.value,
        attempt.c.channel == channel.value,
        attempt.c.adapter == adapter,
        attempt.c.sent_at >= since,
    )
    return [_sent(row) for row in tx.execute(query.order_by(attempt.c.sent_at).limit(limit))]


def known_references(tx: sa.Connection, references: Collection[str]) -> set[str]:
    """Return those of a provider's ids that belong to some attempt already."""
    query = sa.select(attempt.c.provider_reference).where(attempt.c.provider_reference.in_(list(references)))
    return {row.provider_reference for row in tx.execute(query)}


def failures_at(
    tx: sa.Connection, contact_point_id: ContactPointId, channel: Channel, since: datetime
) -> int:
    """Return how many deliveries to a contact point by a channel have failed since, in a way that speaks
    against it: a full mailbox, or a refusal of us or of the words, does not."""
    says_fine = sa.exists().where(
        delivery_event.c.attempt_id == attempt.c.attempt_id,
        delivery_event.c.state == AttemptState.FAILED.value,
        delivery_event.c.aftermath["point"].as_string() == "fine",
    )
    query = sa.select(sa.func.count()).where(
        attempt.c.contact_point_id == contact_point_id,
        attempt.c.channel == channel.value,
        attempt.c.state == AttemptState.FAILED.value,
        # A telephone that was busy, or that nobody picked up, works.
        attempt.c.result.is_(None) | attempt.c.result.not_in(_RANG),
        attempt.c.outcome_at >= since,
        ~says_fine,
    )
    return int(tx.execute(query).scalar_one())


def reopen_outreach(tx: sa.Connection, outreach_id: OutreachId, due_at: datetime, *, most: int) -> bool:
    """Set a done outreach back to due, unless it has had `most` attempts already; return whether it was."""
    made = sa.select(sa.func.count()).where(
        attempt.c.outreach_id == outreach_id, attempt.c.state.in_(_COUNTED)
    )
    change = (
        sa.update(outreach)
        .where(
            outreach.c.outreach_id == outreach_id,
            outreach.c.state == OutreachState.DONE.value,
            made.scalar_subquery() < most,
        )
        .values(state=OutreachState.DUE.value, due_at=due_at, done_at=None)
    )
    return tx.execute(change).rowcount == 1


def close_outreach(tx: sa.Connection, outreach_id: OutreachId, now: datetime) -> bool:
    """Note that an outreach which seemed open was made after all; return whether it was open."""
    change = sa.update(outreach).where(outreach.c.outreach_id == outreach_id, outreach.c.state.in_(_OPEN))
    return tx.execute(change.values(state=OutreachState.DONE.value, done_at=now)).rowcount == 1


def set_result(tx: sa.Connection, attempt_id: AttemptId, result: str) -> None:
    """Record what a call came to."""
    tx.execute(sa.update(attempt).where(attempt.c.attempt_id == attempt_id).values(result=result))


def channels_of(tx: sa.Connection, outreach_id: OutreachId) -> tuple[Channel, ...]:
    """Return the channels that an outreach may use, in order of preference."""
    row = tx.execute(sa.select(outreach.c.channels).where(outreach.c.outreach_id == outreach_id)).one()
    return tuple(Channel(channel) for channel in row.channels)


def _sent(row: Any) -> Sent:
    return Sent(
        AttemptId(row.attempt_id), OutreachId(row.outreach_id), CustomerId(row.customer_id),
        CreditorId(row.creditor_id), ContactPointId(row.contact_point_id), Channel(row.channel),
        MessageKind(row.kind), row.adapter, row.template, tuple(row.accounts), AttemptState(row.state),
        row.provider_reference, row.code, row.sent_at, EntryId(row.entry_id), row.result,
    )  # fmt: skip
