"""Which outreach must be judged again, because there is news about the customer?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from gateway.domain.ids import CustomerId
from gateway.domain.words import OutreachState
from gateway.store.schema import outreach

_JUDGED = (OutreachState.REFUSED.value, OutreachState.DEFERRED.value)


def reconsider(tx: sa.Connection, customer_ids: Collection[CustomerId], now: datetime) -> int:
    """Set the customers' refused and deferred outreach back to due; returns how many there were."""
    change = sa.update(outreach).where(
        outreach.c.customer_id.in_(set(customer_ids)), outreach.c.state.in_(_JUDGED)
    )
    return tx.execute(change.values(state=OutreachState.DUE.value, due_at=now)).rowcount
