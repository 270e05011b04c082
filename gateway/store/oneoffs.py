"""Which one-offs did collectors ask for? A request is queued once, however often it is sent."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from gateway.domain.ids import OutreachId
from gateway.domain.words import OutreachState
from gateway.store.dispatch import DueOutreach
from gateway.store.schema import outreach


def insert_one_off(
    tx: sa.Connection, due: DueOutreach, *, due_at: datetime, planned_at: datetime, requested_by: str
) -> OutreachId:
    """Queue a one-off and return its id; where the same request was queued before, return that one's id."""
    known = tx.execute(
        sa.select(outreach.c.outreach_id).where(
            outreach.c.customer_id == due.customer_id,
            outreach.c.creditor_id == due.creditor_id,
            outreach.c.strategy == due.strategy,
            outreach.c.step == due.step,
            outreach.c.cycle == due.cycle,
        )
    ).scalar()
    if known is not None:
        return OutreachId(known)
    tx.execute(
        sa.insert(outreach).values(
            outreach_id=due.outreach_id,
            customer_id=due.customer_id,
            creditor_id=due.creditor_id,
            origin=due.origin,
            strategy=due.strategy,
            step=due.step,
            cycle=due.cycle,
            kind=due.kind.value,
            template=due.template,
            tone=due.tone,
            channels=[channel.value for channel in due.channels],
            account_id=due.account_id,
            state=OutreachState.DUE.value,
            due_at=due_at,
            planned_at=planned_at,
            requested_by=requested_by,
        )
    )
    return due.outreach_id
