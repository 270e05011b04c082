"""Which files did customers send? Sealed, each with the event that it came with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import CustomerId, EventId
from gateway.store.schema import attachment


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file without its contents. number: from 1, in the order in which they were sent."""

    attachment_id: UUID
    customer_id: CustomerId
    event_id: EventId
    number: int
    kind: str
    size: int
    received_at: datetime


_COLUMNS = tuple(attachment.c[name] for name in AttachmentRow.__slots__)


def insert_attachments(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write files, one statement for each: their contents are large."""
    for row in rows:
        tx.execute(sa.insert(attachment).values(**row))


def count_of(tx: sa.Connection, customer_id: CustomerId) -> int:
    """Return how many files a customer has sent."""
    query = sa.select(sa.func.count()).where(attachment.c.customer_id == customer_id)
    return int(tx.execute(query).scalar_one())


def of_event(tx: sa.Connection, event_id: EventId) -> list[AttachmentRow]:
    """Return the files that came with an event, in their order."""
    query = sa.select(*_COLUMNS).where(attachment.c.event_id == event_id).order_by(attachment.c.number)
    return [AttachmentRow(*row) for row in tx.execute(query)]


def of_customer(tx: sa.Connection, customer_id: CustomerId) -> list[AttachmentRow]:
    """Return a customer's files, the newest first."""
    c = attachment.c
    query = sa.select(*_COLUMNS).where(c.customer_id == customer_id)
    return [
        AttachmentRow(*row) for row in tx.execute(query.order_by(c.received_at.desc(), c.event_id, c.number))
    ]


def find(tx: sa.Connection, attachment_id: UUID) -> tuple[AttachmentRow, bytes] | None:
    """Return one file and its sealed contents, or None."""
    query = sa.select(*_COLUMNS, attachment.c.sealed).where(attachment.c.attachment_id == attachment_id)
    row = tx.execute(query).first()
    return (AttachmentRow(*row[:-1]), bytes(row[-1])) if row else None
