"""Where do the time and chance of a real installation come from? The only place that asks the machine."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC)


class StartedClock:
    """A clock that was set when the process began and goes on at the usual pace."""

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(UTC)
        self._began = time.monotonic()

    def now(self) -> datetime:
        """Return the start and what has passed since."""
        return self._start + timedelta(seconds=time.monotonic() - self._began)


class StandingClock:
    """A clock that shows one instant, for a command that acts as if it were then."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return that instant."""
        return self._at


class RandomIds:
    """Time-ordered ids and bytes from the operating system's source."""

    def new(self) -> UUID:
        """Return a new UUID of version 7."""
        from uuid_utils import uuid7

        return UUID(int=uuid7().int)

    def random_bytes(self, count: int) -> bytes:
        """Return unpredictable bytes."""
        return secrets.token_bytes(count)


def steady_seconds() -> float:
    """Return the seconds of a clock that nobody can set and that goes on while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
