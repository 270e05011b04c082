"""What has happened to a customer, and what happened today? Read-only rows for people: why, status, pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import AccountId, AttemptId, CreditorId, CustomerId, EntryId, OutreachId
from gateway.store.schema import attempt, contact_log, customer, event, outreach, task


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


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that people or other systems told us."""

    type: str
    at: datetime
    account_id: AccountId | None
    source: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the contact log: a contact that was judged, and what was ruled."""

    entry_id: EntryId
    at: datetime
    customer_id: CustomerId
    customer_number: str
    creditor_id: str
    outreach_id: OutreachId
    attempt_id: AttemptId | None
    attempt_state: str | None
    step: str
    template: str
    channel: str
    ruling: str
    rule: str | None
    because: str
    until: datetime | None
    accounts: tuple[str, ...]
    time_zone: str | None


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines of the contact log to show; None means any."""

    customer_id: CustomerId | None = None
    account_id: AccountId | None = None
    creditor_id: str | None = None
    channel: str | None = None
    ruling: str | None = None
    rule: str | None = None
    since: datetime | None = None
    before: datetime | None = None


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


def contact_log_page(
    tx: sa.Connection, wanted: LogFilter, *, limit: int, after: tuple[datetime, UUID] | None = None
) -> list[LogRow]:
    """Return at most `limit` lines, newest first, from just after a line's (at, entry_id) on."""
    query = (
        sa.select(
            *contact_log.c,
            outreach.c.step,
            outreach.c.template,
            customer.c.customer_number,
            customer.c.time_zone,
            attempt.c.state.label("attempt_state"),
        )
        .join(outreach, outreach.c.outreach_id == contact_log.c.outreach_id)
        .join(customer, customer.c.customer_id == contact_log.c.customer_id)
        .outerjoin(attempt, attempt.c.attempt_id == contact_log.c.attempt_id)
        .where(*_conditions(wanted))
        .order_by(contact_log.c.at.desc(), contact_log.c.entry_id.desc())
        .limit(limit)
    )
    if after is not None:
        at, entry_id = after
        query = query.where(
            sa.or_(
                contact_log.c.at < at,
                sa.and_(contact_log.c.at == at, contact_log.c.entry_id < entry_id),
            )
        )
    return [_log(row) for row in tx.execute(query)]


def rulings_between(tx: sa.Connection, since: datetime, before: datetime) -> dict[str, int]:
    """Return how many rulings of each verdict were written in a span of time."""
    query = (
        sa.select(contact_log.c.ruling, sa.func.count())
        .where(contact_log.c.at >= since, contact_log.c.at < before)
        .group_by(contact_log.c.ruling)
    )
    return {row[0]: row[1] for row in tx.execute(query)}


def looks_again_at(tx: sa.Connection, customer_id: CustomerId) -> datetime | None:
    """Return when the planner looks at a customer again; None when only news about them would make it."""
    return tx.execute(sa.select(customer.c.plan_at).where(customer.c.customer_id == customer_id)).scalar()


def open_task_counts(tx: sa.Connection) -> dict[str, int]:
    """Return how many things wait for a person, by kind."""
    query = sa.select(task.c.kind, sa.func.count()).where(task.c.closed_at.is_(None)).group_by(task.c.kind)
    return {row[0]: row[1] for row in tx.execute(query)}


def _conditions(wanted: LogFilter) -> Sequence[Any]:
    log = contact_log.c
    found: list[Any] = []
    for column, value in (
        (log.customer_id, wanted.customer_id),
        (log.creditor_id, wanted.creditor_id),
        (log.channel, wanted.channel),
        (log.ruling, wanted.ruling),
        (log.rule, wanted.rule),
    ):
        if value is not None:
            found.append(column == value)
    if wanted.account_id is not None:
        found.append(_speaks_of(wanted.account_id))
    if wanted.since is not None:
        found.append(log.at >= wanted.since)
    if wanted.before is not None:
        found.append(log.at < wanted.before)
    return found


def _speaks_of(account_id: AccountId) -> sa.ColumnElement[bool]:
    """A ruling made before any account was looked at is about all of them, or about the one-off's own."""
    accounts = sa.cast(contact_log.c.accounts, sa.Text)
    is_general = outreach.c.account_id.is_(None) | (outreach.c.account_id == account_id)
    return accounts.contains(str(account_id)) | ((accounts == "[]") & is_general)


def _outreach(row: Any) -> OutreachRow:
    return OutreachRow(
        OutreachId(row.outreach_id), CustomerId(row.customer_id), CreditorId(row.creditor_id), row.origin,
        row.strategy, row.step, row.cycle, row.kind, row.template, row.tone, tuple(row.channels), row.state,
        row.due_at, row.planned_at, row.because, row.requested_by, _account_id(row),
    )  # fmt: skip


def _account_id(row: Any) -> AccountId | None:
    return AccountId(row.account_id) if row.account_id else None


def _attempt(row: Any) -> AttemptRow:
    return AttemptRow(
        AttemptId(row.attempt_id), OutreachId(row.outreach_id), CustomerId(row.customer_id),
        tuple(row.accounts), row.channel, row.state, row.template, row.adapter, row.reserved_at,
        row.sent_at, row.outcome_at, row.code, EntryId(row.entry_id),
    )  # fmt: skip


def _log(row: Any) -> LogRow:
    return LogRow(
        EntryId(row.entry_id), row.at, CustomerId(row.customer_id), row.customer_number, row.creditor_id,
        OutreachId(row.outreach_id), AttemptId(row.attempt_id) if row.attempt_id else None,
        row.attempt_state, row.step, row.template, row.channel, row.ruling, row.rule, row.because, row.until,
        tuple(row.accounts), row.time_zone,
    )  # fmt: skip
