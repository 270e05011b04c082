"""Where does the time of a reminder go? Seconds per hop, added up over a run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Hops:
    """Seconds spent in claiming, judging, rendering, recording and sending."""

    seconds: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def time(self, hop: str) -> Iterator[None]:
        """Add the block's duration to a hop. Durations only: what time it is comes from the clock."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[hop] += time.perf_counter() - began  # type: ignore[assignment]


@dataclass(slots=True)
class DispatchReport:
    """What one run did: rulings by verdict, attempts by state, and where the time went."""

    rulings: Counter[str] = field(default_factory=Counter)
    attempts: Counter[str] = field(default_factory=Counter)
    hops: Hops = field(default_factory=Hops)

    @property
    def judged(self) -> int:
        """How many outreach rows were looked at."""
        return sum(self.rulings.values())
