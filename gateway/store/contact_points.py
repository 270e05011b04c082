"""Who is behind this number or address, and which channels work there?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import AttemptId, ContactPointId, CreditorId, CustomerId
from gateway.domain.words import REACHES, Channel, PointKind
from gateway.store.schema import attempt, contact_point, customer


@dataclass(frozen=True, slots=True)
class Holder:
    """A customer's contact point, found by its value. is_retired: it is not used any more."""

    customer_id: CustomerId
    creditor_id: CreditorId
    contact_point_id: ContactPointId
    is_retired: bool


def holders_of(tx: sa.Connection, value: str, kinds: Sequence[PointKind]) -> list[Holder]:
    """Return every customer that has this number or address, retired ones too, in a fixed order."""
    query = (
        sa.select(contact_point, customer.c.creditor_id)
        .join(customer, customer.c.customer_id == contact_point.c.customer_id)
        .where(contact_point.c.value == value, contact_point.c.kind.in_([kind.value for kind in kinds]))
        .order_by(contact_point.c.customer_id, contact_point.c.contact_point_id)
    )
    return [_holder(row) for row in tx.execute(query)]


def holder_of_attempt(tx: sa.Connection, attempt_id: AttemptId) -> Holder | None:
    """Return whom an attempt was made to and where, or None for one that nobody knows."""
    query = (
        sa.select(contact_point, customer.c.creditor_id)
        .join(attempt, attempt.c.contact_point_id == contact_point.c.contact_point_id)
        .join(customer, customer.c.customer_id == contact_point.c.customer_id)
        .where(attempt.c.attempt_id == attempt_id)
    )
    row = tx.execute(query).first()
    return _holder(row) if row else None


def value_of(tx: sa.Connection, contact_point_id: ContactPointId) -> str | None:
    """Return a contact point's number or address, or None."""
    query = sa.select(contact_point.c.value).where(contact_point.c.contact_point_id == contact_point_id)
    return tx.execute(query).scalar()


def mark_unfit(tx: sa.Connection, rows: Sequence[tuple[ContactPointId, Channel, str]], now: datetime) -> None:
    """Note that channels do not work at contact points, with the reason's code; where no channel is left, the
    contact point is retired. The customers are locked by the caller."""
    for point_id, channel, because in rows:
        row = tx.execute(sa.select(contact_point).where(contact_point.c.contact_point_id == point_id)).first()
        if row is None or row.retired_at is not None or channel.value in row.unfit_for:
            continue
        unfit = [*row.unfit_for, channel.value]
        works = [c for c, kinds in REACHES.items() if PointKind(row.kind) in kinds and c.value not in unfit]
        gone = {} if works else {"retired_at": now, "retired_because": because}
        tx.execute(
            sa.update(contact_point)
            .where(contact_point.c.contact_point_id == point_id)
            .values(unfit_for=unfit, **gone)
        )


def _holder(row: Any) -> Holder:
    return Holder(
        CustomerId(row.customer_id),
        CreditorId(row.creditor_id),
        ContactPointId(row.contact_point_id),
        row.retired_at is not None,
    )
