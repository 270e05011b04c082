"""Is it this message's turn at its mailbox provider? So many a minute, so many at once, for each provider.

A message whose turn is near waits for it; one whose turn is later is told when to come back, and its place in
the line is kept, so that no crowd comes back at once to be sent away again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from channels.email_smtp.pace_file import OTHERS, Pace
from channels.message import NotSent, Scope

NEAR = 0.8  # seconds that a message waits for its turn; a stop would not hold it back meanwhile
BURST = 5.0  # seconds' worth of messages that may go together
LATE = 600.0  # seconds that a place is kept for who does not come
MOST_LINES = 10_000
BUSY = timedelta(seconds=15)


class Line:
    """The turns of one provider, in seconds of a clock that never goes back."""

    def __init__(self, pace: Pace) -> None:
        self._gap = 60.0 / pace.a_minute if pace.a_minute else 0.0
        self._next = float("-inf")  # when the message after the last one would have its turn
        self._kept: dict[str, float] = {}
        self.places = asyncio.Semaphore(pace.at_once) if pace.at_once else None

    def is_idle(self, at: float) -> bool:
        """Whether nothing would change if the line were forgotten."""
        return (
            self._next <= at - BURST and not self._kept and (self.places is None or not self.places.locked())
        )

    def turn(self, recipient: str, at: float, left: float = float("inf")) -> float:
        """Return how many seconds until the recipient's turn, which is taken if it is near.

        left: seconds until the message's permission ends.
        """
        turn = self._kept.pop(recipient, None)
        if turn is None or turn < at - LATE:
            turn = max(self._next, at - BURST)
            if turn - at >= left:  # its turn would come too late: nobody else's is put off for it
                return left
            self._next = turn + self._gap
        if turn - at > NEAR:
            self._forget(at)
            self._kept[recipient] = turn
        return max(turn - at, 0.0)

    def _forget(self, at: float) -> None:
        """Drop the places of those who did not come; the longest kept stand first."""
        for recipient in list(self._kept):
            if self._kept[recipient] >= at - LATE:
                break
            del self._kept[recipient]


class Pacing:
    """The lines of all providers; belongs to the event loop in which it was made."""

    def __init__(self, paces: Mapping[str, Pace]) -> None:
        self._paces, self._loop = paces, asyncio.get_running_loop()
        self._lines: dict[str, Line] = {}

    @asynccontextmanager
    async def turn(self, recipient: str, left: timedelta | None) -> AsyncIterator[None]:
        """Wait for the recipient's turn and hold its place. Raises NotSent (HELD) if that takes too long."""
        line = self._line(recipient.rpartition("@")[2].lower())
        if line is None:
            yield
            return
        at = self._loop.time()
        wait = line.turn(recipient, at, left.total_seconds() if left is not None else float("inf"))
        if wait > NEAR:
            raise _held(timedelta(seconds=wait))
        await asyncio.sleep(wait)
        if line.places is None:
            yield
            return
        try:
            async with asyncio.timeout(NEAR):
                await line.places.acquire()
        except TimeoutError:
            raise _held(BUSY) from None
        try:
            yield
        finally:
            line.places.release()

    def _line(self, domain: str) -> Line | None:
        pace = self._paces.get(domain) or self._paces.get(OTHERS)
        if pace is None:
            return None
        name = domain if domain not in self._paces else pace.domains[0]
        if name not in self._lines:
            if len(self._lines) >= MOST_LINES:
                at = self._loop.time()
                self._lines = {n: line for n, line in self._lines.items() if not line.is_idle(at)}
            self._lines[name] = Line(pace)
        return self._lines[name]


def _held(wait: timedelta) -> NotSent:
    return NotSent(scope=Scope.HELD, retryable=True, code="paced", wait=wait)
