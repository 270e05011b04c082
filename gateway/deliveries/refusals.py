"""Whoever has an address refuses a channel, as a provider or a mail program tells: kept as what they want."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gateway.dispatcher.recording import refusal
from gateway.domain.ids import Ids
from gateway.domain.words import Channel
from gateway.events import NewEvent, record_events
from gateway.ledger import Ledger
from gateway.store import Tx
from gateway.store.contact_points import Holder


def record_refusals(
    tx: Tx, ledger: Ledger, people: Sequence[Holder], channel: Channel, key: str, *, now: datetime, ids: Ids
) -> None:
    """Record that these want no more by a channel, each once for one key."""
    stops = [
        NewEvent(
            type="opt_out",
            at=now,
            customer_id=one.customer_id,
            contact_point_id=one.contact_point_id,
            body=refusal(channel),
            dedupe_key=f"{key}:{one.contact_point_id}",
        )
        for one in people
    ]
    record_events(tx, ledger, stops, now=now, ids=ids, source="provider")
