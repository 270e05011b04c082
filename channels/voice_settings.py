"""How long may a call ring and last, and is it recorded? What an installation says of its calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """What the adapter for calls reads beside the account.

    ring: how long it rings. Longer than half a minute mostly reaches voicemail.
    longest: when a call is ended, whatever is being said. No call is begun that could last beyond its
        permission, so that a long one leaves less of the day to begin in.
    """

    ring: timedelta = timedelta(seconds=25)
    longest: timedelta = timedelta(minutes=10)
