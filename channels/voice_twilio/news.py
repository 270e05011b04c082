"""What does a status of Twilio's mean for a call? The same for a callback and for a line of a list."""

from __future__ import annotations

import re
from enum import StrEnum

from channels.message import DeliveryEvent
from channels.voice_twilio.endings import Endings
from gateway.domain.ids import AttemptId
from gateway.domain.words import AttemptState

PROVIDER = "twilio"
SID = re.compile(r"CA[0-9a-fA-F]{32}")
# https://www.twilio.com/docs/voice/api/call-resource#call-status-values, read 2026-11-22
STATES = {
    "queued": AttemptState.ACCEPTED,
    "initiated": AttemptState.ACCEPTED,
    "ringing": AttemptState.ACCEPTED,
    "in-progress": AttemptState.ACCEPTED,
    "answered": AttemptState.ACCEPTED,
    "completed": AttemptState.DELIVERED,
    "busy": AttemptState.FAILED,
    "no-answer": AttemptState.FAILED,
    "failed": AttemptState.FAILED,
    "canceled": AttemptState.FAILED,
}
ENDED = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


class Listener(StrEnum):
    """Who picked up, by Twilio's ear."""

    HUMAN = "human"
    MACHINE = "machine"  # its greeting is over: what is said now is recorded
    GREETING = "greeting"  # a machine that still speaks
    FAX = "fax"
    UNKNOWN = "unknown"


# https://www.twilio.com/docs/voice/answering-machine-detection, read 2026-11-22
_LISTENERS = {
    "human": Listener.HUMAN,
    "machine_end_beep": Listener.MACHINE,
    "machine_end_silence": Listener.MACHINE,
    "machine_end_other": Listener.MACHINE,
    "machine_start": Listener.GREETING,
    "fax": Listener.FAX,
}


def listener_of(answered_by: str) -> Listener:
    """Return who picked up; whatever is not known, or was not told, is unknown."""
    word = answered_by.strip().lower()
    return Listener.GREETING if word not in _LISTENERS and word.startswith("machine") else (
        _LISTENERS.get(word, Listener.UNKNOWN)
    )  # fmt: skip


def result_of(status: str, answered_by: str, sip: str, endings: Endings) -> str | None:
    """Return what a call came to, as far as its status alone tells; None where it tells nothing.

    A connected one of which no more is known may have left a message or been dropped; the one that counts
    for more is taken.
    """
    if status == "completed":
        return "dropped" if listener_of(answered_by) is Listener.HUMAN else "limited_content_voicemail"
    if status == "failed":
        return "out_of_service" if endings.is_out_of_service(_number(sip)) else None
    return {"busy": "busy", "no-answer": "no_answer"}.get(status)


def news_of(
    attempt_id: AttemptId,
    *,
    sid: str,
    status: str,
    error_code: str = "",
    answered_by: str = "",
    sip: str = "",
    result: str | None = None,
    endings: Endings,
) -> DeliveryEvent | None:
    """Return the news of one call; None for what says nothing of a call that we placed.

    sip: the carrier's answer, three digits, or "". result: what the call is known to have come to.
    """
    word = status.lower()
    state = STATES.get(word)
    if state is None or not SID.fullmatch(sid):
        return None
    code = error_code if re.fullmatch(r"[0-9]{1,9}", error_code) else ""
    carrier = sip if re.fullmatch(r"[1-6][0-9]{2}", sip) else ""
    failed = state is AttemptState.FAILED
    return DeliveryEvent(
        attempt_id=attempt_id,
        state=state.value,
        provider=PROVIDER,
        provider_event_id=f"{sid}:{word}:{code or carrier}",
        code=code or (f"sip {carrier}" if failed and carrier and word == "failed" else word),
        provider_reference=sid,
        aftermath=endings.aftermath(word, _number(code), _number(carrier)) if failed else None,
        result=result or result_of(word, answered_by, carrier, endings),
    )


def _number(digits: str) -> int | None:
    return int(digits) if digits.isdecimal() else None
