"""What has the relay answered? The dialogue of an open session, able to ask several things at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from channels.email_smtp.reply_codes import Reply

MAX_PENDING = 64 * 1024  # bytes of unfinished answer; a real one is a few hundred
GOODBYE = 2.0  # seconds that a relay has to answer QUIT before the socket is closed anyway


class Conversation(asyncio.Protocol):
    """Takes an established transport over from aiosmtplib, whose own protocol asks one thing at a time and so
    needs four round trips for a message where RFC 2920 needs two.

    Whatever does not fit the dialogue (an answer nobody asked for, a line that is no reply) ends it, because
    from then on no answer could be told from another.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport = transport
        self._pending = b""
        self._text: list[str] = []
        self._replies: list[Reply] = []
        self._expected = 0
        self._waiter: asyncio.Future[None] | None = None
        self._goodbye: asyncio.TimerHandle | None = None
        self.is_open = not transport.is_closing()
        self.ended: asyncio.Future[None] = self._loop.create_future()
        transport.set_protocol(self)

    async def ask(self, data: bytes, replies: int = 1) -> Sequence[Reply]:
        """Write, and return that many replies; fewer if the session ended before all had come.

        Raises ConnectionError if the session has ended already: then not a byte was written.
        """
        if not self.is_open or self._transport.is_closing():
            raise ConnectionResetError("session has ended")
        self._replies, self._expected = [], replies
        self._transport.write(data)
        if self.is_open:
            self._waiter = self._loop.create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return self._replies

    def farewell(self) -> None:
        """Say goodbye and leave the closing to the relay, for a short while."""
        if self.is_open:
            self._stop()
            self._transport.write(b"QUIT\r\n")
            self._goodbye = self._loop.call_later(GOODBYE, self._transport.abort)

    def abort(self) -> None:
        """Close at once; what has not left yet never will."""
        self._stop()
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        if not self.is_open:
            return
        *lines, self._pending = (self._pending + data).split(b"\n")
        if not all(map(self._take, lines)) or self._unfinished() > MAX_PENDING:
            self.abort()
        elif len(self._replies) == self._expected:
            self._wake()

    def eof_received(self) -> bool:
        self._stop()
        return False  # closes the transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        if self._goodbye is not None:
            self._goodbye.cancel()
        if not self.ended.done():
            self.ended.set_result(None)

    def _take(self, line: bytes) -> bool:
        """Take in one line of a reply; False if it is none, or belongs to nothing that was asked."""
        code, separator = line[:3], line[3:4]
        if len(code) != 3 or not code.isdigit() or separator not in (b" ", b"-", b"\r", b""):
            return False
        self._text.append(line[4:].strip().decode("utf-8", "replace"))
        if separator == b"-":
            return True
        self._replies.append(Reply(int(code), " ".join(self._text)))
        self._text = []
        return len(self._replies) <= self._expected

    def _unfinished(self) -> int:
        return len(self._pending) + sum(map(len, self._text))

    def _stop(self) -> None:
        self.is_open = False
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
