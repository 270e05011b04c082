"""Was this request answered before? Idempotency keys with the first answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from gateway.store.schema import idempotency


@dataclass(frozen=True, slots=True)
class Answered:
    """The first answer to a request."""

    body_digest: str
    status: int
    response: str


def find_answer(tx: sa.Connection, key: str) -> Answered | None:
    """Return what was answered under a key, or None."""
    row = tx.execute(sa.select(idempotency).where(idempotency.c.key == key)).first()
    return Answered(row.body_digest, row.status, row.response) if row else None


def keep_answer(tx: sa.Connection, key: str, answer: Answered, now: datetime) -> bool:
    """Keep the first answer under a key; False when somebody else was first."""
    try:
        with tx.begin_nested():
            tx.execute(
                sa.insert(idempotency).values(
                    key=key,
                    body_digest=answer.body_digest,
                    status=answer.status,
                    response=answer.response,
                    created_at=now,
                )
            )
    except sa.exc.IntegrityError:
        return False
    return True


def forget_answers(tx: sa.Connection, before: datetime) -> int:
    """Forget answers older than an instant; returns how many."""
    return tx.execute(sa.delete(idempotency).where(idempotency.c.created_at < before)).rowcount
