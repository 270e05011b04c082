"""What time is it in a test? The instant that the test set, until the test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

A_MONDAY = datetime(2027, 3, 1, 16, 0, tzinfo=UTC)
"""11:00 in New York, 10:00 in Chicago, 8:00 in Los Angeles, 17:00 in Berlin; no clock change for 13 days."""


class FixedClock:
    """A clock that stands still until it is advanced."""

    def __init__(self, start: datetime = A_MONDAY) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the instant that was set last."""
        return self._now

    def advance(self, by: timedelta | None = None, *, to: datetime | None = None, **parts: float) -> datetime:
        """Move on by a length (`advance(hours=2)`) or to an instant; return the new one."""
        self._now = to if to is not None else self._now + (by if by is not None else timedelta(**parts))
        return self._now
