"""What has happened to a customer, and what happened today? Read-only rows for people: why, status, pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import AccountId, AttemptId, CreditorId, CustomerId, EntryId, OutreachId
from gateway.domain.words import MadeBy
from gateway.store.schema import attempt, customer, event, outreach, task


@dataclass(frozen=True, slots=True)
class OutreachRow:
    """One contact that somebody wanted to make."""

    outreach_id: OutreachId
    customer_id: CustomerId
    creditor_id: CreditorId
    origin: str
    strategy: str
    step: str
    cycle: str
    kind: str
    template: str
    tone: str
    channels: tuple[str, ...]
    state: str
    due_at: datetime
    planned_at: datetime
    because: str | None
    requested_by: str | None
    account_id: AccountId | None
    made_by: MadeBy = MadeBy.DUNWELL
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One act of trying to reach somebody."""

    attempt_id: AttemptId
    outreach_id: OutreachId
    customer_id: CustomerId
    accounts: tuple[str, ...]  # ids of those that it speaks about
    channel: str
    state: str
    template: str
    adapter: str
    reserved_at: datetime
    sent_at: datetime | None
    outcome_at: datetime | None
    code: str | None
    entry_id: EntryId
    result: str | None = None  # of a call
    caller: str | None = None  # of a call that a collector makes


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that people or other systems told us."""

    type: str
    at: datetime
    account_id: AccountId | None
    source: str
    body: dict[str, Any]


def outreach_of(tx: sa.Connection, customer_id: CustomerId) -> list[OutreachRow]:
    """Return a customer's outreach, oldest first."""
    query = sa.select(outreach).where(outreach.c.customer_id == customer_id)
    return [
        _outreach(row) for row in tx.execute(query.order_by(outreach.c.planned_at, outreach.c.outreach_id))
    ]


def find_outreach(tx: sa.Connection, outreach_id: UUID) -> OutreachRow | None:
    """Return one outreach, or None."""
    row = tx.execute(sa.select(outreach).where(outreach.c.outreach_id == outreach_id)).first()
    return _outreach(row) if row else None


def attempts_of(tx: sa.Connection, customer_id: CustomerId) -> list[AttemptRow]:
    """Return a customer's attempts, those that never left among them, oldest first."""
    query = sa.select(attempt).where(attempt.c.customer_id == customer_id)
    return [_attempt(row) for row in tx.execute(query.order_by(attempt.c.reserved_at))]


def find_attempt(tx: sa.Connection, attempt_id: UUID) -> AttemptRow | None:
    """Return one attempt, or None."""
    row = tx.execute(sa.select(attempt).where(attempt.c.attempt_id == attempt_id)).first()
    return _attempt(row) if row else None


def attempts_for(tx: sa.Connection, outreach_id: OutreachId) -> list[AttemptRow]:
    """Return the attempts of one outreach, oldest first."""
    query = sa.select(attempt).where(attempt.c.outreach_id == outreach_id)
    return [_attempt(row) for row in tx.execute(query.order_by(attempt.c.reserved_at))]


def events_of(tx: sa.Connection, customer_id: CustomerId) -> list[EventRow]:
    """Return what was told about a customer, oldest first."""
    query = sa.select(event).where(event.c.customer_id == customer_id).order_by(event.c.at)
    return [
        EventRow(
            row.type,
            row.at,
            AccountId(row.account_id) if row.account_id else None,
            row.source,
            dict(row.body),
        )
        for row in tx.execute(query)
    ]


def looks_again_at(tx: sa.Connection, customer_id: CustomerId) -> datetime | None:
    """Return when the planner looks at a customer again; None when only news about them would make it."""
    return tx.execute(sa.select(customer.c.plan_at).where(customer.c.customer_id == customer_id)).scalar()


def open_task_counts(tx: sa.Connection) -> dict[str, int]:
    """Return how many things wait for a person, by kind."""
    query = sa.select(task.c.kind, sa.func.count()).where(task.c.closed_at.is_(None)).group_by(task.c.kind)
    return {row[0]: row[1] for row in tx.execute(query)}


def _outreach(row: Any) -> OutreachRow:
    return OutreachRow(
        OutreachId(row.outreach_id), CustomerId(row.customer_id), CreditorId(row.creditor_id), row.origin,
        row.strategy, row.step, row.cycle, row.kind, row.template, row.tone, tuple(row.channels), row.state,
        row.due_at, row.planned_at, row.because, row.requested_by, _account_id(row), MadeBy(row.made_by),
        row.not_after,
    )  # fmt: skip


def _account_id(row: Any) -> AccountId | None:
    return AccountId(row.account_id) if row.account_id else None


def _attempt(row: Any) -> AttemptRow:
    return AttemptRow(
        AttemptId(row.attempt_id), OutreachId(row.outreach_id), CustomerId(row.customer_id),
        tuple(row.accounts), row.channel, row.state, row.template, row.adapter, row.reserved_at,
        row.sent_at, row.outcome_at, row.code, EntryId(row.entry_id), row.result, row.caller,
    )  # fmt: skip
