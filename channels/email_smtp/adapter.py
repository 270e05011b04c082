"""Did the relay take this email? Yes (a receipt), no (NotSent) or nobody knows (Unknown), by one deadline."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from ssl import SSLContext

from channels.adapter_settings import AdapterSettings
from channels.callback_token import CallbackTokens
from channels.email_address import mailbox
from channels.email_dkim import read_dkim_key, signed
from channels.email_mime import email_bytes
from channels.email_settings import EmailSettings
from channels.email_smtp.breaker import Breaker
from channels.email_smtp.opening import own_name, tls_context
from channels.email_smtp.pace_file import read_paces
from channels.email_smtp.pacing import Pacing
from channels.email_smtp.relay import Relay, parse_relay
from channels.email_smtp.reply_codes import Elsewhere, Reply
from channels.email_smtp.route import Route
from channels.email_smtp.session import Envelope, Progress, not_sent
from channels.email_stops import with_stop_address
from channels.message import Message, NotSent, Receipt, Scope
from channels.return_path import RETURN_PATH_USE, STOP_USE, ReturnPaths, check_bounce_address
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel

PATIENCE = 30.0  # seconds

# The relay's own id of a message, as Postfix, Exim and Amazon SES word it; nothing else of a reply is kept.
_QUEUE_ID = re.compile(
    r"(?:queued as |\bid=|^(?:2\.\d\.\d )?Ok:? (?=\S{16}))([A-Za-z0-9._-]{1,80})(?![^\s;,)])"
)


def make(settings: AdapterSettings) -> SmtpAdapter:
    """Return the adapter that the settings describe. Raises ConfigError if one of them is wrong."""
    if settings.email.bounce_address is not None:
        check_bounce_address(settings.email.bounce_address)
    others = settings.email.fallback_urls
    return SmtpAdapter(
        (parse_relay(settings.smtp_url), *(parse_relay(url, "smtp.fallback_urls") for url in others)),
        now=settings.now,
        deadline=settings.smtp_deadline,
        connections=settings.smtp_connections,
        messages_per_connection=settings.smtp_messages_per_connection,
        ca_file=settings.smtp_ca_file,
        email=settings.email,
    )


class SmtpAdapter:
    """Submits each email, to one recipient, over pooled sessions; opened, used and closed in one loop.

    relays: the first one that can be used takes the message. The next is asked only while nothing of the
        message can have left.
    """

    name = "smtp"
    channel = Channel.EMAIL

    def __init__(
        self,
        relays: tuple[Relay, ...],
        *,
        now: Callable[[], datetime],
        deadline: timedelta,
        connections: int,
        messages_per_connection: int,
        ca_file: Path | None,
        email: EmailSettings,
    ) -> None:
        self.sandbox = all(relay.is_loopback for relay in relays)
        self._relays, self._now, self._ca_file = relays, now, ca_file
        self._deadline = deadline.total_seconds()
        self._connections, self._messages_per_connection = connections, messages_per_connection
        self._email = email
        self._return_paths: ReturnPaths | None = None
        self._stops: ReturnPaths | None = None
        self._paces = read_paces(email.pace) if email.pace is not None else None
        self._most_bytes = email.most_bytes
        self._dkim_keys = [read_dkim_key(told) for told in email.dkim]
        self._pacing: Pacing | None = None
        self._routes: tuple[Route, ...] = ()

    async def open(self) -> None:
        """Read the trusted certificates; connections are made when there is something to send.

        Opening an open adapter changes nothing. Raises ConfigError if the file of a private authority cannot
        be read.
        """
        if self._routes:
            return
        if self._email.bounce_address is not None:
            tokens = CallbackTokens(self._email.callback_key(), RETURN_PATH_USE)
            self._return_paths = ReturnPaths(self._email.bounce_address, tokens)
            if self._email.stops_by_mail:
                stops = CallbackTokens(self._email.callback_key(), STOP_USE)
                self._stops = ReturnPaths(self._email.bounce_address, stops)
        try:
            contexts = await asyncio.to_thread(lambda: [tls_context(r, self._ca_file) for r in self._relays])
        except OSError:
            raise ConfigError("smtp.ca_file: not a readable PEM file of certificates") from None
        self._pacing = Pacing(self._paces) if self._paces is not None else None
        self._routes = tuple(map(self._route, self._relays, contexts))

    async def send(self, message: Message) -> Receipt:
        """Return the relay's receipt. Raises NotSent or Unknown, also when the task is cancelled: what is
        known about a message that may have left matters more than how soon the task ends."""
        self._refuse_if_expired(message)
        envelope = self._envelope(message)
        progress = Progress()
        try:
            async with asyncio.timeout(self._deadline):
                reply, relay = await self._in_turn(envelope, progress)
        except TimeoutError:
            raise progress.cut_short("deadline") from None
        except asyncio.CancelledError:
            raise progress.cut_short("cancelled") from None
        return Receipt(
            _queue_id(reply), f"{reply.code} {relay}" if len(self._relays) > 1 else str(reply.code)
        )

    async def close(self) -> None:
        """End the sessions politely."""
        for route in self._routes:
            await route.close()
        self._routes = ()

    def _route(self, relay: Relay, context: SSLContext | None) -> Route:
        return Route(
            relay,
            context,
            own_name(),
            now=self._now,
            sessions=self._connections,
            messages_per_session=self._messages_per_connection,
            breaker=Breaker() if len(self._relays) > 1 else None,
        )

    def _refuse_if_expired(self, message: Message) -> None:
        if message.not_after is not None and self._now() >= message.not_after:
            raise NotSent(scope=Scope.EXPIRED, retryable=False, code="expired")

    def _envelope(self, message: Message) -> Envelope:
        paths, sender, at = self._return_paths, mailbox(message.sender), self._now()
        named = with_stop_address(message, self._stops) if self._stops else message
        content = signed(email_bytes(named, at=at), sender, self._dkim_keys, at=at)
        if len(content) > self._most_bytes:
            raise NotSent(scope=Scope.CONTENT, retryable=False, code="too-large")
        return Envelope(
            sender=paths.of(message.attempt_id) if paths else sender,
            recipient=mailbox(message.to),
            attempt=str(message.attempt_id),
            content=content,
            not_after=message.not_after,
        )

    async def _in_turn(self, envelope: Envelope, progress: Progress) -> tuple[Reply, str]:
        if self._pacing is None:
            return await self._hand_over(envelope, progress)
        left = envelope.not_after - self._now() if envelope.not_after is not None else None
        async with self._pacing.turn(envelope.recipient, left):
            return await self._hand_over(envelope, progress)

    async def _hand_over(self, envelope: Envelope, progress: Progress) -> tuple[Reply, str]:
        """Return the yes of the first relay that can be used, and its name."""
        failure = not_sent("relays resting" if self._routes else "closed")
        for route in self._routes:
            if not route.admits():
                continue
            try:
                return await route.submit(envelope, progress, self._patience(route)), route.name
            except Elsewhere as refused:
                failure = refused
        raise failure

    def _patience(self, route: Route) -> float | None:
        """Seconds until a silent relay is left for the next one; the last one has all the time there is."""
        if route is self._routes[-1]:
            return None
        return min(PATIENCE, self._deadline / len(self._routes))


def _queue_id(reply: Reply) -> str | None:
    found = _QUEUE_ID.search(reply.text)
    return found[1] if found else None
