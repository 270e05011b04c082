"""May this relay be asked? Not for a while after it failed, then by one message first."""

from __future__ import annotations

from datetime import datetime, timedelta

FAILURES = 3  # in a row, until a relay is left alone
FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=10)


class Breaker:
    """Counts a relay's failures. Who was admitted says exactly once how it went."""

    def __init__(self) -> None:
        self._failures = 0
        self._rest = FIRST_REST
        self._rests_until: datetime | None = None
        self._probing = False

    @property
    def is_resting(self) -> bool:
        """Whether the relay is left alone, or one message at most tries it."""
        return self._rests_until is not None

    def admits(self, now: datetime) -> bool:
        """Tell whether a message may be offered; once the rest is over, the first one alone."""
        if self._rests_until is None:
            return True
        # A rest that seems longer than any is a clock that was set back.
        if self._probing or now < self._rests_until <= now + LONGEST_REST:
            return False
        self._probing = True
        return True

    def succeeded(self) -> None:
        """Note that the relay answered as a relay does, with whatever answer."""
        self._failures, self._rest, self._rests_until, self._probing = 0, FIRST_REST, None, False

    def failed(self, now: datetime) -> None:
        """Note that the relay could not be used; what began before the rest does not prolong it."""
        self._failures += 1
        if self._probing:
            self._rest = min(2 * self._rest, LONGEST_REST)
            self._probing, self._rests_until = False, now + self._rest
        elif self._rests_until is None and self._failures >= FAILURES:
            self._rests_until = now + self._rest

    def undecided(self) -> None:
        """Note that the relay was not asked after all."""
        self._probing = False
