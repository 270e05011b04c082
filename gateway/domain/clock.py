"""What time is it? Asked of an object that is passed in, so that a test or `--at` can answer."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """A source of the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
