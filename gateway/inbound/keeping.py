"""Where does a text lie, uncut? Sealed in the ledger, in the chain of whoever wrote it."""

from __future__ import annotations

from datetime import datetime

from gateway.domain.ids import CustomerId, EntryId
from gateway.inbound.messages import InboundMessage
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx


def keep(
    tx: Tx,
    ledger: Ledger,
    message: InboundMessage,
    entry_id: EntryId,
    customer_id: CustomerId | None,
    now: datetime,
) -> None:
    """Write a text into the ledger. customer_id: None where nobody of ours is known to have written it."""
    entry = Entry(
        entry_id=entry_id,
        customer_id=customer_id,
        kind=EntryKind.INBOUND_RECEIVED,
        at=now,
        public={"channel": message.channel.value, "provider": message.provider},
        private={
            "provider_event_id": message.provider_event_id,
            "received_at": message.received_at.isoformat(),
            "from": message.sender,
            "to": message.recipient,
            "text": message.text,
            "attachments": message.attachments,
            "attempt_id": str(message.attempt_id) if message.attempt_id else None,
        },
        may_be_empty=True,
    )
    ledger.append(tx, [entry])
