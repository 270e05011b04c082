"""Which calls wait for a collector, which are being made, and what did they come to?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import AttemptId, ContactPointId, CustomerId, OutreachId, WorkerId
from gateway.domain.words import OPEN_OUTREACH, AttemptState, MadeBy, Origin, OutreachState
from gateway.store.dispatch import DueOutreach, due_outreach
from gateway.store.events import lock_customers
from gateway.store.schema import attempt, customer, outreach

A_PERSON = WorkerId(UUID(int=0))
"""In whose hands a call is that no daemon makes, so that none takes it for a dead worker's."""
_OPEN = tuple(state.value for state in OPEN_OUTREACH)
_BY_PERSON = outreach.c.made_by == MadeBy.COLLECTOR.value
_CALLING = (AttemptState.SENDING.value, AttemptState.UNKNOWN.value)  # as the partial index on states has it


@dataclass(frozen=True, slots=True)
class WaitingCall:
    """A call that a collector is to make, and where it stands."""

    due: DueOutreach
    state: OutreachState
    due_at: datetime
    planned_at: datetime
    requested_by: str | None


@dataclass(frozen=True, slots=True)
class MadeCall:
    """A call that a collector makes or made."""

    attempt_id: AttemptId
    outreach_id: OutreachId
    customer_id: CustomerId
    contact_point_id: ContactPointId
    accounts: tuple[str, ...]
    caller: str
    state: AttemptState
    sent_at: datetime
    code: str | None
    result: str | None
    entry_id: UUID
    template: str
    facts_version: int  # the customer's when it was judged

    @property
    def is_open(self) -> bool:
        """Whether nobody has said what it came to."""
        return self.state.value in _CALLING


def waiting_calls(tx: sa.Connection, now: datetime, limit: int) -> list[WaitingCall]:
    """Return the calls that are wanted now, the longest-waiting first."""
    query = _waiting().where(
        _BY_PERSON,
        outreach.c.state.in_(_OPEN),
        sa.or_(outreach.c.not_after.is_(None), outreach.c.not_after > now),
    )
    return [
        _call(row)
        for row in tx.execute(query.order_by(outreach.c.due_at, outreach.c.outreach_id).limit(limit))
    ]


def find_call(tx: sa.Connection, outreach_id: UUID) -> WaitingCall | None:
    """Return one call, in whatever state; None for what is no collector's call."""
    row = tx.execute(_waiting().where(_BY_PERSON, outreach.c.outreach_id == outreach_id)).first()
    return _call(row) if row else None


def lock_call(tx: sa.Connection, outreach_id: UUID) -> WaitingCall | None:
    """Return one call with its customer locked, so that nobody else takes it meanwhile."""
    found = find_call(tx, outreach_id)
    if found is None:
        return None
    lock_customers(tx, [found.due.customer_id])
    return find_call(tx, outreach_id)


def calls_to(tx: sa.Connection, customer_id: CustomerId) -> list[MadeCall]:
    """Return the calls to a customer that collectors are making."""
    query = _made().where(attempt.c.customer_id == customer_id, attempt.c.state.in_(_CALLING))
    return [
        _made_call(row) for row in tx.execute(query.order_by(attempt.c.reserved_at, attempt.c.attempt_id))
    ]


def open_calls(tx: sa.Connection, before: datetime | None = None, limit: int = 200) -> list[MadeCall]:
    """Return the calls whose end nobody has told, the oldest first. before: only those begun until then."""
    query = _made().where(attempt.c.state.in_(_CALLING)).order_by(attempt.c.sent_at, attempt.c.attempt_id)
    if before is not None:
        query = query.where(attempt.c.sent_at <= before, attempt.c.state == AttemptState.SENDING.value)
    return [_made_call(row) for row in tx.execute(query.limit(limit))]


def find_made(tx: sa.Connection, attempt_id: UUID, *, lock: bool = False) -> MadeCall | None:
    """Return a call that a collector makes or made, or None. lock: with its customer locked before it."""
    query = _made().where(attempt.c.attempt_id == attempt_id)
    row = tx.execute(query).first()
    if row is not None and lock:
        lock_customers(tx, [CustomerId(row.customer_id)])
        row = tx.execute(query.with_for_update()).one()
    return _made_call(row) if row else None


