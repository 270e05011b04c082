"""What can a person have found?"""

from __future__ import annotations

from enum import StrEnum


class Found(StrEnum):
    """What a person found out about an attempt whose outcome was unknown, or wants done."""

    SENT = "sent"  # the provider or the customer has it
    NOT_SENT = "not-sent"  # it certainly did not leave: the reminder may go again
    RETRY = "retry"  # what broke has been mended: judge it anew
