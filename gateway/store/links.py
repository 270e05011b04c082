"""Which links were issued, whom do they stand for, and how often were they answered wrongly?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.ids import AttemptId, ContactPointId, CustomerId
from gateway.store.schema import attempt, check_failure, customer_link


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link that is neither expired nor revoked."""

    customer_id: CustomerId
    contact_point_id: ContactPointId | None
    attempt_id: AttemptId | None
    channel: str | None  # of the attempt that carried it
    wrong_answers: int


def insert_links(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new links."""
    if rows:
        tx.execute(sa.insert(customer_link), list(rows))


def find_link(tx: sa.Connection, token_digest: str, purpose: str, now: datetime) -> LinkRow | None:
    """Return a link that is good now, or None."""
    query = (
        sa.select(
            customer_link.c.customer_id,
            customer_link.c.contact_point_id,
            customer_link.c.attempt_id,
            customer_link.c.wrong_answers,
            attempt.c.channel,
        )
        .outerjoin(attempt, attempt.c.attempt_id == customer_link.c.attempt_id)
        .where(
            customer_link.c.token_digest == token_digest,
            customer_link.c.purpose == purpose,
            customer_link.c.expires_at > now,
            customer_link.c.revoked_at.is_(None),
        )
    )
    row = tx.execute(query).first()
    if row is None:
        return None
    return LinkRow(
        CustomerId(row.customer_id),
        ContactPointId(row.contact_point_id) if row.contact_point_id else None,
        AttemptId(row.attempt_id) if row.attempt_id else None,
        row.channel,
        row.wrong_answers,
    )


def link_of_attempt(
    tx: sa.Connection, attempt_id: AttemptId, purpose: str, now: datetime
) -> tuple[str, datetime, LinkRow] | None:
    """Return the link that was made for an attempt, with its digest and end, if it is good now."""
    query = sa.select(customer_link.c.token_digest, customer_link.c.expires_at).where(
        customer_link.c.attempt_id == attempt_id, customer_link.c.purpose == purpose
    )
    made = tx.execute(query.order_by(customer_link.c.issued_at, customer_link.c.token_digest)).first()
    found = find_link(tx, made.token_digest, purpose, now) if made else None
    return (made.token_digest, made.expires_at, found) if made and found else None


def revoke_links(tx: sa.Connection, point_id: ContactPointId, purpose: str, now: datetime) -> int:
    """Revoke the links of one purpose that went to a contact point; returns how many were good until now."""
    change = sa.update(customer_link).where(
        customer_link.c.contact_point_id == point_id,
        customer_link.c.purpose == purpose,
        customer_link.c.revoked_at.is_(None),
    )
    return tx.execute(change.values(revoked_at=now)).rowcount


def failures_on(tx: sa.Connection, customer_id: CustomerId, on: date) -> int:
    """Return how many wrong answers were given about a customer on a day (UTC)."""
    query = sa.select(check_failure.c.count).where(
        check_failure.c.customer_id == customer_id, check_failure.c.on == on
    )
    return tx.execute(query).scalar() or 0


def count_wrong_answer(tx: sa.Connection, token_digest: str, customer_id: CustomerId, on: date) -> None:
    """Count a wrong answer against the link and against the customer's day."""
    link = sa.update(customer_link).where(customer_link.c.token_digest == token_digest)
    tx.execute(link.values(wrong_answers=customer_link.c.wrong_answers + 1))
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    first = insert(check_failure).values(customer_id=customer_id, on=on, count=1)
    tx.execute(
        first.on_conflict_do_update(
            index_elements=[check_failure.c.customer_id, check_failure.c.on],
            set_={"count": check_failure.c.count + 1},
        )
    )
