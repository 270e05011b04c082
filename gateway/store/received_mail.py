"""Which mails were read, and to whom had an email of ours gone?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.ids import AttemptId, CustomerId
from gateway.domain.words import AttemptState, Channel
from gateway.store.schema import attempt, contact_point, received_mail


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail that was read. set_aside: why a person has to look at the mail itself; None: nobody has to."""

    mail_key: str
    kind: str
    via: str
    set_aside: str | None = None
    attempt_id: AttemptId | None = None


@dataclass(frozen=True, slots=True)
class Mailed:
    """An email of ours: to whom, where, and how it stands."""

    attempt_id: AttemptId
    customer_id: CustomerId
    address: str
    state: AttemptState


def insert_mail(tx: sa.Connection, row: MailRow, now: datetime) -> bool:
    """Note that a mail is acted on in this transaction; False where it had been before."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(received_mail)
        .on_conflict_do_nothing(index_elements=["mail_key"])
        .values(
            mail_key=row.mail_key,
            kind=row.kind,
            set_aside=row.set_aside,
            via=row.via,
            attempt_id=row.attempt_id,
            received_at=now,
        )
    )
    return tx.execute(statement.returning(received_mail.c.mail_key)).first() is not None


def find_mail(tx: sa.Connection, mail_key: str) -> MailRow | None:
    """Return a mail that was read, or None."""
    row = tx.execute(sa.select(received_mail).where(received_mail.c.mail_key == mail_key)).first()
    if row is None:
        return None
    attempt_id = AttemptId(row.attempt_id) if row.attempt_id else None
    return MailRow(row.mail_key, row.kind, row.via, row.set_aside, attempt_id)


def mails_since(tx: sa.Connection, since: datetime) -> dict[str, int]:
    """Return how many mails were read, by kind."""
    query = (
        sa.select(received_mail.c.kind, sa.func.count())
        .where(received_mail.c.received_at >= since)
        .group_by(received_mail.c.kind)
    )
    return {row[0]: row[1] for row in sorted(tx.execute(query))}


def mailed(tx: sa.Connection, attempt_id: AttemptId) -> Mailed | None:
    """Return an attempt by email, or None for one that nobody made or that went another way."""
    query = (
        sa.select(attempt.c.customer_id, attempt.c.state, contact_point.c.value)
        .join(contact_point, contact_point.c.contact_point_id == attempt.c.contact_point_id)
        .where(attempt.c.attempt_id == attempt_id, attempt.c.channel == Channel.EMAIL.value)
    )
    row = tx.execute(query).first()
    if row is None:
        return None
    return Mailed(attempt_id, CustomerId(row.customer_id), row.value, AttemptState(row.state))
