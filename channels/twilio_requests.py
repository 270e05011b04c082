"""How does a request reach Twilio, and how far had it come when it failed? One deadline, bounded answers."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, TypeVar

import aiohttp
from twilio.base.exceptions import TwilioException
from twilio.http.response import Response
from twilio.rest import Client

from channels.message import NotSent, Scope, Unknown
from channels.twilio_account import TwilioAccount
from channels.twilio_codes import Codes

MOST = 1024 * 1024  # bytes of an answer; Twilio's are a few kilobytes
IDLE_FOR = 20.0  # seconds: shorter than the other side's, so that no connection ends under a request
CONNECT_WITHIN = 10.0  # seconds; what takes longer has not left
_OVERLOADED_PROXY = 408  # a proxy's time-out: it may have passed the request on
Answer = TypeVar("Answer")

logging.getLogger("twilio.async_http_client").propagate = False  # it would log numbers and texts


@dataclass(slots=True)
class Exchange:
    """How far one request has come."""

    was_connected: bool = False
    status: int | None = None

    def cut_short(self, code: str) -> NotSent | Unknown:
        """Return what is known of a request that got no answer: without a connection nothing left."""
        if self.was_connected:
            return Unknown(code)
        return NotSent(scope=Scope.TRANSIENT, retryable=True, code=f"connect {code}")


class TwilioRequests:
    """Makes requests of one account over pooled connections; opened, used and closed in one loop."""

    def __init__(self, account: TwilioAccount, codes: Codes) -> None:
        self._account, self._codes = account, codes
        self._deadline = account.deadline.total_seconds()
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make ready; connections are made when there is something to send."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._account.connections, keepalive_timeout=IDLE_FOR),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_WITHIN),
                trace_configs=[_watched()],
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(self, request: Callable[[Any], Awaitable[Answer]]) -> Answer:
        """Return the answer to what `request` does with Twilio's own client.

        Raises NotSent where Twilio did not take it, Unknown where that is in doubt; nothing else.
        """
        exchange = Exchange()
        if self._session is None:
            raise exchange.cut_short("closed")
        try:
            async with asyncio.timeout(self._deadline):
                return await request(self._client(self._session, exchange))
        except TimeoutError:
            raise exchange.cut_short("deadline") from None
        except asyncio.CancelledError:
            raise exchange.cut_short("cancelled") from None
        except TwilioException as error:
            raise self._refused(exchange, getattr(error, "code", None)) from None
        except aiohttp.ClientError as error:
            raise exchange.cut_short(_kind(error)) from None
        except Exception:  # the library fails in many ways over an answer that makes no sense
            raise exchange.cut_short("unreadable answer") from None

    def _refused(self, exchange: Exchange, code: Any) -> NotSent | Unknown:
        """The status first: the code on a 5xx is whatever the body says."""
        status = exchange.status
        if status is None or not 400 <= status < 500 or status == _OVERLOADED_PROXY:
            return exchange.cut_short(f"http {status or 'none'}")
        return self._codes.refusal(status, code if isinstance(code, int) and code != status else None)

    def _client(self, session: aiohttp.ClientSession, exchange: Exchange) -> Any:
        account = self._account
        client = Client(
            account.account_sid,
            account.auth_token,
            http_client=_Courier(session, exchange),
            environment={"TWILIO_EDGE": "", "TWILIO_REGION": ""},  # our settings alone say where it goes
        )
        client.api.base_url = account.api
        return client


class _Courier:
    """What Twilio's client sends through. Its own one ignores time-outs, repeats POSTs and keeps messages."""

    is_async = True

    def __init__(self, session: aiohttp.ClientSession, exchange: Exchange) -> None:
        self._session, self._exchange = session, exchange

    async def request(
        self,
        method: str,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # the library's signature; ours is the deadline
        allow_redirects: bool = False,
    ) -> Response:
        """Return the answer; redirects are not followed."""
        told = dict(headers or {})
        if auth is not None:
            told["Authorization"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode()
        async with self._session.request(
            method,
            url,
            params=params,
            data=_form(data) if data else None,
            headers=told,
            allow_redirects=False,
            trace_request_ctx=self._exchange,
        ) as response:
            self._exchange.status = response.status
            return Response(response.status, await _text(response), response.headers)


def _form(data: dict[str, Any]) -> list[tuple[str, str]]:
    """A list goes as a repeated key; yes and no as Twilio writes them."""
    pairs = ((name, each) for name, value in data.items() for each in _each(value))
    return [(name, str(value).lower() if isinstance(value, bool) else str(value)) for name, value in pairs]


def _each(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


async def _text(response: aiohttp.ClientResponse) -> str:
    body = bytearray()
    async for part in response.content.iter_any():
        body += part
        if len(body) > MOST:
            raise ValueError("the answer is too long")
    return body.decode("utf-8")


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
