"""What is told once more? One message, or what an endpoint missed in a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gateway.domain.errors import Conflict, DataError, NotFound
from gateway.store import Tx
from gateway.store import webhook_deliveries as rows
from gateway.store.news import DELIVERED, FAILED, HELD
from gateway.webhooks_out.endpoints import found


@dataclass(frozen=True, slots=True)
class Again:
    """What somebody wants told once more.

    message: one message, whatever became of it. since, before: of when the messages are.
    delivered: those too that the endpoint took.
    """

    message: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    delivered: bool = False


def replay(tx: Tx, endpoint_id: UUID, again: Again, now: datetime) -> int:
    """Make messages due once more, with the ids that they had; return how many.

    Raises NotFound for an endpoint or message that is not there, Conflict for a disabled endpoint.
    """
    if found(tx, endpoint_id, locked=True).disabled_at is not None:
        raise Conflict(f"endpoint {endpoint_id} is disabled; enable it first")
    message_id = message_id_in(again.message) if again.message is not None else None
    missed = {FAILED, HELD}
    count = rows.replay(
        tx,
        endpoint_id,
        states=missed | {DELIVERED} if again.delivered or message_id else missed,
        message_id=message_id,
        since=again.since,
        before=again.before,
        now=now,
    )
    if message_id and not count:
        raise NotFound("no such message was meant for this endpoint, or it waits already")
    return count


def message_id_in(text: str) -> UUID:
    """Return the id in a webhook-id header's value. Raises DataError."""
    try:
        return UUID(text.removeprefix("msg_"))
    except ValueError:
        raise DataError(
            "message: write the value of a webhook-id header, such as msg_0f8e…", field="message"
        ) from None
