"""How does a request reach Twilio? By its own client, over our connections, with our one deadline."""

from __future__ import annotations

import base64
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
from twilio.base.exceptions import TwilioException
from twilio.http.response import Response
from twilio.rest import Client

from channels.message import NotSent, Unknown
from channels.provider_http import Exchange, ProviderHttp, bounded_body, retry_after
from channels.twilio_account import TwilioAccount
from channels.twilio_codes import Codes

Answer = TypeVar("Answer")

logging.getLogger("twilio.async_http_client").propagate = False  # it would log numbers and texts


class TwilioRequests:
    """Makes requests of one account over pooled connections; opened, used and closed in one loop."""

    def __init__(self, account: TwilioAccount, codes: Codes) -> None:
        self._account, self._codes = account, codes
        self._http = ProviderHttp(connections=account.connections, deadline=account.deadline)

    async def open(self) -> None:
        """Make ready; connections are made when there is something to send."""
        await self._http.open()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def ask(self, request: Callable[[Any], Awaitable[Answer]]) -> Answer:
        """Return the answer to what `request` does with Twilio's own client.

        Raises NotSent where Twilio did not take it, Unknown where that is in doubt; nothing else.
        """

        async def asked(session: aiohttp.ClientSession, exchange: Exchange) -> Answer:
            try:
                return await request(self._client(session, exchange))
            except TwilioException as error:
                raise self._refused(exchange, getattr(error, "code", None)) from None

        return await self._http.within_deadline(asked)

    def _refused(self, exchange: Exchange, code: Any) -> NotSent | Unknown:
        """The status first: the code on a 5xx is whatever the body says."""
        status = exchange.status
        if status is None or not exchange.was_refused:
            return exchange.cut_short(f"http {status or 'none'}")
        told = code if isinstance(code, int) and code != status else None
        return self._codes.refusal(status, told, wait=exchange.retry_after)

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
            self._exchange.retry_after = retry_after(response.headers)
            return Response(response.status, await bounded_body(response), response.headers)


def _form(data: dict[str, Any]) -> list[tuple[str, str]]:
    """A list goes as a repeated key; yes and no as Twilio writes them."""
    pairs = ((name, each) for name, value in data.items() for each in _each(value))
    return [(name, str(value).lower() if isinstance(value, bool) else str(value)) for name, value in pairs]


def _each(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
