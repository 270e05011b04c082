"""What was judged, and what was ruled? The lines of the contact log, for officers and stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import AccountId, AttemptId, CustomerId, EntryId, OutreachId
from gateway.domain.limits import from_micros
from gateway.domain.money import Money
from gateway.store.schema import attempt, contact_log, customer, outreach


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
    cost: Money | None = None  # as the provider told it, else as it was expected


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


def contact_log_page(
    tx: sa.Connection, wanted: LogFilter, *, limit: int, after: tuple[datetime, UUID] | None = None
) -> list[LogRow]:
    """Return at most `limit` lines, newest first, from just after a line's (at, entry_id) on."""
    query = (
        _lines()
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


def contact_log_row(tx: sa.Connection, entry_id: UUID) -> LogRow | None:
    """Return the line that a ledger entry stands behind, or None."""
    row = tx.execute(_lines().where(contact_log.c.entry_id == entry_id)).first()
    return _log(row) if row else None


def rulings_between(tx: sa.Connection, since: datetime, before: datetime) -> dict[str, int]:
    """Return how many rulings of each verdict were written in a span of time."""
    query = (
        sa.select(contact_log.c.ruling, sa.func.count())
        .where(contact_log.c.at >= since, contact_log.c.at < before)
        .group_by(contact_log.c.ruling)
    )
    return {row[0]: row[1] for row in tx.execute(query)}


def _lines() -> sa.Select[Any]:
    return (
        sa.select(
            *contact_log.c,
            outreach.c.step,
            outreach.c.template,
            customer.c.customer_number,
            customer.c.time_zone,
            attempt.c.state.label("attempt_state"),
            attempt.c.cost_micros,
            attempt.c.cost_currency,
            attempt.c.price_micros,
            attempt.c.price_currency,
        )
        .join(outreach, outreach.c.outreach_id == contact_log.c.outreach_id)
        .join(customer, customer.c.customer_id == contact_log.c.customer_id)
        .outerjoin(attempt, attempt.c.attempt_id == contact_log.c.attempt_id)
    )


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


def _log(row: Any) -> LogRow:
    return LogRow(
        EntryId(row.entry_id), row.at, CustomerId(row.customer_id), row.customer_number, row.creditor_id,
        OutreachId(row.outreach_id), AttemptId(row.attempt_id) if row.attempt_id else None,
        row.attempt_state, row.step, row.template, row.channel, row.ruling, row.rule, row.because, row.until,
        tuple(row.accounts), row.time_zone, _cost(row),
    )  # fmt: skip


def _cost(row: Any) -> Money | None:
    if row.price_micros is not None:
        return from_micros(row.price_micros, row.price_currency)
    return from_micros(row.cost_micros, row.cost_currency) if row.cost_micros is not None else None
