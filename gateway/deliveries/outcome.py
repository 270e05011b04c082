"""What became of an attempt later, as the database and the ledger keep it?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gateway.domain.ids import EntryId, Ids
from gateway.ledger import Entry, EntryKind
from gateway.store.deliveries import Sent


def outcome_row(sent: Sent, now: datetime) -> dict[str, Any]:
    """Return the columns of the attempt that change."""
    return {
        "attempt_id": sent.attempt_id,
        "state": sent.state.value,
        "outcome_at": now,
        "provider_reference": sent.provider_reference,
        "code": sent.code,
    }


def outcome_entry(sent: Sent, now: datetime, ids: Ids) -> Entry:
    """Return the entry that tells the attempt's newest state, with what a call came to."""
    return Entry(
        entry_id=EntryId(ids.new()),
        customer_id=sent.customer_id,
        kind=EntryKind.CONTACT_OUTCOME,
        at=now,
        public={
            "attempt_id": str(sent.attempt_id),
            "state": sent.state.value,
            "code": sent.code or "",
            **({"result": sent.result} if sent.result else {}),
        },
        private={
            "provider_reference": sent.provider_reference,
            "sent_at": sent.sent_at.isoformat() if sent.sent_at else None,
        },
        may_be_empty=True,
    )
