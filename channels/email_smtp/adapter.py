"""Did the relay take this email? Yes (a receipt), no (NotSent) or nobody knows (Unknown), by one deadline."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from channels.adapter_settings import AdapterSettings
from channels.callback_token import CallbackTokens
from channels.email_address import mailbox
from channels.email_mime import email_bytes
from channels.email_settings import EmailSettings
from channels.email_smtp.opening import open_session, own_name, tls_context
from channels.email_smtp.pool import Pool
from channels.email_smtp.relay import Relay, parse_relay
from channels.email_smtp.reply_codes import Reply
from channels.email_smtp.session import Envelope, Progress, Session, Stale, not_sent
from channels.message import Message, NotSent, Receipt, Scope
from channels.return_path import RETURN_PATH_USE, ReturnPaths, check_bounce_address
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel

# The relay's own id of a message, as Postfix, Exim and Amazon SES word it; nothing else of a reply is kept.
_QUEUE_ID = re.compile(
    r"(?:queued as |\bid=|^(?:2\.\d\.\d )?Ok:? (?=\S{16}))([A-Za-z0-9._-]{1,80})(?![^\s;,)])"
)


def make(settings: AdapterSettings) -> SmtpAdapter:
    """Return the adapter that the settings describe. Raises ConfigError if one of them is wrong."""
    if settings.email.bounce_address is not None:
        check_bounce_address(settings.email.bounce_address)
    return SmtpAdapter(
        parse_relay(settings.smtp_url),
        now=settings.now,
        deadline=settings.smtp_deadline,
        connections=settings.smtp_connections,
        messages_per_connection=settings.smtp_messages_per_connection,
        ca_file=settings.smtp_ca_file,
        email=settings.email,
    )


class SmtpAdapter:
    """Submits each email, to one recipient, over pooled sessions; opened, used and closed in one loop."""

    name = "smtp"
    channel = Channel.EMAIL

    def __init__(
        self,
        relay: Relay,
        *,
        now: Callable[[], datetime],
        deadline: timedelta,
        connections: int,
        messages_per_connection: int,
        ca_file: Path | None,
        email: EmailSettings,
    ) -> None:
        self.sandbox = relay.is_loopback
        self._relay, self._now, self._ca_file = relay, now, ca_file
        self._deadline = deadline.total_seconds()
        self._connections, self._messages_per_connection = connections, messages_per_connection
        self._email = email
        self._return_paths: ReturnPaths | None = None
        self._pool: Pool | None = None

    async def open(self) -> None:
        """Read the trusted certificates; connections are made when there is something to send.

        Opening an open adapter changes nothing. Raises ConfigError if the file of a private authority cannot
        be read.
        """
        if self._pool is not None:
            return
        try:
            context = await asyncio.to_thread(tls_context, self._relay, self._ca_file)
        except OSError:
            raise ConfigError("smtp.ca_file: not a readable PEM file of certificates") from None
        if self._email.bounce_address is not None:
            tokens = CallbackTokens(self._email.callback_key(), RETURN_PATH_USE)
            self._return_paths = ReturnPaths(self._email.bounce_address, tokens)
        greeting_name = own_name()

        async def opened() -> Session:
            return await open_session(self._relay, context, greeting_name)

        self._pool = Pool(opened, size=self._connections, messages_per_session=self._messages_per_connection)

    async def send(self, message: Message) -> Receipt:
        """Return the relay's receipt. Raises NotSent or Unknown, also when the task is cancelled: what is
        known about a message that may have left matters more than how soon the task ends."""
        self._refuse_if_expired(message)
        envelope = self._envelope(message)
        progress = Progress()
        try:
            async with asyncio.timeout(self._deadline):
                reply = await self._hand_over(envelope, progress)
        except TimeoutError:
            raise progress.cut_short("deadline") from None
        except asyncio.CancelledError:
            raise progress.cut_short("cancelled") from None
        return Receipt(_queue_id(reply), str(reply.code))

    async def close(self) -> None:
        """End the sessions politely."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    def _refuse_if_expired(self, message: Message) -> None:
        if message.not_after is not None and self._now() >= message.not_after:
            raise NotSent(scope=Scope.EXPIRED, retryable=False, code="expired")

    def _envelope(self, message: Message) -> Envelope:
        paths = self._return_paths
        return Envelope(
            sender=paths.of(message.attempt_id) if paths else mailbox(message.sender),
            recipient=mailbox(message.to),
            attempt=str(message.attempt_id),
            content=email_bytes(message, at=self._now()),
            not_after=message.not_after,
        )

    async def _hand_over(self, envelope: Envelope, progress: Progress) -> Reply:
        if self._pool is None:
            raise not_sent("closed")
        try:
            return await self._try_once(self._pool, envelope, progress, fresh=False)
        except Stale:  # nothing of this message had been taken, so it may be offered again
            return await self._try_once(self._pool, envelope, progress, fresh=True)

    async def _try_once(self, pool: Pool, envelope: Envelope, progress: Progress, *, fresh: bool) -> Reply:
        session = await pool.take(fresh=fresh)
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
            pool.give_back(session)
        return reply


def _queue_id(reply: Reply) -> str | None:
    found = _QUEUE_ID.search(reply.text)
    return found[1] if found else None
