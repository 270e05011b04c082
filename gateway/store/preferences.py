"""Which language and which channel does a customer prefer? The newest of what they told us on their page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from gateway.domain.ids import CustomerId
from gateway.domain.words import Channel
from gateway.store.schema import event

ANY = "any"
_IN_LIST = 5_000  # ids in one statement; SQLite takes 32,766 parameters, PostgreSQL 65,535


@dataclass(frozen=True, slots=True)
class Preference:
    """What a customer likes best; None: they have not said, or it is all the same to them."""

    language: str | None = None
    channel: Channel | None = None


NOTHING = Preference()


def preferences_of(tx: sa.Connection, customer_ids: Collection[CustomerId]) -> dict[CustomerId, Preference]:
    """Return the preferences of those customers who told us any."""
    found: dict[CustomerId, Preference] = {}
    wanted = list(customer_ids)
    for start in range(0, len(wanted), _IN_LIST):
        query = (
            sa.select(event.c.customer_id, event.c.body)
            .where(event.c.customer_id.in_(wanted[start : start + _IN_LIST]), event.c.type == "portal")
            .order_by(event.c.at, event.c.event_id)
        )
        for row in tx.execute(query):
            if "prefers" in row.body:
                found[CustomerId(row.customer_id)] = _preference(row.body["language"], row.body["prefers"])
    return found


def _preference(language: str, prefers: str) -> Preference:
    return Preference(language, None if prefers == ANY else Channel(prefers))
