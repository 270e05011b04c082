"""What does a status of Twilio's mean for an attempt? The same for a callback and for a line of a list."""

from __future__ import annotations

import re

from channels.message import DeliveryEvent
from channels.twilio_codes import Codes
from gateway.domain.ids import AttemptId
from gateway.domain.words import AttemptState

PROVIDER = "twilio"
SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
# https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks, read 2026-11-22
STATES = {
    "accepted": AttemptState.ACCEPTED,
    "scheduled": AttemptState.ACCEPTED,
    "queued": AttemptState.ACCEPTED,
    "sending": AttemptState.ACCEPTED,
    "sent": AttemptState.ACCEPTED,
    "partially_delivered": AttemptState.ACCEPTED,
    "delivered": AttemptState.DELIVERED,
    "read": AttemptState.DELIVERED,
    "undelivered": AttemptState.FAILED,
    "failed": AttemptState.FAILED,
    "canceled": AttemptState.FAILED,
}


def news_of(
    attempt_id: AttemptId, *, sid: str, status: str, error_code: str, codes: Codes
) -> DeliveryEvent | None:
    """Return the news of one text; None for what says nothing of a text that we sent.

    error_code: digits, or "" where none was told.
    """
    state = STATES.get(status.lower())
    if state is None or not SID.fullmatch(sid):
        return None
    code = error_code if re.fullmatch(r"[0-9]{1,9}", error_code) else ""
    return DeliveryEvent(
        attempt_id=attempt_id,
        state=state.value,
        provider=PROVIDER,
        provider_event_id=f"{sid}:{status.lower()}:{code}",
        code=code or status.lower(),
        provider_reference=sid,
        aftermath=codes.failure(int(code) if code else None) if state is AttemptState.FAILED else None,
    )
