"""Did the system clock jump? Compared with a clock that nobody can set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from gateway.domain.clock import Clock

TOLERANCE = timedelta(seconds=60)  # time servers correct by less; a person or a bad battery by more


class ClockGuard:
    """Watches the distance between the clock and a steady one, from check to check.

    steady: seconds since some fixed moment that go on while the machine sleeps and cannot be set.
    """

    def __init__(self, clock: Clock, steady: Callable[[], float]) -> None:
        self._clock, self._steady = clock, steady
        self.accept()

    def accept(self) -> None:
        """Believe what the clock shows now."""
        self._seen_at, self._mark = self._clock.now(), self._steady()

    def jump(self) -> timedelta | None:
        """Return by how much the clock is off since it was last believed; None within the tolerance.

        Small differences are believed at once, so that they never add up; after a jump nothing is, until the
        clock comes back or somebody accepts it.
        """
        shown, expected = self._clock.now(), self._expected()
        if abs(shown - expected) > TOLERANCE:
            return shown - expected
        self.accept()
        return None

    def _expected(self) -> datetime:
        return self._seen_at + timedelta(seconds=self._steady() - self._mark)
