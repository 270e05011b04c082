"""Which one-offs did collectors ask for? A request is queued once, however often it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import OutreachId
from gateway.domain.words import OutreachState
from gateway.store.dispatch import DueOutreach
from gateway.store.schema import outreach


def insert_one_off(
    tx: sa.Connection, due: DueOutreach, *, due_at: datetime, planned_at: datetime, requested_by: str
) -> OutreachId:
    """Queue a one-off and return its id; where the same request was queued before, return that one's id."""
    try:
        with tx.begin_nested():
            tx.execute(sa.insert(outreach).values(_row(due, due_at, planned_at, requested_by)))
    except sa.exc.IntegrityError:
        return OutreachId(tx.execute(_same(due)).scalar_one())
    return due.outreach_id


def _same(due: DueOutreach) -> sa.Select[Any]:
    columns = outreach.c
    return sa.select(columns.outreach_id).where(
        columns.customer_id == due.customer_id,
        columns.creditor_id == due.creditor_id,
        columns.strategy == due.strategy,
        columns.step == due.step,
        columns.cycle == due.cycle,
    )


def _row(due: DueOutreach, due_at: datetime, planned_at: datetime, requested_by: str) -> dict[str, Any]:
    return {
        "outreach_id": due.outreach_id,
        "customer_id": due.customer_id,
        "creditor_id": due.creditor_id,
        "origin": due.origin,
        "strategy": due.strategy,
        "step": due.step,
        "cycle": due.cycle,
        "kind": due.kind.value,
        "template": due.template,
        "tone": due.tone,
        "channels": [channel.value for channel in due.channels],
        "account_id": due.account_id,
        "state": OutreachState.DUE.value,
        "due_at": due_at,
        "planned_at": planned_at,
        "requested_by": requested_by,
        "in_reply_to": due.in_reply_to,
        "contact_point_id": due.contact_point_id,
        "not_after": due.not_after,
        "made_by": due.made_by.value,
    }
