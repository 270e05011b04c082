"""How does a message go to one relay? Over its pool of sessions, unless the relay keeps failing."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from datetime import datetime

import structlog

from channels.email_smtp.breaker import Breaker
from channels.email_smtp.opening import open_session
from channels.email_smtp.pool import Pool
from channels.email_smtp.relay import Relay
from channels.email_smtp.reply_codes import Elsewhere, Reply
from channels.email_smtp.session import Envelope, Progress, Session, Stale, relay_failed
from channels.message import NotSent, Unknown

log = structlog.get_logger(__name__)


class Route:
    """One relay with its sessions; belongs to the event loop in which it was made.

    breaker: None for the only relay, which is asked whatever happened before.
    """

    def __init__(
        self,
        relay: Relay,
        context: ssl.SSLContext | None,
        greeting_name: str,
        *,
        now: Callable[[], datetime],
        sessions: int,
        messages_per_session: int,
        breaker: Breaker | None,
    ) -> None:
        async def opened() -> Session:
            return await open_session(relay, context, greeting_name)

        self.name = f"{relay.host}:{relay.port}"
        self._breaker = breaker
        self._now = now
        self._pool = Pool(opened, size=sessions, messages_per_session=messages_per_session)

    def admits(self) -> bool:
        """Tell whether a message may be offered; who was admitted must submit it."""
        return self._breaker is None or self._breaker.admits(self._now())

    async def submit(self, envelope: Envelope, progress: Progress, patience: float | None) -> Reply:
        """Return the relay's yes. Raises Elsewhere where another relay may be asked, NotSent or Unknown.

        patience: seconds that the relay has until it wants the content; None for as long as the task lives.
        """
        try:
            reply = await self._patiently(envelope, progress, patience)
        except (Elsewhere, Unknown) as failure:
            self._failed(failure.code)
            raise
        except NotSent:  # an answer about the message; or its permission ended, which says nothing
            self._succeeded()
            raise
        except BaseException:  # cut short from outside: the deadline is over, or the daemon stops
            self._failed("cut short") if progress.content_begun else self._undecided()
            raise
        self._succeeded()
        return reply

    async def close(self) -> None:
        """End the sessions politely."""
        await self._pool.close()

    async def _patiently(self, envelope: Envelope, progress: Progress, patience: float | None) -> Reply:
        try:
            async with asyncio.timeout(patience) as limit:
                progress.limit = limit
                return await self._with_any_session(envelope, progress)
        except TimeoutError:
            raise Unknown("deadline") if progress.content_begun else relay_failed("deadline") from None

    async def _with_any_session(self, envelope: Envelope, progress: Progress) -> Reply:
        try:
            return await self._with_session(envelope, progress, fresh=False)
        except Stale:  # nothing of this message had been taken, so it may be offered again
            return await self._with_session(envelope, progress, fresh=True)

    async def _with_session(self, envelope: Envelope, progress: Progress, *, fresh: bool) -> Reply:
        session = await self._pool.take(fresh=fresh)
        whole = False  # a dialogue that broke off in the middle must not be gone on with
        try:
            reply = await session.transmit(envelope, progress, self._now)
            whole = True
        except NotSent:
            whole = True
            raise
        finally:
            if not whole:
                session.abort()
            self._pool.give_back(session)
        return reply

    def _succeeded(self) -> None:
        if self._breaker is None:
            return
        if self._breaker.is_resting:
            log.info("relay is back", action="smtp:relay:back", relay=self.name)
        self._breaker.succeeded()

    def _failed(self, code: str) -> None:
        if self._breaker is None:
            return
        was_resting = self._breaker.is_resting
        self._breaker.failed(self._now())
        if self._breaker.is_resting and not was_resting:
            log.warning("relay is left alone", action="smtp:relay:resting", relay=self.name, code=code)

    def _undecided(self) -> None:
        if self._breaker is not None:
            self._breaker.undecided()
