"""What waits to be told, who has it in hand, and how did it go?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import WorkerId
from gateway.store.news import DELIVERED, FAILED, HELD, WAITING
from gateway.store.schema import webhook_delivery, webhook_endpoint, webhook_message, webhook_try

STATES = (WAITING, DELIVERED, FAILED, HELD)
_D, _E, _M = webhook_delivery.c, webhook_endpoint.c, webhook_message.c
_WAITS = _D.state == sa.literal_column("'waiting'")  # word for word: else SQLite does not use the index
DELETED_AT_ONCE = 5_000  # messages in one transaction


@dataclass(frozen=True, slots=True)
class Letter:
    """A message on its way to an endpoint. tries: this one included."""

    endpoint_id: UUID
    message_id: UUID
    number: int
    type: str
    at: datetime
    customer_id: UUID | None
    creditor_id: str | None
    data: dict[str, Any]
    tries: int
    first_try_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one try. due_at: when the next one is, where there is one."""

    letter: Letter
    at: datetime
    milliseconds: int
    status: int | None
    code: str
    state: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A message and how far its delivery has come."""

    message_id: UUID
    number: int
    type: str
    at: datetime
    state: str
    tries: int
    due_at: datetime
    ended_at: datetime | None
    status: int | None
    code: str | None


@dataclass(frozen=True, slots=True)
class TryRow:
    """One try."""

    at: datetime
    milliseconds: int
    status: int | None
    code: str


def due_endpoints(tx: sa.Connection, now: datetime) -> list[UUID]:
    """Return the enabled endpoints for which something is due and that do not rest."""
    has_due = sa.exists().where(_D.endpoint_id == _E.endpoint_id, _WAITS, _D.due_at <= now)
    query = sa.select(_E.endpoint_id).where(
        _E.disabled_at.is_(None), sa.or_(_E.rests_until.is_(None), _E.rests_until <= now), has_due
    )
    return [row.endpoint_id for row in tx.execute(query.order_by(_E.endpoint_id))]


def claim(
    tx: sa.Connection,
    endpoint_id: UUID,
    limit: int,
    worker_id: WorkerId,
    now: datetime,
    *,
    until: datetime,
    only: UUID | None = None,
) -> list[Letter]:
    """Take the longest-due messages of an endpoint in hand, each for one worker alone; return them.

    until: when another worker may take over what this one leaves lying. only: no other message.
    """
    due = (
        sa.select(_D.message_id)
        .where(_D.endpoint_id == endpoint_id, _WAITS, _D.due_at <= now)
        .order_by(_D.due_at, _D.message_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if only is not None:
        due = due.where(_D.message_id == only)
    taken = (
        sa.update(webhook_delivery)
        .where(_D.endpoint_id == endpoint_id, _D.message_id.in_(due))
        .values(
            worker_id=worker_id,
            due_at=until,
            tries=_D.tries + 1,
            first_try_at=sa.func.coalesce(_D.first_try_at, sa.bindparam("now", now, type_=_D.due_at.type)),
        )
        .returning(_D.message_id, _D.tries, _D.first_try_at)
    )
    hands = {row.message_id: row for row in tx.execute(taken)}
    query = sa.select(webhook_message).where(_M.message_id.in_(list(hands))).order_by(_M.number)
    return [
        Letter(
            endpoint_id=endpoint_id,
            tries=hands[row.message_id].tries,
            first_try_at=hands[row.message_id].first_try_at,
            **row._mapping,
        )
        for row in tx.execute(query)
    ]


def record(tx: sa.Connection, told: Told, worker_id: WorkerId) -> bool:
    """Write down a try; return whether the message was still in this worker's hand, so that it counts."""
    letter = told.letter
    tx.execute(
        sa.insert(webhook_try).values(
            endpoint_id=letter.endpoint_id,
            message_id=letter.message_id,
            at=told.at,
            milliseconds=told.milliseconds,
            status=told.status,
            code=told.code,
        )
    )
    values: dict[str, Any] = {"worker_id": None, "status": told.status, "code": told.code}
    if told.due_at is not None:  # the state stays: the endpoint may have been disabled meanwhile
        values |= {"due_at": told.due_at}
    else:
        values |= {"state": told.state, "ended_at": told.at}
    return tx.execute(_in_hand(letter, worker_id).values(**values)).rowcount == 1


