"""What does the rulebook need to know about these customers? Attempts as events, in one query a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from compliance.facts import Event
from gateway.domain.ids import CustomerId
from gateway.domain.words import COUNTS, AttemptState, Channel, MessageKind
from gateway.store.schema import attempt

REMEMBERED_FOR = timedelta(days=400)  # longer than the longest window of any pack, a calendar year

_EVENT_TYPE = {
    Channel.EMAIL.value: "email",
    Channel.SMS.value: "sms",
    Channel.VOICE.value: "call",
    Channel.LETTER.value: "letter",
}
_UNDELIVERED = (AttemptState.BOUNCED.value, AttemptState.FAILED.value)


def attempts_of(
    tx: sa.Connection, customer_ids: Collection[CustomerId], now: datetime
) -> dict[CustomerId, list[Event]]:
    """Return each customer's own counted attempts as the events that rules know, oldest first."""
    query = (
        sa.select(attempt)
        .where(
            attempt.c.customer_id.in_(list(customer_ids)),
            attempt.c.reserved_at > now - REMEMBERED_FOR,
            attempt.c.state.in_([state.value for state in COUNTS]),
        )
        .order_by(attempt.c.reserved_at)
    )
    found: dict[CustomerId, list[Event]] = defaultdict(list)
    for row in tx.execute(query):
        found[CustomerId(row.customer_id)].extend(_events(row))
    return found


def _events(row: Any) -> list[Event]:
    at = row.sent_at or row.reserved_at
    accounts = tuple(row.accounts)
    contact = Event(
        type=_EVENT_TYPE[row.channel],
        at=at,
        id=str(row.attempt_id),
        direction="outbound",
        actor=row.actor_id,
        accounts=accounts,
        contact_point=str(row.contact_point_id),
        # A call of which no more is known was placed, so it counts: 12 CFR 1006.14(b)(3)(ii).
        result=(row.result or "no_answer") if row.channel == Channel.VOICE.value else None,
        form=row.form,
        kind=row.kind,
        in_reply_to=row.in_reply_to,
    )
    if row.kind != MessageKind.VALIDATION_NOTICE.value:
        return [contact]
    notice = Event(
        type="validation_notice",
        at=at,
        accounts=accounts,
        delivered_by=row.channel,
        undeliverable_at=row.outcome_at if row.state in _UNDELIVERED else None,
    )
    return [contact, notice]
