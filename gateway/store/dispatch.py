"""Which outreach is due, and what became of it? Claims, reservations, sending marks and outcomes, in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import (
    AccountId,
    AttemptId,
    ContactPointId,
    CreditorId,
    CustomerId,
    OutreachId,
    WorkerId,
)
from gateway.domain.words import AttemptState, Channel, MadeBy, MessageKind, OutreachState
from gateway.store.schema import (
    attempt,
    contact_log,
    contact_point,
    customer,
    outreach,
    portfolio_import,
)

_DUE = (OutreachState.DUE.value, OutreachState.DEFERRED.value)
# Written out, not bound: SQLite uses a partial index only for a query that repeats the index's own condition.
_IS_DUE = sa.text("outreach.state IN ('due', 'deferred')")


@dataclass(frozen=True, slots=True)
class DueOutreach:
    """A contact that we would like to make now."""

    outreach_id: OutreachId
    customer_id: CustomerId
    creditor_id: CreditorId
    origin: str
    strategy: str
    step: str
    cycle: str
    kind: MessageKind
    template: str
    tone: str
    channels: tuple[Channel, ...]
    account_id: AccountId | None
    ruling_digest: str | None
    tries: int
    facts_version: int
    in_reply_to: str | None = None  # id of the event that it answers
    contact_point_id: ContactPointId | None = None  # the only one that it may go to
    not_after: datetime | None = None  # later it is not wanted any more
    made_by: MadeBy = MadeBy.DUNWELL
    held_by: str | None = None  # what held it back last
    planned_at: datetime | None = None


def claim_due(tx: sa.Connection, now: datetime, limit: int) -> list[DueOutreach]:
    """Return at most one due outreach per customer, oldest first, with the customers' rows locked until the
    transaction ends, so that no other worker judges the same customer meanwhile. What a person does is not
    among it."""
    ours = outreach.c.made_by == MadeBy.DUNWELL.value
    lock = (
        sa.select(customer.c.customer_id)
        .join(outreach, customer.c.customer_id == outreach.c.customer_id)
        .where(_IS_DUE, outreach.c.due_at <= now, ours)
        .order_by(outreach.c.due_at, outreach.c.customer_id)  # as the index has it: nothing is sorted
        .limit(limit)
        .with_for_update(of=customer, skip_locked=True)
    )
    locked = {row.customer_id for row in tx.execute(lock)}
    # Asked again under the lock: a worker that just let go of a customer may have taken its outreach in hand.
    query = (
        sa.select(*outreach.c, customer.c.facts_version.label("customer_facts_version"))
        .join(customer, customer.c.customer_id == outreach.c.customer_id)
        .where(outreach.c.customer_id.in_(locked), outreach.c.state.in_(_DUE), outreach.c.due_at <= now, ours)
        .order_by(outreach.c.due_at, outreach.c.outreach_id)
    )
    first: dict[UUID, DueOutreach] = {}
    for row in tx.execute(query):
        first.setdefault(row.customer_id, due_outreach(row))
    return list(first.values())


def due_outreach(row: Any) -> DueOutreach:
    """Return the outreach of a row that also holds its customer's `customer_facts_version`."""
    return DueOutreach(
        outreach_id=OutreachId(row.outreach_id),
        customer_id=CustomerId(row.customer_id),
        creditor_id=CreditorId(row.creditor_id),
        origin=row.origin,
        strategy=row.strategy,
        step=row.step,
        cycle=row.cycle,
        kind=MessageKind(row.kind),
        template=row.template,
        tone=row.tone,
        channels=tuple(Channel(c) for c in row.channels),
        account_id=AccountId(row.account_id) if row.account_id else None,
        ruling_digest=row.ruling_digest,
        tries=row.tries,
        facts_version=row.customer_facts_version,
        in_reply_to=row.in_reply_to,
        contact_point_id=ContactPointId(row.contact_point_id) if row.contact_point_id else None,
        not_after=row.not_after,
        made_by=MadeBy(row.made_by),
        held_by=row.held_by,
        planned_at=row.planned_at,
    )


