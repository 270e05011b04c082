"""How is the portfolio copied for a rehearsal, and what happened in it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from sys import intern
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.errors import RefusedToRun
from gateway.domain.ids import CustomerId
from gateway.domain.words import COUNTS, OPEN_OUTREACH, Channel, MadeBy, OutreachState
from gateway.store.dispatch import DueOutreach, due_outreach
from gateway.store.engine import Store, open_store
from gateway.store.events import bump_facts
from gateway.store.migrations import is_current, migrate
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
_HELD = (OutreachState.DEFERRED.value, OutreachState.REFUSED.value, OutreachState.BROKEN.value)
_OPEN = tuple(state.value for state in OPEN_OUTREACH)


@dataclass(frozen=True, slots=True)
class Made:
    """One contact that was made in the rehearsal."""

    customer_id: CustomerId
    channel: Channel
    strategy: str
    step: str
    cycle: str
    at: datetime


@contextmanager
def open_to_read(url: str) -> Iterator[Store]:
    """Yield an installation's database, as it is; nothing can be written to it.

    Raises RefusedToRun where there is none yet, or where it is of another version.
    """
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).is_file():
        raise RefusedToRun("there is no database yet: import a portfolio first")
    store = open_store(url)
    if store.is_sqlite:
        sa.event.listen(store.engine, "connect", _may_not_write)
    try:
        if not is_current(store):
            raise RefusedToRun(
                "the database is of another version of Dunwell and is only read here: "
                "start the daemon of this version first, which brings it up to date"
            )
        yield store
    finally:
        store.close()


def open_copy(path: Path) -> Store:
    """Return the database in a file that nobody needs after a power cut, migrated."""
    store = open_store(f"sqlite:///{path}")
    sa.event.listen(store.engine, "connect", _may_be_lost)
    migrate(store)
    return store


def copy_portfolio(source: Store, target: Store) -> None:
    """Copy everything that planning and judging read into an empty, migrated database; all of it as it was
    at one instant, whoever writes meanwhile."""
    wanted = {table.name for table in _COPIED}
    with source.read() as reading, target.begin() as writing:
        if not source.is_sqlite:
            reading.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        for table in metadata.sorted_tables:
            if table.name in wanted:
                _copy(reading, writing, table)


def _may_not_write(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")


def _may_be_lost(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-8192")  # several copies are open at once


def _copy(reading: sa.Connection, writing: sa.Connection, table: sa.Table) -> None:
    rows = reading.execution_options(yield_per=_ROWS).execute(sa.select(table)).mappings()
    for part in rows.partitions(_ROWS):
        writing.execute(sa.insert(table), [dict(row) for row in part])


def next_instant(tx: sa.Connection) -> datetime | None:
    """Return when the planner or the dispatcher next has something to do."""
    planning = tx.execute(sa.select(sa.func.min(customer.c.plan_at))).scalar()
    waiting = sa.select(sa.func.min(outreach.c.due_at)).where(
        outreach.c.state.in_(_WAITING), outreach.c.made_by == MadeBy.DUNWELL.value
    )
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
            outreach.c.cycle,
            attempt.c.reserved_at,
        )
        .join(outreach, outreach.c.outreach_id == attempt.c.outreach_id)
        .where(attempt.c.reserved_at > after, attempt.c.state.in_([state.value for state in COUNTS]))
        .order_by(attempt.c.reserved_at, attempt.c.attempt_id)
    )
    instants: dict[datetime, datetime] = {}  # hundreds of contacts share one, and it is kept once
    return [
        Made(
            CustomerId(customer_id),
            Channel(channel),
            intern(strategy),
            intern(step),
            intern(cycle),
            instants.setdefault(at, at),
        )
        for customer_id, channel, strategy, step, cycle, at in tx.execute(query)
    ]


def waiting_because(tx: sa.Connection, state: OutreachState) -> Counter[str]:
    """Return how much outreach stands in a state, by its last ruling in words."""
    query = (
        sa.select(outreach.c.because, sa.func.count())
        .where(outreach.c.state == state.value)
        .group_by(outreach.c.because)
    )
    return Counter({because or "Not judged yet.": count for because, count in tx.execute(query)})


def owing(tx: sa.Connection, after: UUID | None, limit: int) -> list[CustomerId]:
    """Return the next customers on whose accounts something is open, or who have open outreach."""
    c = customer.c
    owes = sa.exists().where(invoice.c.customer_id == c.customer_id, invoice.c.balance_minor != 0)
    waits = sa.exists().where(outreach.c.customer_id == c.customer_id, outreach.c.state.in_(_OPEN))
    query = sa.select(c.customer_id).where(sa.or_(owes, waits)).order_by(c.customer_id).limit(limit)
    if after is not None:
        query = query.where(c.customer_id > after)
    return [CustomerId(row.customer_id) for row in tx.execute(query)]


def open_outreach_of(
    tx: sa.Connection, customer_ids: Collection[CustomerId]
) -> dict[CustomerId, list[DueOutreach]]:
    """Return the customers' outreach of which nothing has left and something still may."""
    query = (
        sa.select(*outreach.c, customer.c.facts_version.label("customer_facts_version"))
        .join(customer, customer.c.customer_id == outreach.c.customer_id)
        .where(outreach.c.customer_id.in_(customer_ids), outreach.c.state.in_(_OPEN))
        .order_by(outreach.c.planned_at, outreach.c.outreach_id)
    )
    found: dict[CustomerId, list[DueOutreach]] = {}
    for row in tx.execute(query):
        found.setdefault(CustomerId(row.customer_id), []).append(due_outreach(row))
    return found


def customer_numbers(tx: sa.Connection, customer_ids: Collection[CustomerId]) -> dict[CustomerId, str]:
    """Return what the creditors' books call the customers."""
    c = customer.c
    query = sa.select(c.customer_id, c.customer_number).where(c.customer_id.in_(customer_ids))
    return {CustomerId(row.customer_id): row.customer_number for row in tx.execute(query)}


def last_words(tx: sa.Connection, customer_ids: Collection[CustomerId]) -> dict[CustomerId, str]:
    """Return what was said last of outreach that waits or cannot go, for customers who have some."""
    c = outreach.c
    held = sa.and_(c.customer_id.in_(customer_ids), c.state.in_(_HELD), c.because.is_not(None))
    query = sa.select(c.customer_id, c.because).where(held).order_by(c.planned_at, c.outreach_id)
    return {CustomerId(row.customer_id): row.because for row in tx.execute(query)}


def settle_everything(tx: sa.Connection, customer_ids: list[CustomerId], on: date) -> None:
    """Let customers pay all that is open."""
    if not customer_ids:
        return
    is_open = sa.and_(invoice.c.customer_id.in_(customer_ids), invoice.c.balance_minor != 0)
    values: dict[str, Any] = {"balance_minor": 0, "settled_on": on}
    tx.execute(sa.update(invoice).where(is_open).values(**values))
    bump_facts(tx, customer_ids)
