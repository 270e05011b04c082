"""Whom does the planner look at, and what does it know of them? In bulk, chunk by chunk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import AccountId, ContactPointId, CreditorId, CustomerId, OutreachId
from gateway.domain.portfolio import Account, ContactPoint, Customer, OpenItem
from gateway.domain.words import OPEN_OUTREACH, Origin, OutreachState, PointKind
from gateway.store.portfolio import accounts_of
from gateway.store.schema import (
    contact_point,
    customer,
    dunning_cycle,
    event,
    invoice,
    outreach,
    payment,
)

_REMEMBERED_FOR = timedelta(days=120)  # longer than any strategy's distance between two steps
_NUMBERS = (PointKind.MOBILE.value, PointKind.LANDLINE.value)
_OPEN = tuple(state.value for state in OPEN_OUTREACH)
_UNDER_WAY = (*_OPEN, OutreachState.IN_HAND.value, OutreachState.BROKEN.value)


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A cycle as it is stored; `state` is the planner's own memory."""

    cycle_id: UUID
    number: int
    strategy: str
    state: Mapping[str, Any]
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class OutreachRow:
    """What a strategy asked for, and where it stands."""

    outreach_id: OutreachId
    strategy: str
    step: str
    cycle: str
    state: OutreachState
    planned_at: datetime
    done_at: datetime | None
    because: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the customers of a chunk; a customer without an entry has none of it."""

    items: Mapping[CustomerId, list[OpenItem]]
    unapplied: Mapping[CustomerId, dict[str, int]]
    accounts: Mapping[CustomerId, list[Account]]
    numbers: Mapping[CustomerId, list[ContactPoint]]
    cycles: Mapping[CustomerId, list[CycleRow]]
    outreach: Mapping[CustomerId, list[OutreachRow]]
    calls_for_patience: Mapping[CustomerId, list[tuple[str, datetime]]]


def claim(
    tx: sa.Connection, now: datetime, limit: int, after: tuple[datetime, UUID] | None
) -> tuple[list[Customer], tuple[datetime, UUID] | None]:
    """Return customers whom the planner has an appointment with, locked until the transaction ends, and the
    place to go on from; those whom another worker holds are left for the next run."""
    place = sa.tuple_(customer.c.plan_at, customer.c.customer_id)
    query = (
        sa.select(customer)
        .where(customer.c.plan_at <= now)
        .order_by(customer.c.plan_at, customer.c.customer_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if after is not None:
        query = query.where(
            place > sa.tuple_(*after, types=[customer.c.plan_at.type, customer.c.customer_id.type])
        )
    rows = tx.execute(query).all()
    return [_customer(row) for row in rows], ((rows[-1].plan_at, rows[-1].customer_id) if rows else None)


def _customer(row: Any) -> Customer:
    return Customer(
        customer_id=CustomerId(row.customer_id),
        creditor_id=CreditorId(row.creditor_id),
        customer_number=row.customer_number,
        name=row.name,
        is_company=row.is_company,
        language=row.language,
        region=row.region,
        postal_code=row.postal_code,
        country=row.country,
        time_zone=row.time_zone,
    )


def known(tx: sa.Connection, customer_ids: Sequence[CustomerId], now: datetime, *, patience: bool) -> Known:
    """Return what planning needs to know of the customers, in seven queries whatever their number.

    patience: whether any strategy is paused by payments or answers; else those are not read.
    """
    return Known(
        items=_items(tx, customer_ids),
        unapplied=_unapplied(tx, customer_ids),
        accounts=accounts_of(tx, customer_ids),
        numbers=_numbers(tx, customer_ids),
        cycles=_cycles(tx, customer_ids),
        outreach=_outreach(tx, customer_ids, now),
        calls_for_patience=_patience(tx, customer_ids, now) if patience else {},
    )


def _items(tx: sa.Connection, customer_ids: Sequence[CustomerId]) -> dict[CustomerId, list[OpenItem]]:
    c = invoice.c
    query = (
        sa.select(
            c.customer_id,
            c.account_id,
            c.currency,
            c.due_on,
            c.disputed,
            sa.func.sum(c.balance_minor).label("minor"),
        )
        .where(c.customer_id.in_(customer_ids), c.balance_minor != 0)
        # Credits apart from bills: a credit pays the oldest bill, not the one that falls due with it.
        .group_by(c.customer_id, c.account_id, c.currency, c.due_on, c.disputed, c.balance_minor > 0)
    )
    found: dict[CustomerId, list[OpenItem]] = defaultdict(list)
    for row in tx.execute(query):
        item = OpenItem(AccountId(row.account_id), row.currency, row.due_on, int(row.minor), row.disputed)
        found[row.customer_id].append(item)
    return found


def _unapplied(tx: sa.Connection, customer_ids: Sequence[CustomerId]) -> dict[CustomerId, dict[str, int]]:
    c = payment.c
    query = (
        sa.select(c.customer_id, c.currency, sa.func.sum(c.unapplied_minor).label("minor"))
        .where(c.customer_id.in_(customer_ids), c.unapplied_minor != 0)
        .group_by(c.customer_id, c.currency)
    )
    found: dict[CustomerId, dict[str, int]] = defaultdict(dict)
    for row in tx.execute(query):
        found[row.customer_id][row.currency] = int(row.minor)
    return found


def _numbers(tx: sa.Connection, customer_ids: Sequence[CustomerId]) -> dict[CustomerId, list[ContactPoint]]:
    c = contact_point.c
    query = sa.select(c.contact_point_id, c.customer_id, c.kind, c.value).where(
        c.customer_id.in_(customer_ids), c.kind.in_(_NUMBERS), c.retired_at.is_(None)
    )
    found: dict[CustomerId, list[ContactPoint]] = defaultdict(list)
    for row in tx.execute(query):
        point = ContactPoint(
            ContactPointId(row.contact_point_id), CustomerId(row.customer_id), PointKind(row.kind), row.value
        )
        found[row.customer_id].append(point)
    return found


def _cycles(tx: sa.Connection, customer_ids: Sequence[CustomerId]) -> dict[CustomerId, list[CycleRow]]:
    c = dunning_cycle.c
    query = sa.select(c.cycle_id, c.customer_id, c.number, c.strategy, c.state, c.ended_on)
    found: dict[CustomerId, list[CycleRow]] = defaultdict(list)
    for row in tx.execute(query.where(c.customer_id.in_(customer_ids)).order_by(c.number)):
        found[row.customer_id].append(
            CycleRow(row.cycle_id, row.number, row.strategy, row.state, row.ended_on)
        )
    return found


def _outreach(
    tx: sa.Connection, customer_ids: Sequence[CustomerId], now: datetime
) -> dict[CustomerId, list[OutreachRow]]:
    """Outreach of open cycles, what is under way, and what was planned of late, for distances count across
    cycles."""
    c, cycle = outreach.c, dunning_cycle.c
    query = (
        sa.select(
            c.outreach_id,
            c.customer_id,
            c.strategy,
            c.step,
            c.cycle,
            c.state,
            c.planned_at,
            c.done_at,
            c.because,
        )
        .outerjoin(dunning_cycle, sa.and_(cycle.customer_id == c.customer_id, cycle.ended_on.is_(None)))
        .where(
            c.customer_id.in_(customer_ids),
            c.origin == Origin.STRATEGY.value,
            sa.or_(
                c.planned_at > now - _REMEMBERED_FOR,
                c.state.in_(_UNDER_WAY),
                c.cycle == sa.cast(cycle.number, sa.Text),
            ),
        )
    )
    found: dict[CustomerId, list[OutreachRow]] = defaultdict(list)
    for row in tx.execute(query):
        found[row.customer_id].append(
            OutreachRow(
                outreach_id=OutreachId(row.outreach_id),
                strategy=row.strategy,
                step=row.step,
                cycle=row.cycle,
                state=OutreachState(row.state),
                planned_at=row.planned_at,
                done_at=row.done_at,
                because=row.because,
            )
        )
    return found


def _patience(
    tx: sa.Connection, customer_ids: Sequence[CustomerId], now: datetime
) -> dict[CustomerId, list[tuple[str, datetime]]]:
    """Payments, promises, disputes and replies of late, each with its word and instant."""
    found: dict[CustomerId, list[tuple[str, datetime]]] = defaultdict(list)
    c = event.c
    told = sa.select(c.customer_id, c.type, c.at, c.body).where(
        c.customer_id.in_(customer_ids), c.at > now - _REMEMBERED_FOR, c.at <= now
    )
    for row in tx.execute(told):
        word = "reply" if (row.body or {}).get("direction") == "inbound" else row.type
        found[row.customer_id].append((word, row.at))
    paid = sa.select(payment.c.customer_id, payment.c.recorded_at).where(
        payment.c.customer_id.in_(customer_ids), payment.c.recorded_at > now - _REMEMBERED_FOR
    )
    for customer_id, recorded_at in tx.execute(paid):
        found[customer_id].append(("payment", recorded_at))
    return found
