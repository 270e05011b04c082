"""A server on loopback that behaves like Twilio's message resource, and says where we or it leave its API."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.fakes.openapi import Description, violations

ACCOUNT = "AC" + "1" * 32
TOKEN = "a-token-of-a-test"
SERVICE = "MG" + "2" * 32
# Twilio's numbers for tests: https://www.twilio.com/docs/iam/test-credentials
REFUSED_TO = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
REFUSED_FROM = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}
_SPEC = Path(__file__).resolve().parents[3] / "shared/data/twilio-openapi/messages-and-calls.json"


class TwilioServer:
    """What was taken (`messages`), what was asked (`requests`) and every departure from the description."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.violations: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""
        self.at = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
        self._answers: deque[Any] = deque()
        self._let_go = asyncio.Event()
        self._description = Description(_SPEC) if _SPEC.exists() else None

    def answer_next(self, *answers: Any) -> None:
        """Give these answers next: (status, body) or one of hang, reset, garbage, huge, drip; before any of
        the words `taken ` means that the message was taken first."""
        self._answers += answers

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        form = parse_qsl(await request.text(), keep_blank_values=True, strict_parsing=True) if (
            request.can_read_body
        ) else []  # fmt: skip
        query = parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True)
        self._check("check_request", request.method, request.path, query, form)
        self.requests.append((request.method, request.path, dict(form)))
        self.headers.append(dict(request.headers))
        known = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {known}":
            return self._error(401, 20003)
        told = self._answers.popleft() if self._answers else None
        if isinstance(told, tuple):
            status, body, *rest = told
            text = body if isinstance(body, str) else json.dumps(body)
            return web.Response(
                status=status, text=text, content_type="application/json", headers=dict(*rest)
            )
        if isinstance(told, str):
            return await self._misbehave(request, told, dict(form))
        return self._list(request) if request.method == "GET" else self._create(request, dict(form))

    def _create(self, request: web.Request, form: dict[str, str]) -> web.Response:
        refused = REFUSED_TO.get(form.get("To", "")) or REFUSED_FROM.get(form.get("From", ""))
        if refused:
            return self._error(400, refused)
        if "From" not in form and "MessagingServiceSid" not in form:
            return self._error(400, 21603)
        message = self._take(form)
        self._check("check_answer", request.method, request.path, 201, message)
        return web.json_response(message, status=201)

    def _take(self, form: dict[str, str]) -> dict[str, Any]:
        sid = f"SM{len(self.messages) + 1:032x}"
        base = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}"
        date = format_datetime(self.at)
        service = form.get("MessagingServiceSid")
        message = {
            "account_sid": ACCOUNT, "api_version": "2010-04-01", "body": form.get("Body"),
            "date_created": date, "date_sent": None, "date_updated": date, "direction": "outbound-api",
            "error_code": None, "error_message": None, "from": form.get("From"), "num_media": "0",
            "num_segments": "0" if service else "1", "price": None, "price_unit": None,
            "messaging_service_sid": service, "sid": sid, "status": "accepted" if service else "queued",
            "subresource_uris": {"media": f"{base}/Media.json"}, "to": form["To"], "uri": f"{base}.json",
        }  # fmt: skip
        self.messages.append(message)
        self.callbacks = [*getattr(self, "callbacks", []), form.get("StatusCallback", "")]
        return message

    def _list(self, request: web.Request) -> web.Response:
        wanted = request.query
        if sid := re.search(r"/Messages/(SM\w+)\.json", request.path):
            (found, *_) = [*[m for m in self.messages if m["sid"] == sid[1]], None]
            return web.json_response(found) if found else self._error(404, 20404)
        found = [m for m in self.messages if m["to"] == wanted.get("To", m["to"])]
        base = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json?PageSize=50&Page=0"
        page = {
            "end": len(found), "first_page_uri": base, "next_page_uri": None, "page": 0, "page_size": 50,
            "previous_page_uri": None, "start": 0, "uri": base, "messages": found,
        }  # fmt: skip
        self._check("check_answer", request.method, request.path, 200, page)
        return web.json_response(page)

    async def _misbehave(self, request: web.Request, how: str, form: dict[str, str]) -> web.StreamResponse:
        if how.startswith("taken "):
            self._take(form)
        how = how.removeprefix("taken ")
        assert request.transport is not None
        if how == "reset":
            request.transport.abort()
        if how == "garbage":
            return web.Response(status=201, text="<html>welcome</html>")
        if how == "huge":
            return web.Response(status=201, text=" " * 2_000_000)
        if how == "charset":
            return web.Response(status=201, body=b'{"sid": "\xff\xfe"}')
        if how == "drip":
            answer = web.StreamResponse(status=201)
            await answer.prepare(request)
            await answer.write(b'{"sid"')
        await self._let_go.wait()
        return web.Response(status=500)

    def let_go(self) -> None:
        """End what hangs."""
        self._let_go.set()

    def _error(self, status: int, code: int) -> web.Response:
        url = f"https://www.twilio.com/docs/errors/{code}"
        body = {"code": code, "message": "No.", "more_info": url, "status": status}
        return web.json_response(body, status=status)

    def _check(self, *check: Any) -> None:
        if self._description is not None:
            self.violations += violations(self._description, check)


@asynccontextmanager
async def a_twilio(server: TwilioServer | None = None) -> AsyncIterator[TwilioServer]:
    """Run the server for the length of a block. Afterwards nothing may have departed from the description."""
    server = server or TwilioServer()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        server.let_go()
        await runner.cleanup()
    assert server.violations == []
