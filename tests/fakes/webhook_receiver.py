"""A receiver of webhooks on loopback, which checks each message with the independent `standardwebhooks`."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

Answers = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Heard:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """The message's id."""
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict[str, Any]:
        """The payload."""
        return json.loads(self.body)


class Receiver:
    """Keeps what it hears; answers what it is told to, 204 where nothing is left to say."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.connections: set[int] = set()
        self.refused: set[str] = set()  # ids of messages that it never takes
        self.port = 0
        self.scheme = "http"
        self._answers: list[int | web.Response | Answers] = []
        self._let_go = asyncio.Event()

    @property
    def url(self) -> str:
        """Its address."""
        return f"{self.scheme}://127.0.0.1:{self.port}/hooks"

    def answer_next(self, *answers: int | web.Response | Answers) -> None:
        """Answer the next requests in this way, one each."""
        self._answers += answers

    async def hang(self, request: web.Request) -> web.StreamResponse:
        """Say nothing until it is let go."""
        await self._let_go.wait()
        return web.Response(status=204)

    def let_go(self) -> None:
        """End what hangs."""
        self._let_go.set()

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Hear one message."""
        body = await request.read()
        self.heard.append(Heard({name.lower(): told for name, told in request.headers.items()}, body))
        self.connections.add(id(request.transport))
        if self.heard[-1].id in self.refused:
            return web.Response(status=500)
        answer = self._answers.pop(0) if self._answers else 204
        if isinstance(answer, int):
            return web.Response(status=answer)
        return answer if isinstance(answer, web.Response) else await answer(request)


@asynccontextmanager
async def a_receiver(context: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """Yield a receiver; over TLS with a context."""
    receiver = Receiver()
    application = web.Application()
    application.router.add_route("*", "/{rest:.*}", receiver.take)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    receiver.port = runner.addresses[0][1]
    receiver.scheme = "https" if context else "http"
    try:
        yield receiver
    finally:
        receiver.let_go()
        await runner.cleanup()
