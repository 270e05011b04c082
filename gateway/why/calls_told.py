"""How does a call that a collector made read in a story?"""

from __future__ import annotations

from collections.abc import Mapping

from gateway.store.history import AttemptRow

BEING_MADE = "is being made"
_CAME_TO: Mapping[str, str] = {
    "right-party": "spoke with the customer",
    "refused": "reached somebody who did not want to talk; it counts as a conversation",
    "third-party": "reached somebody else and said nothing of the account",
    "left-message": "left the voicemail with limited content",
    "no-answer": "reached nobody",
    "busy": "found the line busy",
    "out-of-service": "found the number out of service",
    "wrong-number": "reached a wrong number, which is not used again",
    "dropped": "lost the line before it was clear who was there",
    "not-made": "did not call after all; nothing was dialled, and it does not count",
    "no-outcome": "has not said what it came to, so it counts as made",
}
"""By an attempt's code: the outcomes of a collector's form, and what stands there when nobody told one."""


def call_in_words(attempt: AttemptRow) -> str:
    """Return what a collector's call came to, as a sentence."""
    came_to = _CAME_TO.get(attempt.code or "")
    return f"A collector {came_to}." if came_to else f"A call by a collector {BEING_MADE}."
