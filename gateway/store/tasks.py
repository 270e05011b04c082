"""What waits for a person?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import AttemptId, ContactPointId, CustomerId, OutreachId
from gateway.domain.words import AttemptState, Channel, OutreachState
from gateway.store.schema import attempt, customer, outreach, task
from gateway.store.stranded import Stranded


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One thing that waits for a person. reference: the attempt, outreach or day that it is about."""

    task_id: UUID
    kind: str
    reference: str
    text: str
    opened_at: datetime
    customer_number: str | None
    creditor_id: str | None


@dataclass(frozen=True, slots=True)
class ClosedTask:
    """One that waits no more."""

    kind: str
    closed_at: datetime
    closed_by: str


_QUERY = sa.select(
    task.c.task_id,
    task.c.kind,
    task.c.reference,
    task.c.text,
    task.c.opened_at,
    customer.c.customer_number,
    customer.c.creditor_id,
).select_from(task.outerjoin(customer, customer.c.customer_id == task.c.customer_id))


def open_tasks(tx: sa.Connection, kind: str | None = None, limit: int = 1000) -> list[TaskRow]:
    """Return what waits, the longest-waiting first."""
    query = _QUERY.where(task.c.closed_at.is_(None)).order_by(task.c.opened_at, task.c.task_id).limit(limit)
    if kind is not None:
        query = query.where(task.c.kind == kind)
    return [TaskRow(*row) for row in tx.execute(query)]


def find_task(tx: sa.Connection, task_id: UUID) -> TaskRow | None:
    """Return a task that is open, or None."""
    row = tx.execute(_QUERY.where(task.c.task_id == task_id, task.c.closed_at.is_(None))).first()
    return TaskRow(*row) if row else None


def closed_task(tx: sa.Connection, task_id: UUID) -> ClosedTask | None:
    """Return when and by whom a task was closed, or None where none of that id was."""
    query = sa.select(task.c.kind, task.c.closed_at, task.c.closed_by)
    row = tx.execute(query.where(task.c.task_id == task_id, task.c.closed_at.is_not(None))).first()
    return ClosedTask(*row) if row else None


def close_task(tx: sa.Connection, task_id: UUID, by: str, now: datetime) -> bool:
    """Close a task; returns whether it was open."""
    change = sa.update(task).where(task.c.task_id == task_id, task.c.closed_at.is_(None))
    return tx.execute(change.values(closed_at=now, closed_by=by)).rowcount == 1


def unknown_attempt(tx: sa.Connection, attempt_id: UUID) -> Stranded | None:
    """Return an attempt of which nobody knows whether it left, or None."""
    query = sa.select(attempt).where(
        attempt.c.attempt_id == attempt_id, attempt.c.state == AttemptState.UNKNOWN.value
    )
    row = tx.execute(query).first()
    if row is None:
        return None
    return Stranded(
        AttemptId(row.attempt_id),
        OutreachId(row.outreach_id),
        CustomerId(row.customer_id),
        ContactPointId(row.contact_point_id),
        Channel(row.channel),
        AttemptState(row.state),
    )


def release_broken(tx: sa.Connection, outreach_id: UUID, now: datetime) -> bool:
    """Set a broken outreach back to due, to be judged anew; returns whether it was broken."""
    change = sa.update(outreach).where(
        outreach.c.outreach_id == outreach_id, outreach.c.state == OutreachState.BROKEN.value
    )
    return tx.execute(change.values(state=OutreachState.DUE.value, due_at=now, tries=0)).rowcount == 1
