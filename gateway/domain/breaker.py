"""When must a channel stop itself, and when is it tried out again? From how its newest attempts ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from gateway.domain.words import AttemptState


@dataclass(frozen=True, slots=True)
class Ended:
    """How an attempt ended, as far as it says something about its channel."""

    state: AttemptState
    is_our_fault: bool
    is_shut_out: bool = False  # the provider does not know us: our key is wrong or was withdrawn


@dataclass(frozen=True, slots=True)
class BreakerRules:
    """When a channel stops itself, and how it probes."""

    failures: int = 5  # in a row, by our own side's fault
    unknown_share: float = 0.5  # of what was handed over within the window
    unknown_least: int = 10  # a share of fewer says nothing
    window: timedelta = timedelta(minutes=15)
    probe_after: timedelta = timedelta(minutes=5)  # doubles with each probe that fails
    probe_at_most: timedelta = timedelta(hours=1)

    def tripped(self, ended: Sequence[Ended]) -> str | None:
        """Return why a channel must stop, from how its newest attempts ended, the newest first."""
        if ended and ended[0].is_shut_out:
            return "the provider does not let us in: the key or password is wrong, or was withdrawn"
        run = ended[: self.failures]
        if len(run) == self.failures and all(one.is_our_fault for one in run):
            return f"the provider refused us as sender {self.failures} times in a row"
        unknown = sum(one.state is AttemptState.UNKNOWN for one in ended)
        if len(ended) >= self.unknown_least and unknown >= self.unknown_share * len(ended):
            minutes = round(self.window.total_seconds() / 60)
            return f"of {len(ended)} attempts in {minutes} minutes {unknown} have an unknown outcome"
        return None

    def wait(self, probes: int) -> timedelta:
        """Return the time until the next probe, after so many."""
        return min(self.probe_after * (1 << min(probes, 10)), self.probe_at_most)
