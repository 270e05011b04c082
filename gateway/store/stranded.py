"""Which attempts are in whose hands? What a worker that died, or failed half-way, has to settle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from gateway.domain.ids import AttemptId, ContactPointId, CustomerId, OutreachId, WorkerId
from gateway.domain.words import AttemptState, Channel
from gateway.store.calls import A_PERSON
from gateway.store.events import lock_customers
from gateway.store.schema import attempt

# Written out, not bound: SQLite uses a partial index only for a query that repeats the index's own condition.
_IS_OPEN = sa.text("attempt.state IN ('reserved', 'sending', 'unknown')")
_MOST = 1000  # attempts in one transaction


@dataclass(frozen=True, slots=True)
class Stranded:
    """An attempt that its worker will not settle."""

    attempt_id: AttemptId
    outreach_id: OutreachId
    customer_id: CustomerId
    contact_point_id: ContactPointId
    channel: Channel
    state: AttemptState


def of_dead_workers(tx: sa.Connection, alive: Iterable[WorkerId]) -> list[Stranded]:
    """Return attempts still in the hands of workers that are not among the living, locked. A call that a
    person makes is in no worker's."""
    return _in_hand(tx, attempt.c.worker_id.not_in([*alive, A_PERSON]))


def of_worker(tx: sa.Connection, worker_id: WorkerId) -> list[Stranded]:
    """Return the attempts in one worker's hands, locked."""
    return _in_hand(tx, attempt.c.worker_id == worker_id)


def _in_hand(tx: sa.Connection, whose: sa.ColumnElement[bool]) -> list[Stranded]:
    """Customers are locked before their attempts, as everywhere; what changed hands meanwhile is left out."""
    taken = attempt.c.state.in_([AttemptState.RESERVED.value, AttemptState.SENDING.value])
    query = sa.select(attempt).where(_IS_OPEN, taken, whose).order_by(attempt.c.attempt_id)
    customers = {CustomerId(row.customer_id) for row in tx.execute(query.limit(_MOST))}
    if not customers:
        return []
    lock_customers(tx, customers)
    theirs = query.where(attempt.c.customer_id.in_(customers)).limit(_MOST)
    return [
        Stranded(
            AttemptId(row.attempt_id),
            OutreachId(row.outreach_id),
            CustomerId(row.customer_id),
            ContactPointId(row.contact_point_id),
            Channel(row.channel),
            AttemptState(row.state),
        )
        for row in tx.execute(theirs.with_for_update(skip_locked=True))
    ]
