"""Was this request answered before? Idempotency keys: claimed first, then kept with the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from gateway.store.schema import idempotency


@dataclass(frozen=True, slots=True)
class Known:
    """A request that came before; without a status it is still being answered."""

    body_digest: str
    since: datetime
    status: int | None
    response: str | None


def claim(tx: sa.Connection, key: str, body_digest: str, now: datetime) -> Known | None:
    """Claim a key and return None, or return who has it."""
    try:
        with tx.begin_nested():
            tx.execute(
                sa.insert(idempotency).values(
                    key=key, body_digest=body_digest, status=None, response=None, created_at=now
                )
            )
    except sa.exc.IntegrityError:
        row = tx.execute(sa.select(idempotency).where(idempotency.c.key == key)).one()
        return Known(row.body_digest, row.created_at, row.status, row.response)
    return None


def take_over(tx: sa.Connection, key: str, since: datetime, now: datetime) -> bool:
    """Take over a claim whose holder is gone; returns whether it was still as old."""
    return tx.execute(_pending(key, since).values(created_at=now)).rowcount == 1


def keep_answer(tx: sa.Connection, key: str, since: datetime, status: int, response: str) -> bool:
    """Keep the first answer under a claim; False where another has taken it over."""
    return tx.execute(_pending(key, since).values(status=status, response=response)).rowcount == 1


def let_go(tx: sa.Connection, key: str, since: datetime) -> None:
    """Give a claim back, so that the request can be sent again."""
    tx.execute(sa.delete(idempotency).where(*_is_pending(key, since)))


def _pending(key: str, since: datetime) -> sa.Update:
    return sa.update(idempotency).where(*_is_pending(key, since))


def _is_pending(key: str, since: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    columns = idempotency.c
    return columns.key == key, columns.created_at == since, columns.status.is_(None)