def put_back(tx: sa.Connection, letter: Letter, worker_id: WorkerId, now: datetime) -> None:
    """Make a message due again that was taken in hand and not tried to the end."""
    values = {"worker_id": None, "due_at": now, "tries": _D.tries - 1}
    tx.execute(_in_hand(letter, worker_id).values(**values))


def free_claims(tx: sa.Connection, alive: Collection[WorkerId], now: datetime) -> int:
    """Make due again what workers had in hand that live no more; return how much."""
    lost = sa.update(webhook_delivery).where(
        _WAITS, _D.worker_id.is_not(None), _D.worker_id.not_in(list(alive))
    )
    return tx.execute(lost.values(worker_id=None, due_at=now)).rowcount


def replay(
    tx: sa.Connection,
    endpoint_id: UUID,
    *,
    states: Collection[str],
    message_id: UUID | None,
    since: datetime | None,
    before: datetime | None,
    now: datetime,
) -> int:
    """Make messages due once more, as if never tried; return how many.

    since, before: of when the messages are; what waits already stays as it is.
    """
    chosen = sa.select(_M.message_id)
    if message_id is not None:
        chosen = chosen.where(_M.message_id == message_id)
    if since is not None:
        chosen = chosen.where(_M.at >= since)
    if before is not None:
        chosen = chosen.where(_M.at < before)
    again = sa.update(webhook_delivery).where(
        _D.endpoint_id == endpoint_id, _D.state.in_(list(states)), _D.message_id.in_(chosen)
    )
    fresh = {"state": WAITING, "due_at": now, "tries": 0, "first_try_at": None, "ended_at": None}
    return tx.execute(again.values(worker_id=None, **fresh)).rowcount


def deliveries(
    tx: sa.Connection, endpoint_id: UUID, *, state: str | None, before: int | None, limit: int
) -> list[DeliveryRow]:
    """Return an endpoint's messages, the newest first. before: only those with a lower number."""
    query = (
        sa.select(
            _M.message_id, _M.number, _M.type, _M.at,
            _D.state, _D.tries, _D.due_at, _D.ended_at, _D.status, _D.code,
        )
        .join_from(webhook_delivery, webhook_message, _M.message_id == _D.message_id)
        .where(_D.endpoint_id == endpoint_id)
    )  # fmt: skip
    if state is not None:
        query = query.where(_D.state == state)
    if before is not None:
        query = query.where(_M.number < before)
    return [DeliveryRow(**row._mapping) for row in tx.execute(query.order_by(_M.number.desc()).limit(limit))]


def tries(tx: sa.Connection, endpoint_id: UUID, message_id: UUID) -> list[TryRow]:
    """Return how a message fared, the first try first."""
    c = webhook_try.c
    query = sa.select(c.at, c.milliseconds, c.status, c.code).where(
        c.endpoint_id == endpoint_id, c.message_id == message_id
    )
    return [TryRow(*row) for row in tx.execute(query.order_by(c.number))]


def delete_old(tx: sa.Connection, before: datetime) -> int:
    """Delete some messages that are older and wait for nobody, with what is known of them; return how many.

    The newest message stays, so that its number is never given away again. What waits for an endpoint that
    is gone waits for nobody.
    """
    waits = sa.exists().where(_D.message_id == _M.message_id, _WAITS, _D.endpoint_id == _E.endpoint_id)
    newest = sa.select(sa.func.max(_M.number)).scalar_subquery()
    old = sa.select(_M.message_id).where(_M.at < before, ~waits, _M.number < newest).limit(DELETED_AT_ONCE)
    gone = list(tx.execute(old).scalars())
    for table in (webhook_try, webhook_delivery, webhook_message):
        tx.execute(sa.delete(table).where(table.c.message_id.in_(gone)))
    return len(gone)


def _in_hand(letter: Letter, worker_id: WorkerId) -> sa.Update:
    """tries tells two claims of one worker apart."""
    return sa.update(webhook_delivery).where(
        _D.endpoint_id == letter.endpoint_id,
        _D.message_id == letter.message_id,
        _D.worker_id == worker_id,
        _D.tries == letter.tries,
    )
