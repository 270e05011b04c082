"""How does a request reach Lob, and what came of it? A JSON object, a refusal, or doubt."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import aiohttp

from channels.letter_lob.codes import refusal
from channels.lob_account import LobAccount
from channels.message import NotSent, Unknown
from channels.provider_http import Exchange, ProviderHttp, bounded_body

VERSION = "2024-01-01"  # of Lob's API, so that the account's own default changes nothing under us
PAUSE = 0.5  # seconds before the second try of what is in doubt
_KNOWN_CODE = re.compile("[a-z_]{1,60}")


class LobRequests:
    """Makes requests of one account over pooled connections; opened, used and closed in one loop."""

    def __init__(self, account: LobAccount) -> None:
        self._account = account
        self._http = ProviderHttp(connections=account.connections, deadline=account.deadline)

    async def open(self) -> None:
        """Make ready; connections are made when there is something to send."""
        await self._http.open()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def create(self, form: Callable[[], aiohttp.FormData], key: str) -> dict[str, Any]:
        """Return the letter that Lob made of a form.

        What is in doubt is asked once more with the same key, for which Lob makes one letter within 24 hours.
        Raises NotSent where Lob did not take it, Unknown where that is in doubt still.
        """

        async def asked(session: aiohttp.ClientSession, exchange: Exchange) -> dict[str, Any]:
            async def once() -> dict[str, Any]:
                told = {"Idempotency-Key": key}
                return await self._once(session, exchange, "POST", "/v1/letters", data=form(), headers=told)

            try:
                return await once()
            except (Unknown, aiohttp.ClientError, ValueError) as error:
                if not exchange.was_connected:
                    raise
                doubt = error.code if isinstance(error, Unknown) else "no answer"
            await asyncio.sleep(PAUSE)
            try:
                return await once()
            except NotSent as error:
                raise Unknown(f"{doubt}, then {error.code}") from None  # it says nothing of the first one

        return await self._http.within_deadline(asked)

    async def get(self, path: str, params: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
        """Return what lies at an address. Raises as `create` does."""
        return await self._http.within_deadline(
            lambda session, exchange: self._once(session, exchange, "GET", path, params=list(params))
        )

    async def _once(
        self,
        session: aiohttp.ClientSession,
        exchange: Exchange,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        **what: Any,
    ) -> dict[str, Any]:
        async with session.request(
            method,
            self._account.api + path,
            headers={**self._headers(), **(headers or {})},
            allow_redirects=False,
            trace_request_ctx=exchange,
            **what,
        ) as response:
            exchange.status = response.status
            body = await bounded_body(response)
        if exchange.was_refused:
            raise refusal(response.status, _code(body), _wait(response.headers.get("Retry-After", "")))
        if not 200 <= response.status < 300:
            raise exchange.cut_short(f"http {response.status}")
        answer = json.loads(body)
        if not isinstance(answer, dict):
            raise ValueError("the answer is no object")
        return answer

    def _headers(self) -> dict[str, str]:
        login = base64.b64encode(f"{self._account.api_key}:".encode()).decode()
        return {"Authorization": f"Basic {login}", "Lob-Version": VERSION, "Accept": "application/json"}


def _code(body: str) -> str:
    """The code in an error's body, or "": whatever stands there otherwise is not repeated anywhere."""
    try:
        code = json.loads(body)["error"]["code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return code if isinstance(code, str) and _KNOWN_CODE.fullmatch(code) else ""


def _wait(told: str) -> timedelta:
    return timedelta(seconds=int(told)) if re.fullmatch("[0-9]{1,6}", told) else timedelta()
