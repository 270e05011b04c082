"""How fast may a provider be asked? Each route has its turns, evenly spaced, shared by all daemons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.domain.words import Channel


@dataclass(frozen=True, slots=True)
class Rate:
    """So many units a second. by_sender: each sending number has a rate of its own."""

    per_second: float
    unit: str  # what is counted: segments | calls | letters | emails
    by_sender: bool = False

    def spacing(self, units: int = 1) -> timedelta:
        """Return the time from one turn that takes so many units to the next turn."""
        return timedelta(seconds=units / self.per_second)

    def turns_until(self, end: datetime, first: datetime) -> int:
        """Return how many turns of one unit there are from the first one up to an instant."""
        return 0 if first > end else (end - first) // self.spacing() + 1

    @property
    def in_words(self) -> str:
        """Return it as a part of a sentence."""
        if self.per_second >= 1:
            return f"{self.per_second:g} {self.unit} a second"
        return f"{self.per_second * 60:g} {self.unit} a minute"


@dataclass(frozen=True, slots=True)
class Route:
    """A way to a provider. sender: where the provider counts by sender."""

    provider: str
    channel: Channel
    sender: str = ""

    @property
    def key(self) -> str:
        """Return what names it where its turns are kept."""
        return f"{self.way}:{self.sender}" if self.sender else self.way

    @property
    def way(self) -> str:
        """Return what names the provider's part of it, whoever sends."""
        return f"{self.provider}:{self.channel.value}"

    @property
    def hold(self) -> str:
        """Return what marks outreach that waits for its turn."""
        return f"pace:{self.key}"


Rates = Mapping[tuple[str, Channel], Rate]
"""The rate of each provider and channel that has one."""

FIRST_REST = timedelta(seconds=1)
LONGEST_REST = timedelta(minutes=5)  # by our own reckoning; a provider may ask for more
MOST_ASKED = timedelta(hours=1)  # a provider that asks for more is asked again after so long
FORGET_AFTER = timedelta(minutes=10)  # without a refusal, the next one is the first again


def rest_after(strikes: int, asked: timedelta) -> timedelta:
    """Return how long nobody asks a provider that said "too much", for the so-manieth time in a row.

    asked: what the provider's Retry-After said; nothing where it said none.
    """
    own = min(FIRST_REST * (1 << min(strikes - 1, 20)), LONGEST_REST)
    return max(own, min(asked, MOST_ASKED))
