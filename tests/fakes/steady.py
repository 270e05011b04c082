"""What does a clock that nobody can set show in a test? The seconds that the test let go by."""

from __future__ import annotations


class Steady:
    """Seconds that only go up."""

    def __init__(self) -> None:
        self._seconds = 1000.0

    def __call__(self) -> float:
        return self._seconds

    def advance(self, seconds: float) -> None:
        """Let time go by."""
        self._seconds += seconds
