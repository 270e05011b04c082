"""What do other systems tell us? Portfolio rows and events, judged at once."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from gateway.access import Caller
from gateway.api.guard import allows, parts_of
from gateway.api.once import Answer, answer_once
from gateway.domain.errors import DataError
from gateway.domain.words import Role
from gateway.events import parse_event, record_events
from gateway.store import Tx

router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.OPERATOR, Role.COLLECTOR))]
MayLoad = Annotated[Caller, Depends(allows(Role.OPERATOR))]
MAX_BODY = 64 * 1024 * 1024
MAX_EVENTS = 10_000


@router.post("/v1/events")
async def tell_events(request: Request, caller: May) -> Response:
    """Record events: one JSON object, a JSON array, or JSON Lines. All are recorded or none."""
    body = await _body(request)
    return await run_in_threadpool(_record, request, caller, body)


@router.post("/v1/portfolio")
async def load_portfolio(request: Request, caller: MayLoad, creditor: str | None = None) -> Response:
    """Import rows of the native portfolio format as JSON Lines and answer with the report."""
    body = await _body(request)
    parts = parts_of(request)
    report = await run_in_threadpool(parts.import_rows, body, creditor)
    return JSONResponse(report.as_json(), 200 if report.rows_read > report.rows_rejected else 422)


def _record(request: Request, caller: Caller, body: bytes) -> Response:
    parts = parts_of(request)
    now = parts.clock.now()

    def act(tx: Tx) -> Answer:
        events = [_parsed(tx, number, item, request) for number, item in enumerate(_items(body), 1)]
        recorded = record_events(tx, parts.ledger, events, now=now, ids=parts.ids, source="api")
        return 200, {"recorded": [one.as_json() for one in recorded]}

    return answer_once(request, caller, body, act)


def _parsed(tx: Tx, number: int, item: Any, request: Request) -> Any:
    try:
        return parse_event(tx, item, now=parts_of(request).clock.now())
    except DataError as error:
        raise DataError(f"event {number}: {error}", field=error.field) from error


def _items(body: bytes) -> list[Any]:
    try:
        text = body.decode("utf-8")
        found = json.loads(text) if text.lstrip().startswith("[") else _lines(text)
    except ValueError as error:
        raise DataError("the body must be JSON or JSON Lines in UTF-8") from error
    items = found if isinstance(found, list) else [found]
    if not 0 < len(items) <= MAX_EVENTS:
        raise DataError(f"send 1 to {MAX_EVENTS} events at a time")
    return items


def _lines(text: str) -> Any:
    try:
        return json.loads(text)  # one object, perhaps over several lines
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


async def _body(request: Request) -> bytes:
    """Return the request's body; raises DataError as soon as it is too large."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY:
            raise DataError(f"the body is larger than {MAX_BODY // 2**20} MiB; send it in parts")
        chunks.append(chunk)
    return b"".join(chunks)
