"""How does one message reach an endpoint? One POST, one deadline, no redirects, next to nothing read back."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from gateway.webhooks_out.addresses import ForbiddenAddress, GuardedResolver, Reach, is_allowed, is_literal
from gateway.webhooks_out.names import NamesOfTheSystem

CONNECT_WITHIN = 10.0  # seconds
IDLE_FOR = 20.0  # seconds that an unused connection is kept
BODY_WITHIN = 1.0  # seconds: an answer's body says nothing to us; a short one lets the connection be kept
MOST = 16 * 1024  # bytes of it
_TOO_MUCH = frozenset({429, 503})  # answers whose Retry-After counts


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one try: a status, or a word for why there is none."""

    status: int | None
    code: str
    milliseconds: int
    retry_after: str = ""  # the header, where it counts


class Courier:
    """Carries messages over pooled connections; opened, used and closed in one loop.

    resolvers: makes what looks names up. deadline: of a whole request.
    """

    def __init__(
        self,
        *,
        deadline: timedelta,
        ca_file: Path | None = None,
        only_loopback: bool = False,
        resolvers: Callable[[], AbstractResolver] = NamesOfTheSystem,
    ) -> None:
        self._deadline, self._ca_file = deadline.total_seconds(), ca_file
        self._only_loopback, self._resolvers = only_loopback, resolvers
        self._sessions: dict[Reach, aiohttp.ClientSession] = {}

    async def open(self) -> None:
        """Make ready. Connections of different reach are never shared: each was checked for its own."""
        context = ssl.create_default_context()
        if self._ca_file is not None:
            context.load_verify_locations(self._ca_file)
        for reach in Reach:
            self._sessions[reach] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    ssl=context,
                    limit=0,
                    use_dns_cache=False,
                    resolver=GuardedResolver(self._resolvers(), reach),
                    keepalive_timeout=IDLE_FOR,
                ),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_WITHIN),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
            )

    async def close(self) -> None:
        """Close the connections."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()

    async def carry(self, url: str, headers: dict[str, str], body: bytes, *, is_private: bool) -> Answer:
        """Return what an endpoint answers to a message; never raises for what the other side does."""
        reach = Reach.LOOPBACK if self._only_loopback else Reach.PRIVATE if is_private else Reach.PUBLIC
        began = asyncio.get_running_loop().time()
        status, code, rest = None, "", ""
        try:
            async with asyncio.timeout(self._deadline):
                status, rest = await self._post(url, headers, body, reach)
                code = _word(status)
        except TimeoutError:
            code = "time-out"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            code = _fault(error)
        return Answer(status, code, round(1000 * (asyncio.get_running_loop().time() - began)), rest)

    async def _post(self, url: str, headers: dict[str, str], body: bytes, reach: Reach) -> tuple[int, str]:
        host = urlsplit(url).hostname or ""
        if is_literal(host) and not is_allowed(host, reach):  # nobody looks a literal up
            raise ForbiddenAddress("the address is not called")
        session = self._sessions[reach]
        async with session.post(url, data=body, headers=headers, allow_redirects=False) as response:
            status, rest = response.status, _rest(response)
            with suppress(TimeoutError, aiohttp.ClientError):
                async with asyncio.timeout(BODY_WITHIN):
                    await _read_a_little(response)
            return status, rest


def _rest(response: aiohttp.ClientResponse) -> str:
    return response.headers.get("Retry-After", "") if response.status in _TOO_MUCH else ""


async def _read_a_little(response: aiohttp.ClientResponse) -> None:
    size = 0
    async for part in response.content.iter_any():
        size += len(part)
        if size > MOST:
            response.close()
            return


def _word(status: int) -> str:
    if 200 <= status < 300:
        return "delivered"
    if 300 <= status < 400:
        return "redirect"
    return "gone" if status == 410 else "refused"


def _fault(error: Exception) -> str:
    inner = getattr(error, "os_error", error)
    if isinstance(inner, ForbiddenAddress):
        return "forbidden-address"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "no-such-name"
    if isinstance(error, aiohttp.ClientSSLError):
        return "tls"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "no-connection"
    return "unreadable-answer" if isinstance(error, ValueError) else "broken-off"
