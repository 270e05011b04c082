"""What is put before a person? Opened once, and taken back when it has settled itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid5

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.ids import CustomerId
from gateway.domain.news import News
from gateway.store.news import tell
from gateway.store.schema import task

_BY = "dunwell"  # who closed a task that no person did

_COMES_AGAIN = ("broken-outreach", "webhook-disabled")  # somebody set it going again before it broke again


def insert_tasks(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Put things before a person; return the references of those that are new.

    One that is open or was closed already is not opened again, also where two workers find it at once; but
    what was mended and broke once more is.
    """
    if not rows:
        return set()
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    new = insert(task)
    once = new.on_conflict_do_update(
        index_elements=["kind", "reference"],
        set_={"opened_at": new.excluded.opened_at, "closed_at": None, "closed_by": None},
        where=sa.and_(_comes_again(), task.c.closed_at.is_not(None)),
    )
    distinct = {(row["kind"], row["reference"]): row for row in rows}  # PostgreSQL updates a row once at most
    columns = task.c.task_id, task.c.kind, task.c.reference, task.c.customer_id, task.c.opened_at
    opened = tx.execute(once.returning(*columns), list(distinct.values())).all()
    tell(tx, [_news(row) for row in opened])
    return {row.reference for row in opened}


def _comes_again() -> sa.ColumnElement[bool]:
    """Word by word: a list would be one parameter that many rows at once cannot have."""
    return sa.or_(*(task.c.kind == kind for kind in _COMES_AGAIN))


def say(tx: sa.Connection, kind: str, reference: str, text: str) -> None:
    """Put newer words into a task that is open; text: no personal data."""
    change = sa.update(task).where(
        task.c.kind == kind, task.c.reference == reference, task.c.closed_at.is_(None)
    )
    tx.execute(change.values(text=text))


def take_back(tx: sa.Connection, kind: str, references: Collection[str], now: datetime) -> int:
    """Close the open tasks of a kind with these references; return how many."""
    return _close(tx, kind, task.c.reference.in_(list(references)), now) if references else 0


def take_back_of(tx: sa.Connection, kind: str, customer_id: CustomerId, now: datetime) -> int:
    """Close one customer's open tasks of a kind; return how many."""
    return _close(tx, kind, task.c.customer_id == customer_id, now)


def take_back_but(tx: sa.Connection, kind: str, keep: Collection[str], now: datetime) -> int:
    """Close the open tasks of a kind whose references are not among those to keep; return how many."""
    return _close(tx, kind, task.c.reference.not_in(list(keep)), now)


def _news(row: sa.Row[Any]) -> News:
    """A task that comes again keeps its id, so its message is named after the instant too."""
    message_id = uuid5(row.task_id, row.opened_at.isoformat())
    data = {"task_id": str(row.task_id), "kind": row.kind}
    customer_id = CustomerId(row.customer_id) if row.customer_id else None
    return News(message_id, "task.opened", row.opened_at, customer_id, data)


def _close(tx: sa.Connection, kind: str, which: sa.ColumnElement[bool], now: datetime) -> int:
    change = sa.update(task).where(task.c.kind == kind, task.c.closed_at.is_(None), which)
    return tx.execute(change.values(closed_at=now, closed_by=_BY)).rowcount