def insert_attempts(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new attempts; each takes its frequency slot with this row."""
    if rows:
        tx.execute(sa.insert(attempt), list(rows))


def insert_log(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the contact log's rows for new rulings."""
    if rows:
        tx.execute(sa.insert(contact_log), list(rows))


def update_outreach(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set the state of outreach that was judged. Each row: key, state, due_at, because, rulebook,
    ruling_digest, tries, done_at, held_by; None keeps what is there, except of held_by."""
    if not rows:
        return
    columns = outreach.c
    statement = (
        sa.update(outreach)
        .where(columns.outreach_id == sa.bindparam("key"))
        .values(
            state=sa.bindparam("new_state"),
            due_at=sa.func.coalesce(sa.bindparam("new_due_at", type_=columns.due_at.type), columns.due_at),
            because=sa.func.coalesce(sa.bindparam("new_because", type_=sa.Text), columns.because),
            rulebook=sa.func.coalesce(sa.bindparam("new_rulebook", type_=sa.Text), columns.rulebook),
            ruling_digest=sa.func.coalesce(sa.bindparam("new_digest", type_=sa.Text), columns.ruling_digest),
            tries=columns.tries + sa.bindparam("add_tries", type_=sa.Integer),
            done_at=sa.func.coalesce(
                sa.bindparam("new_done_at", type_=columns.done_at.type), columns.done_at
            ),
            held_by=sa.bindparam("new_held_by", type_=sa.Text),
        )
    )
    tx.execute(statement, [_outreach_change(row) for row in rows])


def _outreach_change(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": row["outreach_id"],
        "new_state": row["state"],
        "new_due_at": row.get("due_at"),
        "new_because": row.get("because"),
        "new_rulebook": row.get("rulebook"),
        "new_digest": row.get("ruling_digest"),
        "add_tries": row.get("add_tries", 0),
        "new_done_at": row.get("done_at"),
        "new_held_by": row.get("held_by"),
    }


def mark_sending(
    tx: sa.Connection, attempt_ids: Sequence[AttemptId], worker: WorkerId, now: datetime
) -> set[AttemptId]:
    """Return those of the worker's reserved attempts that may go now; they are `sending` from here on.

    An attempt whose customer said something since it was judged is not among them: it must be judged again.
    """
    if not attempt_ids:
        return set()
    people = sa.select(attempt.c.customer_id).where(attempt.c.attempt_id.in_(attempt_ids))
    locked = sa.select(customer.c.customer_id).where(customer.c.customer_id.in_(people))
    tx.execute(locked.order_by(customer.c.customer_id).with_for_update(read=True)).all()
    unchanged = (
        sa.select(customer.c.facts_version)
        .where(customer.c.customer_id == attempt.c.customer_id)
        .scalar_subquery()
    )
    going = tx.execute(
        sa.update(attempt)
        .where(
            attempt.c.attempt_id.in_(attempt_ids),
            attempt.c.worker_id == worker,
            attempt.c.state == AttemptState.RESERVED.value,
            attempt.c.facts_version == unchanged,
        )
        .values(state=AttemptState.SENDING.value, sent_at=now)
        .returning(attempt.c.attempt_id)
    )
    return {AttemptId(row.attempt_id) for row in going}


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """Where an attempt stands whose end is not known. sent_at: when it was handed over, if it was."""

    state: AttemptState
    sent_at: datetime | None


def lock_attempts(
    tx: sa.Connection, attempt_ids: Sequence[AttemptId], states: Iterable[AttemptState]
) -> dict[AttemptId, OpenAttempt]:
    """Return those of the attempts that are in one of the states, locked until the transaction ends."""
    query = (
        sa.select(attempt.c.attempt_id, attempt.c.state, attempt.c.sent_at)
        .where(
            attempt.c.attempt_id.in_(attempt_ids),
            attempt.c.state.in_([state.value for state in states]),
        )
        .order_by(attempt.c.attempt_id)
        .with_for_update()
    )
    found = tx.execute(query)
    return {AttemptId(row.attempt_id): OpenAttempt(AttemptState(row.state), row.sent_at) for row in found}


def set_outcomes(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Record what became of attempts. Each row: attempt_id, state, outcome_at, provider_reference,
    code, fault."""
    if not rows:
        return
    statement = (
        sa.update(attempt)
        .where(attempt.c.attempt_id == sa.bindparam("key"))
        .values(
            state=sa.bindparam("new_state"),
            outcome_at=sa.bindparam("at", type_=attempt.c.outcome_at.type),
            provider_reference=sa.bindparam("reference", type_=sa.Text),
            code=sa.bindparam("new_code", type_=sa.Text),
            fault=sa.bindparam("new_fault", type_=sa.Text),
        )
    )
    tx.execute(
        statement,
        [
            {
                "key": row["attempt_id"],
                "new_state": row["state"],
                "at": row["outcome_at"],
                "reference": row.get("provider_reference"),
                "new_code": row.get("code"),
                "new_fault": row.get("fault"),
            }
            for row in rows
        ],
    )


def reopen_for_rulebook(tx: sa.Connection, digest: str, now: datetime) -> int:
    """Set refused and deferred outreach that another rulebook judged back to due; returns how many."""
    result = tx.execute(
        sa.update(outreach)
        .where(
            outreach.c.state.in_([OutreachState.REFUSED.value, OutreachState.DEFERRED.value]),
            outreach.c.rulebook.is_distinct_from(digest),
        )
        .values(state=OutreachState.DUE.value, due_at=now)
    )
    return result.rowcount


def retire_points(tx: sa.Connection, rows: Sequence[tuple[UUID, str]], now: datetime) -> None:
    """Retire contact points that do not work, with the reason's code."""
    for point_id, because in rows:
        tx.execute(
            sa.update(contact_point)
            .where(contact_point.c.contact_point_id == point_id, contact_point.c.retired_at.is_(None))
            .values(retired_at=now, retired_because=because)
        )


def newest_feeds(tx: sa.Connection) -> dict[CreditorId, date]:
    """Return the as-of date of each creditor's newest portfolio or payment file."""
    query = sa.select(
        portfolio_import.c.creditor_id, sa.func.max(portfolio_import.c.as_of).label("as_of")
    ).group_by(portfolio_import.c.creditor_id)
    return {CreditorId(row.creditor_id): row.as_of for row in tx.execute(query)}
