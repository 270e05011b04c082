"""Who hands mail over to us directly? A mail server, by LMTP or SMTP; it keeps each mail until we say 250.

aiosmtpd speaks the protocol. LMTP (RFC 2033) wants one answer for each recipient, and gets it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from gateway.domain.error_place import place_of
from gateway.domain.errors import ConfigError

log = structlog.get_logger(__name__)
TAKEN = "250 2.0.0 Taken"
NOT_NOW = "451 4.3.0 It could not be written down; keep it and try again"
AT_ONCE = 4  # mails that are acted on at the same time; each may be as large as the limit
IDLE = 120  # seconds without a command after which a session is closed
MOST_RECIPIENTS = 100
_LONGEST_LINE = 1 << 20  # bytes; some programs write a whole text as one line

Take = Callable[[bytes], object]


class _Smtp(SMTP):
    line_length_limit = _LONGEST_LINE


class _Lmtp(LMTP):
    line_length_limit = _LONGEST_LINE


class MailListener:
    """Listens until closed.

    take: acts on a mail, in a thread; when it returns, all is committed. What it raises leaves the mail with
    its sender.
    """

    def __init__(self, protocol: str, host: str, port: int, *, most_bytes: int, take: Take) -> None:
        self._protocol, self._host, self._port = protocol, host, port
        self._most_bytes, self._take = most_bytes, take
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._server: asyncio.Server | None = None
        self._sessions: set[SMTP] = set()

    @property
    def port(self) -> int:
        """Return the port, which the system chose where none was told."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def open(self) -> None:
        """Begin to listen. Raises ConfigError where that cannot be done."""
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(self._session, self._host, self._port)
        except OSError as error:
            why = os.strerror(error.errno or 0)
            raise ConfigError(f"mailbox.listen: cannot listen on {self._host}:{self._port} ({why})") from None

    async def close(self) -> None:
        """Take no more mail; what is being taken is answered or stays with its sender."""
        if self._server is None:
            return
        self._server.close()
        for session in self._sessions:
            if isinstance(session.transport, asyncio.WriteTransport):
                session.transport.abort()
        await self._server.wait_closed()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Act on a mail for each of its recipients, and say of each whether that was written down."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        answers = [await self._taken(_delivered(content, envelope, to)) for to in envelope.rcpt_tos]
        if self._protocol == "lmtp":
            return "\r\n".join(answers)
        return TAKEN if set(answers) == {TAKEN} else NOT_NOW  # what was taken is known when it comes again

    async def _taken(self, raw: bytes) -> str:
        async with self._turns:
            try:
                await asyncio.to_thread(self._take, raw)
            except Exception as error:  # whatever it is, the sender keeps the mail
                log.warning("a mail was left with its sender", action="mail:refused", error=place_of(error))
                return NOT_NOW
        return TAKEN

    def _session(self) -> SMTP:
        make: Any = _Lmtp if self._protocol == "lmtp" else _Smtp
        session: SMTP = make(
            self,
            data_size_limit=self._most_bytes,
            enable_SMTPUTF8=True,
            hostname="dunwell",
            ident="Dunwell",
            timeout=IDLE,
        )
        self._sessions = {one for one in self._sessions if one.transport is not None} | {session}
        return session


def _delivered(content: bytes, envelope: Envelope, to: str) -> bytes:
    """Return a mail with what the last one to hand it on has to write above it (RFC 5321 4.4)."""
    sender = (envelope.mail_from or "").strip("<>")
    lines = f"Return-Path: <{_plain(sender)}>\r\nDelivered-To: {_plain(to)}\r\n"
    return lines.encode("utf-8", "replace") + content


def _plain(address: str) -> str:
    return "".join(c for c in address if c.isprintable())
