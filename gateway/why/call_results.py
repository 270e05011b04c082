"""What did a call come to, in words?"""

from __future__ import annotations

CAME_TO = {
    "conversation": "somebody answered and spoke with us by keys",
    "no_answer": "nobody picked up",
    "voicemail": "a message was left on a machine",
    "limited_content_voicemail": "a request to call back was left on a machine, and no more",
    "no_message_possible": "a machine picked up, and nothing was left on it",
    "dropped": "somebody picked up, and the call ended before anything was said about the matter",
    "busy": "the line was busy",
    "out_of_service": "the number is not in service",
    "ringless_voicemail": "a message was left without ringing",
}
_WHO = {
    "right-party": "the customer answered, passed the check and heard what it was about",
    "third-party": "somebody else answered, and learned nothing",
    "unconfirmed": "somebody answered who did not pass the check, and learned nothing",
}


def came_to(result: str, code: str | None) -> str:
    """Return what a call came to, and with whom it was where that is known."""
    return _WHO.get(code or "", CAME_TO[result]) if result == "conversation" else CAME_TO[result]
