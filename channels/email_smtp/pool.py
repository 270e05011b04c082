"""Which session takes the next message? A few are kept open and reused; old and doubtful ones are let go."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from channels.email_smtp.session import Session, Stale


class Pool:
    """At most `size` sessions; belongs to the event loop in which it was made.

    messages_per_session: after so many a session is ended, since relays count them.
    doubt_after, retire_after: seconds of idleness after which a session is asked whether it still lives, and
        after which it is ended without being asked.
    probe_for: seconds that it has to answer that question.
    """

    def __init__(
        self,
        open_session: Callable[[], Awaitable[Session]],
        *,
        size: int,
        messages_per_session: int,
        doubt_after: float = 10.0,
        retire_after: float = 60.0,
        probe_for: float = 5.0,
    ) -> None:
        self._open_session = open_session
        self._messages_per_session = messages_per_session
        self._doubt_after, self._retire_after, self._probe_for = doubt_after, retire_after, probe_for
        self._loop = asyncio.get_running_loop()
        self._places = asyncio.Semaphore(size)
        self._idle: deque[Session] = deque()  # the longest idle first
        self._leaving: set[Session] = set()
        self._retiring: asyncio.TimerHandle | None = None
        self._closed = False

    async def take(self, *, fresh: bool = False) -> Session:
        """Return a session, which must be given back. `fresh`: a new one, because a kept one was stale, and
        so are those that have been idle for longer. Raises NotSent if none can be opened."""
        await self._places.acquire()
        try:
            if fresh:
                self._let_go(len(self._idle))
            return await self._kept() or await self._open_session()
        except BaseException:
            self._places.release()
            raise

    def give_back(self, session: Session) -> None:
        """Keep a session for the next message, if it is still good for one."""
        self._places.release()
        if not session.is_open:
            return
        session.used_at = self._loop.time()
        self._idle.append(session)
        if self._closed or session.messages >= self._messages_per_session:
            self._idle.pop()
            self._part_with(session)
        elif self._retiring is None:
            self._retiring = self._loop.call_later(self._retire_after, self._retire)

    async def close(self) -> None:
        """End all idle sessions politely; those in use end when they are given back."""
        self._closed = True
        if self._retiring is not None:
            self._retiring.cancel()
        self._let_go(len(self._idle))
        if self._leaving:
            await asyncio.wait([session.ended for session in self._leaving])

    async def _kept(self) -> Session | None:
        while self._idle:
            session = self._idle.pop()  # the one used last, so that in quiet times the others can retire
            if session.is_open and await self._answers(session):
                return session
        return None

    async def _answers(self, session: Session) -> bool:
        if not session.in_envelope and self._loop.time() - session.used_at < self._doubt_after:
            return True
        try:
            async with asyncio.timeout(self._probe_for):
                await session.reset()
        except (Stale, TimeoutError):
            session.abort()
            return False
        except BaseException:
            session.abort()
            raise
        return True

    def _retire(self) -> None:
        self._retiring = None
        limit = self._loop.time() - self._retire_after
        self._let_go(sum(session.used_at <= limit for session in self._idle))
        if self._idle:
            due_in = self._idle[0].used_at + self._retire_after - self._loop.time()
            self._retiring = self._loop.call_later(max(due_in, 0), self._retire)

    def _let_go(self, count: int) -> None:
        for _ in range(count):
            self._part_with(self._idle.popleft())

    def _part_with(self, session: Session) -> None:
        if session.ended.done():
            return
        self._leaving.add(session)
        session.ended.add_done_callback(lambda _: self._leaving.discard(session))
        session.farewell()
