"""Which payment plans were agreed, and how much of them has been paid?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import AccountId, CustomerId, EventId
from gateway.domain.money import Money
from gateway.domain.payment_plan import Instalment, Interval, PaymentPlan
from gateway.store.schema import instalment, invoice, payment, payment_plan

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class AgreedPlan:
    """A payment plan as it was agreed. paid_count: how many instalments have arrived."""

    plan_id: UUID
    customer_id: CustomerId
    account_id: AccountId
    plan: PaymentPlan
    grace_days: int
    state: str  # open | kept | broken | withdrawn
    paid_count: int
    made_at: datetime
    event_id: EventId

    @property
    def next(self) -> Instalment | None:
        """The first instalment that has not arrived."""
        rest = self.plan.instalments[self.paid_count :]
        return rest[0] if rest else None


def insert_plan(tx: sa.Connection, agreed: AgreedPlan) -> None:
    """Write a new plan; an open one of the same account and currency gives way to it."""
    c, currency = payment_plan.c, agreed.plan.total.currency
    earlier = sa.update(payment_plan).where(
        c.account_id == agreed.account_id, c.currency == currency, c.state == "open"
    )
    tx.execute(earlier.values(state="withdrawn"))
    tx.execute(
        sa.insert(payment_plan).values(
            plan_id=agreed.plan_id,
            customer_id=agreed.customer_id,
            account_id=agreed.account_id,
            interval=agreed.plan.interval.value,
            currency=currency,
            grace_days=agreed.grace_days,
            state=agreed.state,
            made_at=agreed.made_at,
            event_id=agreed.event_id,
        )
    )
    rows = [
        {"plan_id": agreed.plan_id, "number": n, "due_on": part.due_on, "amount_minor": part.money.minor}
        for n, part in enumerate(agreed.plan.instalments, 1)
    ]
    tx.execute(sa.insert(instalment), rows)


def plans_of(tx: sa.Connection, customer_id: CustomerId) -> list[AgreedPlan]:
    """Return a customer's plans that stand, the newest first."""
    c = payment_plan.c
    query = sa.select(payment_plan).where(c.customer_id == customer_id, c.state == "open")
    return _plans(tx, query.order_by(c.made_at.desc(), c.plan_id))


def open_plans(tx: sa.Connection, after: UUID | None) -> list[AgreedPlan]:
    """Return the next plans that stand, in the order of their ids."""
    c = payment_plan.c
    query = sa.select(payment_plan).where(c.state == "open").order_by(c.plan_id).limit(_BATCH)
    return _plans(tx, query if after is None else query.where(c.plan_id > after))


def find_plan(tx: sa.Connection, event_id: EventId) -> AgreedPlan | None:
    """Return the plan that an event began, or None."""
    found = _plans(tx, sa.select(payment_plan).where(payment_plan.c.event_id == event_id))
    return found[0] if found else None


def paid_since(tx: sa.Connection, plans: Sequence[AgreedPlan]) -> dict[UUID, int]:
    """Return in minor units what was paid on each plan's account since it was agreed; a payment that names no
    account counts for each of the customer's plans."""
    c, p = payment_plan.c, payment.c
    counts = sa.and_(
        p.customer_id == c.customer_id,
        p.currency == c.currency,
        p.recorded_at >= c.made_at,
        sa.or_(p.account_id.is_(None), p.account_id == c.account_id),
    )
    query = (
        sa.select(c.plan_id, sa.func.sum(p.amount_minor))
        .join_from(payment_plan, payment, counts)
        .where(c.plan_id.in_([one.plan_id for one in plans]))
        .group_by(c.plan_id)
    )
    return {row[0]: int(row[1]) for row in tx.execute(query)}


def owed_on(tx: sa.Connection, plans: Sequence[AgreedPlan]) -> dict[UUID, int]:
    """Return in minor units what is still open on each plan's account; a plan with nothing open is absent."""
    c, i = payment_plan.c, invoice.c
    is_its = sa.and_(i.account_id == c.account_id, i.currency == c.currency, i.balance_minor != 0)
    query = (
        sa.select(c.plan_id, sa.func.sum(i.balance_minor))
        .join_from(payment_plan, invoice, is_its)
        .where(c.plan_id.in_([one.plan_id for one in plans]))
        .group_by(c.plan_id)
    )
    return {row[0]: int(row[1]) for row in tx.execute(query)}


def note_paid(tx: sa.Connection, agreed: AgreedPlan, paid_count: int) -> bool:
    """Note how many instalments have arrived; return whether nobody else did so first."""
    return _change(tx, agreed, paid_count=paid_count)


def end_plan(tx: sa.Connection, agreed: AgreedPlan, state: str) -> bool:
    """End a plan that stands; return whether nobody else did so first."""
    return _change(tx, agreed, state=state)


def _change(tx: sa.Connection, agreed: AgreedPlan, **values: Any) -> bool:
    c = payment_plan.c
    as_read = sa.and_(c.plan_id == agreed.plan_id, c.state == "open", c.paid_count == agreed.paid_count)
    return tx.execute(sa.update(payment_plan).where(as_read).values(**values)).rowcount == 1


def _plans(tx: sa.Connection, query: sa.Select[Any]) -> list[AgreedPlan]:
    rows = tx.execute(query).all()
    parts = _instalments(tx, {row.plan_id: row.currency for row in rows})
    return [
        AgreedPlan(
            row.plan_id,
            CustomerId(row.customer_id),
            AccountId(row.account_id),
            PaymentPlan(Interval(row.interval), tuple(parts[row.plan_id])),
            row.grace_days,
            row.state,
            row.paid_count,
            row.made_at,
            EventId(row.event_id),
        )
        for row in rows
    ]


def _instalments(tx: sa.Connection, currencies: dict[UUID, str]) -> dict[UUID, list[Instalment]]:
    found: dict[UUID, list[Instalment]] = defaultdict(list)
    wanted: Collection[UUID] = list(currencies)
    query = sa.select(instalment).where(instalment.c.plan_id.in_(wanted))
    for row in tx.execute(query.order_by(instalment.c.plan_id, instalment.c.number)):
        money = Money.from_minor(row.amount_minor, currencies[row.plan_id])
        found[row.plan_id].append(Instalment(row.due_on, money))
    return found
