"""What holds for every request? Bounds on the way in, safe headers on the way out, an answer in any case."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from anyio.to_thread import current_default_thread_limiter
from fastapi import HTTPException, Request
from fastapi.responses import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.domain.error_place import place_of
from gateway.store.faults import Fault, fault_of

log = structlog.get_logger(__name__)

MAX_BODY = 256 * 1024  # bytes; a question of the decision contract with hundreds of events fits
MAX_BODIES = {
    "/v1/portfolio": 64 * 1024 * 1024,
    "/v1/events": 4 * 1024 * 1024,
    "/answer/dispute": 32 * 1024 * 1024,  # with files; without any, forms stay small
}
BODY_WITHIN = 60.0  # seconds for the whole body: whoever dribbles it in lets go of the connection then
WEB_THREADS = 8  # of the database's 20 connections, so that dispatching and ticks always find theirs
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
ONE_YEAR = "max-age=31536000"  # OWASP ASVS 5.0 3.4.1
Failure = Callable[[Request, int, str], Response]


class SafeHeaders:
    """Adds what every answer must say unless it already says something else."""

    def __init__(self, app: ASGIApp, *, is_secure: bool) -> None:
        self._app = app
        self._headers = HEADERS | ({"Strict-Transport-Security": ONE_YEAR} if is_secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sent)


class LastResort:
    """Answers for whatever fails beyond it; nothing of the error reaches the caller or the server's log."""

    def __init__(self, app: ASGIApp, *, answer: Failure) -> None:
        self._app, self._answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        has_begun = False

        async def sent(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except ClientDisconnect:
            return
        except Exception as error:  # the last resort of OWASP ASVS 5.0 16.5.4
            status, text = _told(error)
            log.error("request failed", action="http:request:failed", error=place_of(error))
            if not has_begun:
                await self._answer(Request(scope), status, text)(scope, receive, send)


class Bounds:
    """Limits a request's size and time, and how many are worked on at once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            current_default_thread_limiter().total_tokens = WEB_THREADS
            receive = _Body(scope, receive).receive
        await self._app(scope, receive, send)


class _Body:
    """A request's body as it comes in."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive: Callable[[], Awaitable[Message]] = receive
        self._most = MAX_BODIES.get(scope["path"], MAX_BODY)
        told = Headers(scope=scope).get("content-length", "")
        self._told = int(told) if told.isascii() and told.isdigit() else 0
        self._size = 0
        self._is_whole = False
        self._ends: float | None = None

    async def receive(self) -> Message:
        """Return the next part. Raises HTTPException 413 or 408."""
        if self._is_whole:
            return await self._receive()  # what follows is the end of the connection, whenever that comes
        self._check(self._told)
        loop = asyncio.get_running_loop()
        self._ends = self._ends or loop.time() + BODY_WITHIN
        try:
            async with asyncio.timeout_at(self._ends):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408, "The body did not come in time; send it again, faster.") from None
        self._size += len(message.get("body", b""))
        self._check(self._size)
        self._is_whole = not message.get("more_body", False)
        return message

    def _check(self, size: int) -> None:
        if size > self._most:
            text = f"The body may have {self._most // 1024} KiB here; send it in parts."
            raise HTTPException(413, text, {"Connection": "close"})


def _told(error: Exception) -> tuple[int, str]:
    if fault_of(error) is Fault.UNREACHABLE:
        return 503, "The database does not answer at the moment; ask again in a minute."
    return 500, "The request could not be carried out; the operator's log says more."
