"""How far had a request to a provider come when it failed? One deadline, bounded answers, no redirects."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any, TypeVar

import aiohttp

from channels.message import NotSent, Scope, Unknown

MOST = 1024 * 1024  # bytes of an answer; providers' are a few kilobytes
IDLE_FOR = 20.0  # seconds: shorter than the other side's, so that no connection ends under a request
CONNECT_WITHIN = 10.0  # seconds; what takes longer has not left
_OVERLOADED_PROXY = 408  # a proxy's time-out: it may have passed the request on
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Exchange:
    """How far one request has come."""

    was_connected: bool = False
    status: int | None = None
    retry_after: timedelta = timedelta()  # as the answer's header says; nothing where it says none

    @property
    def was_refused(self) -> bool:
        """Whether the answer says for certain that the request was not carried out."""
        return self.status is not None and 400 <= self.status < 500 and self.status != _OVERLOADED_PROXY

    def cut_short(self, code: str) -> NotSent | Unknown:
        """Return what is known of a request that got no answer: without a connection nothing left."""
        if self.was_connected:
            return Unknown(code)
        return NotSent(scope=Scope.TRANSIENT, retryable=True, code=f"connect {code}")


class ProviderHttp:
    """Pooled connections to one provider; opened, used and closed in one loop."""

    def __init__(self, *, connections: int, deadline: timedelta) -> None:
        self._connections, self._deadline = connections, deadline.total_seconds()
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make ready; connections are made when there is something to send."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=IDLE_FOR),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_WITHIN),
                trace_configs=[_watched()],
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def within_deadline(
        self, work: Callable[[aiohttp.ClientSession, Exchange], Awaitable[Answer]]
    ) -> Answer:
        """Return what `work` returns. Raises NotSent where nothing left, Unknown where that is in doubt."""
        exchange = Exchange()
        if self._session is None:
            raise exchange.cut_short("closed")
        try:
            async with asyncio.timeout(self._deadline):
                return await work(self._session, exchange)
        except (NotSent, Unknown):
            raise
        except TimeoutError:
            raise exchange.cut_short("deadline") from None
        except asyncio.CancelledError:
            raise exchange.cut_short("cancelled") from None
        except aiohttp.ClientError as error:
            raise exchange.cut_short(_kind(error)) from None
        except Exception:  # a library fails in many ways over an answer that makes no sense
            raise exchange.cut_short("unreadable answer") from None


async def bounded_body(response: aiohttp.ClientResponse) -> str:
    """Return an answer's text. Raises ValueError for one that is too long or no UTF-8."""
    body = bytearray()
    async for part in response.content.iter_any():
        body += part
        if len(body) > MOST:
            raise ValueError("the answer is too long")
    return body.decode("utf-8")


def retry_after(headers: Mapping[str, str]) -> timedelta:
    """Return how long an answer's Retry-After asks us to wait (RFC 9110, 10.2.3: seconds, or a date); nothing
    where there is none, or one that makes no sense."""
    try:
        # The other side's own clock, which may be wrong, is the one that a date is by.
        theirs = parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):
        theirs = None
    return wait_told(headers.get("Retry-After", ""), theirs)


def wait_told(told: str, now: datetime | None) -> timedelta:
    """Return how long a Retry-After header asks us to wait; nothing where it makes no sense.

    now: by the clock that a date in it is meant for; None where nobody knows.
    """
    told = told.strip()
    if told.isascii() and told.isdigit():
        return timedelta(seconds=int(told[:9]))
    try:
        return max(parsedate_to_datetime(told) - now, timedelta()) if now else timedelta()
    except (TypeError, ValueError, OverflowError):
        return timedelta()


def _watched() -> aiohttp.TraceConfig:
    """What was not connected has not left: the only failures after which a message may be offered again."""

    async def connected(session: Any, context: SimpleNamespace, params: Any) -> None:
        context.trace_request_ctx.was_connected = True

    watched = aiohttp.TraceConfig()
    watched.on_connection_create_end.append(connected)
    watched.on_connection_reuseconn.append(connected)
    return watched


def _kind(error: aiohttp.ClientError) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "dns"
    if isinstance(error, aiohttp.ClientSSLError):
        return "tls"
    return "refused" if isinstance(error, aiohttp.ClientConnectorError) else "broken off"