def has_news(tx: sa.Connection, call: MadeCall) -> bool:
    """Return whether something was told about the customer since the call was judged."""
    query = sa.select(customer.c.facts_version).where(customer.c.customer_id == call.customer_id)
    return bool(tx.execute(query).scalar_one() != call.facts_version)


def mark_calling(tx: sa.Connection, attempt_id: AttemptId, caller: str, now: datetime) -> None:
    """Note who makes a reserved call, from now on."""
    change = sa.update(attempt).where(attempt.c.attempt_id == attempt_id)
    tx.execute(change.values(state=AttemptState.SENDING.value, sent_at=now, caller=caller))


def set_result(
    tx: sa.Connection,
    attempt_id: AttemptId,
    state: AttemptState,
    code: str,
    result: str | None,
    now: datetime,
) -> None:
    """Write down what a call came to."""
    change = sa.update(attempt).where(attempt.c.attempt_id == attempt_id)
    tx.execute(change.values(state=state.value, code=code, result=result, outcome_at=now))


def set_outreach(
    tx: sa.Connection,
    outreach_id: OutreachId,
    state: OutreachState,
    *,
    due_at: datetime,
    now: datetime,
    add_tries: int = 0,
    not_after: datetime | None = None,
) -> None:
    """Close a call that was made, or let it wait again. not_after: how long, if longer now."""
    values: dict[str, Any] = {"state": state.value, "tries": outreach.c.tries + add_tries}
    if state is OutreachState.DONE:
        values["done_at"] = now
    else:
        values |= {"due_at": due_at, "done_at": None}
    if not_after is not None:
        values["not_after"] = not_after
    tx.execute(sa.update(outreach).where(outreach.c.outreach_id == outreach_id).values(**values))


def cancel_lapsed(
    tx: sa.Connection, now: datetime, because: str, limit: int = 500
) -> list[tuple[OutreachId, CustomerId]]:
    """Cancel and return calls that a collector wanted and nobody made in time. The planner's are its own."""
    lapsed = (
        sa.select(outreach.c.outreach_id, outreach.c.customer_id)
        .where(_BY_PERSON, outreach.c.state.in_(_OPEN), outreach.c.not_after <= now)
        .where(outreach.c.origin != Origin.STRATEGY.value)
        .order_by(outreach.c.customer_id, outreach.c.outreach_id)
        .limit(limit)
    )
    rows = tx.execute(lapsed).all()
    lock_customers(tx, [CustomerId(row.customer_id) for row in rows])
    change = sa.update(outreach).where(
        outreach.c.outreach_id.in_([row.outreach_id for row in rows]),
        outreach.c.state.in_(_OPEN),
        outreach.c.not_after <= now,
    )
    values = {"state": OutreachState.CANCELLED.value, "because": because}
    done = set(tx.execute(change.values(**values).returning(outreach.c.outreach_id)).scalars())
    return [(OutreachId(r.outreach_id), CustomerId(r.customer_id)) for r in rows if r.outreach_id in done]


def _waiting() -> sa.Select[Any]:
    version = customer.c.facts_version.label("customer_facts_version")
    return sa.select(*outreach.c, version).join(customer, customer.c.customer_id == outreach.c.customer_id)


def _made() -> sa.Select[Any]:
    return sa.select(attempt).where(attempt.c.caller.is_not(None))


def _call(row: Any) -> WaitingCall:
    state = OutreachState(row.state)
    return WaitingCall(due_outreach(row), state, row.due_at, row.planned_at, row.requested_by)


def _made_call(row: Any) -> MadeCall:
    return MadeCall(
        attempt_id=AttemptId(row.attempt_id),
        outreach_id=OutreachId(row.outreach_id),
        customer_id=CustomerId(row.customer_id),
        contact_point_id=ContactPointId(row.contact_point_id),
        accounts=tuple(row.accounts),
        caller=row.caller,
        state=AttemptState(row.state),
        sent_at=row.sent_at or row.reserved_at,
        code=row.code,
        result=row.result,
        entry_id=row.entry_id,
        template=row.template,
        facts_version=row.facts_version,
    )
