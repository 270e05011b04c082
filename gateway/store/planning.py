"""Whom does the planner look at, and what does it know of them? In bulk, chunk by chunk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import CustomerId, OutreachId
from gateway.domain.portfolio import Customer, OpenItem
from gateway.domain.words import OPEN_OUTREACH, ActorRole, DebtClass, Origin, OutreachState, PointKind
from gateway.store.portfolio import customer_of
from gateway.store.schema import (
    account,
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

# A customer's id as the driver gives it. Making a UUID costs more than all else about a row, and here the id
# only says to whom the row belongs.
Key: TypeAlias = str | UUID


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A cycle as it is stored; `state` is the planner's own memory."""

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
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the customers of a chunk; a customer without an entry has none of it."""

    items: Mapping[Key, list[OpenItem]]
    unapplied: Mapping[Key, dict[str, int]]
    numbers: Mapping[Key, list[str]]  # telephone numbers in use
    cycles: Mapping[Key, list[CycleRow]]
    outreach: Mapping[Key, list[OutreachRow]]
    calls_for_patience: Mapping[Key, list[tuple[str, datetime]]]


def claim(
    tx: sa.Connection, now: datetime, limit: int, after: tuple[datetime, Key] | None
) -> tuple[dict[Key, Customer], tuple[datetime, Key] | None]:
    """Return customers whom the planner has an appointment with, locked until the transaction ends, and the
    place to go on from; those whom another worker holds are left for the next run."""
    c, raw = customer.c, _raw(customer.c.customer_id)
    query = (
        sa.select(raw.label("key"), *c)
        .where(c.plan_at <= now)
        .order_by(c.plan_at, c.customer_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if after is not None:
        query = query.where(sa.tuple_(c.plan_at, raw) > sa.tuple_(*after, types=[c.plan_at.type, raw.type]))
    rows = tx.execute(query).all()
    return {row.key: customer_of(row) for row in rows}, ((rows[-1].plan_at, rows[-1].key) if rows else None)


def _raw(column: sa.Column[Any]) -> sa.TypeCoerce[Any]:
    return sa.type_coerce(column, sa.types.NullType())


def key_of(tx: sa.Connection, customer_id: CustomerId) -> Key:
    """Return a customer's id as the driver gives it."""
    return customer_id.hex if tx.dialect.name == "sqlite" else customer_id


def known(tx: sa.Connection, customers: Mapping[Key, Customer], now: datetime, *, patience: bool) -> Known:
    """Return what planning needs to know of the customers, in a few queries whatever their number.

    patience: whether any strategy is paused by payments or answers; else those are not read.
    """
    customer_ids = [one.customer_id for one in customers.values()]
    return Known(
        items=_items(tx, customer_ids),
        unapplied=_unapplied(tx, customer_ids),
        numbers=_numbers(tx, customer_ids),
        cycles=_cycles(tx, customer_ids),
        outreach=_outreach(tx, customer_ids, now),
        calls_for_patience=_patience(tx, customer_ids, now) if patience else {},
    )


def _items(tx: sa.Connection, customer_ids: Sequence[CustomerId]) -> dict[Key, list[OpenItem]]:
    c, a = invoice.c, account.c
    # Credits apart from bills: a credit pays the oldest bill, not the one that falls due with it.
    kind = (_raw(c.customer_id), c.currency, c.due_on, c.disputed, a.debt_class, a.actor_role, a.strategy)
    query = (
        sa.select(*kind, sa.func.sum(c.balance_minor))
        .join(account, a.account_id == c.account_id)
        .where(c.customer_id.in_(customer_ids), c.balance_minor != 0)
        .group_by(c.customer_id, *kind[1:], c.balance_minor > 0)
    )
    found: dict[Key, list[OpenItem]] = defaultdict(list)
    for key, currency, due_on, disputed, debt_class, actor_role, strategy, minor in tx.execute(query):
        item = OpenItem(
            currency, due_on, int(minor), disputed, DebtClass(debt_class), ActorRole(actor_role), strategy
        )
        found[key].append(item)
    return found


def _unapplied(tx: sa.Connection, customer_ids: Sequence[CustomerId]) -> dict[Key, dict[str, int]]:
    c = payment.c
    query = (
        sa.select(_raw(c.customer_id), c.currency, sa.func.sum(c.unapplied_minor))
        .where(c.customer_id.in_(customer_ids), c.unapplied_minor != 0)
        .group_by(c.customer_id, c.currency)
    )
    found: dict[Key, dict[str, int]] = defaultdict(dict)
    for key, currency, minor in tx.execute(query):
        found[key][currency] = int(minor)
    return found


def _numbers(tx: sa.Connection, customer_ids: Sequence[CustomerId]) -> dict[Key, list[str]]:
    c = contact_point.c
    query = sa.select(_raw(c.customer_id), c.value).where(
        c.customer_id.in_(customer_ids), c.kind.in_(_NUMBERS), c.retired_at.is_(None)
    )
    found: dict[Key, list[str]] = defaultdict(list)
    for key, value in tx.execute(query):
        found[key].append(value)
    return found


def _cycles(tx: sa.Connection, customer_ids: Sequence[CustomerId]) -> dict[Key, list[CycleRow]]:
    c = dunning_cycle.c
    query = sa.select(_raw(c.customer_id), c.number, c.strategy, c.state, c.ended_on)
    found: dict[Key, list[CycleRow]] = defaultdict(list)
    for key, *row in tx.execute(query.where(c.customer_id.in_(customer_ids))):
        found[key].append(CycleRow(*row))
    return found


def _outreach(
    tx: sa.Connection, customer_ids: Sequence[CustomerId], now: datetime
) -> dict[Key, list[OutreachRow]]:
    """Outreach of open cycles, what is under way, and what was planned of late, for distances count across
    cycles."""
    c, cycle = outreach.c, dunning_cycle.c
    query = (
        sa.select(
            _raw(c.customer_id),
            c.outreach_id,
            c.strategy,
            c.step,
            c.cycle,
            c.state,
            c.planned_at,
            c.done_at,
            c.because,
            c.not_after,
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
    found: dict[Key, list[OutreachRow]] = defaultdict(list)
    for key, outreach_id, strategy, step, of_cycle, state, *rest in tx.execute(query):
        row = OutreachRow(OutreachId(outreach_id), strategy, step, of_cycle, OutreachState(state), *rest)
        found[key].append(row)
    return found


def _patience(
    tx: sa.Connection, customer_ids: Sequence[CustomerId], now: datetime
) -> dict[Key, list[tuple[str, datetime]]]:
    """Payments, promises, disputes and replies of late, each with its word and instant."""
    found: dict[Key, list[tuple[str, datetime]]] = defaultdict(list)
    c = event.c
    told = sa.select(_raw(c.customer_id), c.type, c.at, c.body).where(
        c.customer_id.in_(customer_ids), c.at > now - _REMEMBERED_FOR, c.at <= now
    )
    for key, word, at, body in tx.execute(told):
        found[key].append(("reply" if (body or {}).get("direction") == "inbound" else word, at))
    paid = sa.select(_raw(payment.c.customer_id), payment.c.recorded_at).where(
        payment.c.customer_id.in_(customer_ids), payment.c.recorded_at > now - _REMEMBERED_FOR
    )
    for key, recorded_at in tx.execute(paid):
        found[key].append(("payment", recorded_at))
    return found
