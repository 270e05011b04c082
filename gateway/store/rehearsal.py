"""How is the portfolio copied for a rehearsal, and what happened in it?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import CustomerId
from gateway.domain.words import COUNTS, Channel, OutreachState
from gateway.store.engine import Store
from gateway.store.events import bump_facts
from gateway.store.schema import (
    account,
    attempt,
    contact_point,
    customer,
    dunning_cycle,
    event,
    invoice,
    metadata,
    outreach,
    payment,
    payment_part,
    portfolio_import,
    promise,
    setting,
    task,
)

# What planning and judging read. The ledger, links, sessions and keys stay where they are.
_COPIED = (
    customer, account, invoice, payment, payment_part, contact_point, portfolio_import, dunning_cycle,
    outreach, attempt, event, promise, setting, task,
)  # fmt: skip
_ROWS = 2000
_WAITING = (OutreachState.DUE.value, OutreachState.DEFERRED.value)


@dataclass(frozen=True, slots=True)
class Made:
    """One contact that was made in the rehearsal."""

    customer_id: CustomerId
    channel: Channel
    strategy: str
    step: str
    at: datetime


def copy_portfolio(source: Store, target: Store) -> None:
    """Copy everything that planning and judging read into an empty, migrated database."""
    wanted = {table.name for table in _COPIED}
    with source.read() as reading, target.begin() as writing:
        for table in metadata.sorted_tables:
            if table.name in wanted:
                _copy(reading, writing, table)


def _copy(reading: sa.Connection, writing: sa.Connection, table: sa.Table) -> None:
    rows = reading.execution_options(yield_per=_ROWS).execute(sa.select(table)).mappings()
    for part in rows.partitions(_ROWS):
        writing.execute(sa.insert(table), [dict(row) for row in part])


def next_instant(tx: sa.Connection) -> datetime | None:
    """Return when the planner or the dispatcher next has something to do."""
    planning = tx.execute(sa.select(sa.func.min(customer.c.plan_at))).scalar()
    waiting = sa.select(sa.func.min(outreach.c.due_at)).where(outreach.c.state.in_(_WAITING))
    instants = [one for one in (planning, tx.execute(waiting).scalar()) if one is not None]
    return min(instants, default=None)


def made_since(tx: sa.Connection, after: datetime) -> list[Made]:
    """Return the contacts made after an instant, in their order; where nothing left there was none."""
    query = (
        sa.select(
            attempt.c.customer_id,
            attempt.c.channel,
            outreach.c.strategy,
            outreach.c.step,
            attempt.c.reserved_at,
        )
        .join(outreach, outreach.c.outreach_id == attempt.c.outreach_id)
        .where(attempt.c.reserved_at > after, attempt.c.state.in_([state.value for state in COUNTS]))
        .order_by(attempt.c.reserved_at, attempt.c.attempt_id)
    )
    return [
        Made(CustomerId(customer_id), Channel(channel), strategy, step, at)
        for customer_id, channel, strategy, step, at in tx.execute(query)
    ]


def waiting_because(tx: sa.Connection, state: OutreachState) -> Counter[str]:
    """Return how much outreach stands in a state, by its last ruling in words."""
    query = (
        sa.select(outreach.c.because, sa.func.count())
        .where(outreach.c.state == state.value)
        .group_by(outreach.c.because)
    )
    return Counter({because or "Not judged yet.": count for because, count in tx.execute(query)})


def settle_everything(tx: sa.Connection, customer_ids: list[CustomerId], on: date) -> None:
    """Let customers pay all that is open."""
    if not customer_ids:
        return
    is_open = sa.and_(invoice.c.customer_id.in_(customer_ids), invoice.c.balance_minor != 0)
    values: dict[str, Any] = {"balance_minor": 0, "settled_on": on}
    tx.execute(sa.update(invoice).where(is_open).values(**values))
    bump_facts(tx, customer_ids)
