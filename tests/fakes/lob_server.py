"""A server on loopback that behaves like Lob's letters, and says where we or it leave Lob's API."""

from __future__ import annotations

import asyncio
import base64
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.fakes.lob_description import SPEC, LobDescription

KEY = "live_" + "k" * 35
PAGE = 100


class LobServer:
    """Letters that were made, documents, what was asked, and every departure from the description."""

    def __init__(self) -> None:
        self.letters: dict[str, dict[str, Any]] = {}
        self.documents: list[bytes] = []
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.headers: list[dict[str, str]] = []
        self.violations: list[str] = []
        self.url = ""
        self.at = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
        self.page = PAGE
        self._by_key: dict[str, dict[str, Any]] = {}
        self._answers: deque[Any] = deque()
        self._let_go = asyncio.Event()
        self._description = LobDescription() if SPEC.exists() else None

    def answer_next(self, *answers: Any) -> None:
        """Give these answers next: (status, body[, headers]), a status as text, or one of hang, reset,
        garbage, huge, charset, drip; `taken ` before any of the words: the letter was made first."""
        self._answers += answers

    def let_go(self) -> None:
        """End what hangs."""
        self._let_go.set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        form = await _form(request, self.documents) if request.method == "POST" else []
        query = parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True)
        self.requests.append((request.method, request.path, dict(form or query)))
        self.headers.append(dict(request.headers))
        login = base64.b64encode(f"{KEY}:".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {login}":
            return self.error(401, "invalid_api_key")
        if self._description is not None:
            self.violations += (
                self._description.wrong_in_form(form, request.headers)
                if request.method == "POST"
                else self._description.wrong_in_query(query)
            )
        told = self._answers.popleft() if self._answers else None
        if isinstance(told, tuple):
            status, body, *rest = told
            text = body if isinstance(body, str) else json.dumps(body)
            return web.Response(
                status=status, text=text, content_type="application/json", headers=dict(*rest)
            )
        if isinstance(told, str):
            return await self._misbehave(request, told, dict(form))
        return self._answered(request, dict(form), query)

    def error(self, status: int, code: str) -> web.Response:
        """Return one of Lob's errors."""
        body = {"error": {"message": "No.", "status_code": status, "code": code}}
        self._check("/letters", "post", status, body)
        return web.json_response(body, status=status)

    def _answered(
        self, request: web.Request, form: dict[str, str], query: list[tuple[str, str]]
    ) -> web.Response:
        if request.method == "POST":
            letter = self.take(form, request.headers.get("Idempotency-Key", ""))
            self._check("/letters", "post", 200, letter)
            return web.json_response(letter)
        if request.path.startswith("/v1/letters/"):
            found = self.letters.get(request.path.rsplit("/", 1)[1])
            return web.json_response(found) if found else self.error(404, "not_found")
        return self._list(dict(query))

    def take(self, form: dict[str, str], key: str) -> dict[str, Any]:
        """Return the letter of a form: the same again for the same key."""
        if key and key in self._by_key:
            return self._by_key[key]
        letter = self.make(
            {name[9:-1]: value for name, value in form.items() if name.startswith("metadata[")}, form
        )
        if key:
            self._by_key[key] = letter
        return letter

    def make(self, metadata: dict[str, str], form: dict[str, str] | None = None) -> dict[str, Any]:
        """Make a letter."""
        form = form or {}
        number = len(self.letters) + 1
        reference = f"ltr_{number:016x}"
        certified = form.get("extra_service") == "certified"
        letter = {
            "id": reference, "description": None, "metadata": metadata, "to": self._address(form, "to"),
            "from": self._address(form, "from"), "color": form.get("color") == "true",
            "double_sided": form.get("double_sided") == "true", "use_type": "operational",
            "address_placement": form.get("address_placement", "top_first_page"), "return_envelope": False,
            "mail_type": form.get("mail_type", "usps_first_class"), "carrier": "USPS",
            "tracking_events": [], "status": "processed", "object": "letter", "date_created": _at(self.at),
            "date_modified": _at(self.at), "send_date": _at(self.at + timedelta(minutes=5)),
            "expected_delivery_date": (self.at + timedelta(days=6)).date().isoformat(),
            **({"extra_service": "certified", "tracking_number": "9207190235"} if certified else {}),
        }  # fmt: skip
        self.letters[reference] = letter
        return letter

    def track(self, reference: str, name: str) -> None:
        """Let the post say something of a letter, such as `Delivered`."""
        letter = self.letters[reference]
        kind = "certified" if "extra_service" in letter else "normal"
        event = {
            "id": f"evnt_{len(letter['tracking_events']):08x}", "type": kind, "name": name,
            "location": "12207", "time": _at(self.at), "details": None, "date_created": _at(self.at),
            "date_modified": _at(self.at), "object": "tracking_event",
        }  # fmt: skip
        letter["tracking_events"].append(event)

    def _list(self, query: dict[str, str]) -> web.Response:
        found = sorted(self.letters.values(), key=lambda one: one["id"], reverse=True)
        for name, value in query.items():
            if name.startswith("metadata["):
                found = [one for one in found if one["metadata"].get(name[9:-1]) == value]
            if name == "date_created[gte]":
                found = [one for one in found if one["date_created"] >= value]
        if after := query.get("after"):
            found = [one for one in found if one["id"] < after]
        size = min(int(query.get("limit", 10)), self.page)
        page, more = found[:size], found[size:]
        link = f"https://api.lob.com/v1/letters?limit={size}&after={page[-1]['id']}" if more else None
        body = {
            "object": "list", "data": page, "count": len(page), "next_url": link, "previous_url": None,
            "total_count": len(found),
        }  # fmt: skip
        self._check("/letters", "get", 200, body)
        return web.json_response(body)

    async def _misbehave(self, request: web.Request, how: str, form: dict[str, str]) -> web.StreamResponse:
        if how.startswith("taken "):
            self.take(form, request.headers.get("Idempotency-Key", ""))
        how = how.removeprefix("taken ")
        assert request.transport is not None
        if how == "reset":
            request.transport.abort()
        if how.isdigit():
            return web.Response(status=int(how), text="oh")
        if how == "garbage":
            return web.Response(status=200, text="<html>welcome</html>")
        if how == "huge":
            return web.Response(status=200, text=" " * 2_000_000)
        if how == "charset":
            return web.Response(status=200, body=b'{"id": "\xff\xfe"}')
        if how == "drip":
            answer = web.StreamResponse(status=200)
            await answer.prepare(request)
            await answer.write(b'{"id"')
        await self._let_go.wait()
        return web.Response(status=500)

    def _address(self, form: dict[str, str], whose: str) -> dict[str, Any]:
        """Lob writes in capitals, and the country in full."""
        told = {
            name[len(whose) + 1 : -1]: value for name, value in form.items() if name.startswith(f"{whose}[")
        }
        home = told.get("address_country", "US") == "US"
        base = {
            "name": "SOMEBODY",
            "address_line1": "1 MAIN ST",
            "address_city": "ALBANY",
            "address_zip": "12207",
        }
        return {
            "id": "adr_" + "a" * 16, "date_created": _at(self.at), "date_modified": _at(self.at),
            **base, **({"address_state": "NY"} if home else {}), "object": "address",
            **{name: value.upper() for name, value in told.items()},
            "address_country": "UNITED STATES" if home else "GERMANY",
        }  # fmt: skip

    def _check(self, path: str, method: str, status: int, body: Any) -> None:
        if self._description is not None:
            self.violations += self._description.wrong_in_answer(path, method, status, body)


def _at(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def _form(request: web.Request, documents: list[bytes]) -> list[tuple[str, str]]:
    """A file stands in the form by its name, as the description has it."""
    pairs: list[tuple[str, str]] = []
    async for part in await request.multipart():
        assert not isinstance(part, web.Request)
        if part.filename:  # type: ignore[union-attr]
            documents.append(bytes(await part.read()))  # type: ignore[union-attr]
            pairs.append((part.name, part.filename))  # type: ignore[union-attr]
        else:
            pairs.append((part.name, await part.text()))  # type: ignore[union-attr]
    return pairs


@asynccontextmanager
async def a_lob() -> AsyncIterator[LobServer]:
    """Run the server for the length of a block. Afterwards nothing may have departed from the description."""
    server = LobServer()
    app = web.Application(client_max_size=10_000_000)
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
