"""What if the provider says yes, no, nothing, or never answers? An adapter that does as it is told."""

from __future__ import annotations

import asyncio
from collections import deque

from channels.email_mime import email_bytes
from channels.message import Message, NotSent, Receipt, Scope, Unknown
from gateway.domain.clock import Clock
from gateway.domain.words import Channel

HANG = "hang"
"""An answer that never comes: `send` waits until it is cancelled or `let_go` is called."""


class FakeAdapter:
    """Remembers what it was asked to send; passes the contract tests of the real adapters."""

    def __init__(self, channel: Channel, clock: Clock, *, sandbox: bool = True) -> None:
        self.name, self.channel, self.sandbox = "fake", channel, sandbox
        self.sent: list[Message] = []  # everything that left or may have left, in order
        self._clock = clock
        self._answers: deque[NotSent | Unknown | str] = deque()
        self._let_go = asyncio.Event()

    def answer_next(self, *answers: NotSent | Unknown | str) -> None:
        """Give these answers to the next messages; afterwards every answer is yes again."""
        self._answers += answers

    def let_go(self) -> None:
        """Answer yes to everything that hangs."""
        self._let_go.set()

    async def open(self) -> None:
        """Nothing to make ready."""

    async def send(self, message: Message) -> Receipt:
        """Return a receipt, or do as told."""
        if message.not_after is not None and self._clock.now() >= message.not_after:
            raise NotSent(scope=Scope.EXPIRED, retryable=False, code="expired")
        if self.channel is Channel.EMAIL:
            email_bytes(message, at=self._clock.now())  # raises what a real adapter raises
        answer = self._answers.popleft() if self._answers else None
        if isinstance(answer, NotSent):
            raise answer
        self.sent.append(message)
        if isinstance(answer, Unknown):
            raise answer
        if answer == HANG:
            await self._hang()
        return Receipt(provider_reference=str(message.attempt_id), detail="fake")

    async def close(self) -> None:
        """Nothing is held open."""

    async def _hang(self) -> None:
        try:
            await self._let_go.wait()
        except asyncio.CancelledError:
            raise Unknown("cancelled") from None
