"""How is a dunning run written down? Cycles, outreach, cancellations and the planner's next appointments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.ids import CustomerId, OutreachId
from gateway.domain.words import OPEN_OUTREACH, OutreachState
from gateway.store.schema import customer, dunning_cycle, invoice, outreach, setting

_OPEN = tuple(state.value for state in OPEN_OUTREACH)
_MEMORY = "planner"  # the setting in which a run leaves a note for the next one
_BATCH = 2000


def begin_cycles(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new cycles; a customer has one open cycle at most, which a unique index holds."""
    if rows:
        tx.execute(sa.insert(dunning_cycle), list(rows))


def end_cycles(tx: sa.Connection, rows: Iterable[tuple[CustomerId, date]]) -> None:
    """Close the open cycles of customers, each on its day."""
    by_day: dict[date, list[CustomerId]] = defaultdict(list)
    for customer_id, day in rows:
        by_day[day].append(customer_id)
    c = dunning_cycle.c
    for day, ids in by_day.items():
        is_open = sa.and_(c.customer_id.in_(ids), c.ended_on.is_(None))
        tx.execute(sa.update(dunning_cycle).where(is_open).values(ended_on=day))


def remember_passed(tx: sa.Connection, rows: Sequence[tuple[CustomerId, Mapping[str, Any]]]) -> None:
    """Keep the planner's memory of customers' open cycles."""
    if not rows:
        return
    c = dunning_cycle.c
    statement = (
        sa.update(dunning_cycle)
        .where(c.customer_id == sa.bindparam("key", type_=c.customer_id.type), c.ended_on.is_(None))
        .values(state=sa.bindparam("memory", type_=c.state.type))
    )
    tx.execute(statement, [{"key": customer_id, "memory": dict(state)} for customer_id, state in rows])


def plan(
    tx: sa.Connection, rows: Sequence[Mapping[str, Any]], come_back: Iterable[str]
) -> dict[UUID, OutreachId]:
    """Write outreach; return the ids by customer of those that are new.

    What another run planned already stays as it is. What was cancelled for one of the `come_back` reasons
    is due again, under its old id.
    """
    if not rows:
        return {}
    insert = _insert(tx, outreach)
    statement = insert.on_conflict_do_update(
        index_elements=["customer_id", "creditor_id", "strategy", "step", "cycle"],
        set_={
            "state": insert.excluded.state,
            "due_at": insert.excluded.due_at,
            "because": None,
            "made_by": insert.excluded.made_by,
            "not_after": insert.excluded.not_after,
        },
        where=sa.and_(
            outreach.c.state == OutreachState.CANCELLED.value,
            sa.or_(*(outreach.c.because == reason for reason in come_back)),
        ),
    ).returning(outreach.c.customer_id, outreach.c.outreach_id)
    return {row.customer_id: OutreachId(row.outreach_id) for row in tx.execute(statement, list(rows))}


def cancel(tx: sa.Connection, outreach_ids: Sequence[OutreachId], because: str) -> set[OutreachId]:
    """Cancel what has not been taken in hand meanwhile; return what was cancelled."""
    if not outreach_ids:
        return set()
    statement = (
        sa.update(outreach)
        .where(outreach.c.outreach_id.in_(outreach_ids), outreach.c.state.in_(_OPEN))
        .values(state=OutreachState.CANCELLED.value, because=because)
        .returning(outreach.c.outreach_id)
    )
    return {OutreachId(row.outreach_id) for row in tx.execute(statement)}


def postpone(tx: sa.Connection, rows: Iterable[tuple[OutreachId, datetime]]) -> int:
    """Put off open outreach until an instant, unless it waits longer already; return how many were."""
    by_instant: dict[datetime, list[OutreachId]] = defaultdict(list)
    for outreach_id, until in rows:
        by_instant[until].append(outreach_id)
    count = 0
    for until, ids in by_instant.items():
        statement = (
            sa.update(outreach)
            .where(outreach.c.outreach_id.in_(ids), outreach.c.state.in_(_OPEN), outreach.c.due_at < until)
            .values(due_at=until)
        )
        count += tx.execute(statement).rowcount
    return count


def appoint(tx: sa.Connection, rows: Iterable[tuple[CustomerId, datetime | None]]) -> None:
    """Note when the planner looks at each customer next; None: when something happens."""
    by_instant: dict[datetime | None, list[CustomerId]] = defaultdict(list)
    for customer_id, at in rows:
        by_instant[at].append(customer_id)
    for at, ids in by_instant.items():
        tx.execute(sa.update(customer).where(customer.c.customer_id.in_(ids)).values(plan_at=at))


def notice_facts(tx: sa.Connection, now: datetime) -> bool:
    """Make appointments with customers of whom new facts came in; return whether there may be more."""
    changed = (
        sa.select(customer.c.customer_id)
        .where(customer.c.facts_version != customer.c.planned_version)
        .order_by(customer.c.customer_id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    ids = [row.customer_id for row in tx.execute(changed)]
    if ids:
        values = {"plan_at": now, "planned_version": customer.c.facts_version}
        tx.execute(sa.update(customer).where(customer.c.customer_id.in_(ids)).values(**values))
    return len(ids) == _BATCH


def wake(tx: sa.Connection, now: datetime, after: UUID | None) -> UUID | None:
    """Make appointments with the next customers who owe something or have an open cycle. Return the place to
    go on from, or None at the end.

    Rows are locked in the order of ids, as everybody does who waits for several of them.
    """
    c = customer.c
    owes = sa.exists().where(invoice.c.customer_id == c.customer_id, invoice.c.balance_minor != 0)
    has_cycle = sa.exists().where(
        dunning_cycle.c.customer_id == c.customer_id, dunning_cycle.c.ended_on.is_(None)
    )
    query = sa.select(c.customer_id).where(sa.or_(owes, has_cycle)).order_by(c.customer_id).limit(_BATCH)
    if after is not None:
        query = query.where(c.customer_id > after)
    ids = [row.customer_id for row in tx.execute(query.with_for_update(of=customer))]
    if not ids:
        return None
    tx.execute(sa.update(customer).where(c.customer_id.in_(ids)).values(plan_at=now))
    return UUID(str(ids[-1]))


def memory(tx: sa.Connection) -> dict[str, Any]:
    """Return the note that the last run left."""
    value = tx.execute(sa.select(setting.c.value).where(setting.c.name == _MEMORY)).scalar()
    return dict(value or {})


def remember(tx: sa.Connection, value: Mapping[str, Any], now: datetime) -> None:
    """Leave a note for the next run."""
    insert = _insert(tx, setting)
    statement = insert.values(name=_MEMORY, value=dict(value), changed_at=now).on_conflict_do_update(
        index_elements=["name"],
        set_={"value": insert.excluded.value, "changed_at": insert.excluded.changed_at},
    )
    tx.execute(statement)


def _insert(tx: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)
