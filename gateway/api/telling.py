"""What do other systems tell us? Portfolio rows and events, judged at once."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from gateway.access import Caller
from gateway.api.bodies import Body, json_in, text_in
from gateway.api.guard import allows, parts_of
from gateway.api.once import Answer, answer_once, answer_once_in_steps
from gateway.domain.errors import DataError
from gateway.domain.words import Role
from gateway.events import NewEvent, parse_event, record_events
from gateway.store import Tx

router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.OPERATOR, Role.COLLECTOR))]
MayLoad = Annotated[Caller, Depends(allows(Role.OPERATOR))]
MAX_EVENTS = 1000  # recorded in one transaction, for which other writers wait
_FILE_NAME = re.compile(r"^rows(, row \d+)?: ")  # a body has none, but the importer must call it something
MAX_NOTED = 1000  # rejected rows that the answer names; the report counts all of them


@router.post("/v1/events")
def tell_events(request: Request, caller: May, body: Body) -> Response:
    """Record events: one JSON object, a JSON array, or JSON Lines. All are recorded or none."""
    parts = parts_of(request)
    items = _items(text_in(body))

    def act(tx: Tx) -> Answer:
        now = parts.clock.now()
        events = [_parsed(tx, number, item, request) for number, item in enumerate(items, 1)]
        recorded = record_events(tx, parts.ledger, events, now=now, ids=parts.ids, source="api")
        return 200, {"recorded": [one.as_json() for one in recorded]}

    return answer_once(request, caller, body, act)


@router.post("/v1/portfolio")
def load_portfolio(
    request: Request,
    caller: MayLoad,
    body: Body,
    creditor: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Import rows of the native portfolio format as JSON Lines and answer with the report.

    The report names every rejected row; where nothing could be taken, its `refused` says why, with 422.
    """

    def act() -> Answer:
        report = parts_of(request).import_rows(body, creditor)
        if not report.imported:
            noted = [each.as_json() for each in report.rejected[:10]]
            raise NothingImported(report.refused or "nothing could be taken", noted)
        return 200, report.as_json(longest=MAX_NOTED)

    return answer_once_in_steps(request, caller, body, act)


class NothingImported(DataError):
    """No row could be taken; the first reasons are named."""

    def __init__(self, reason: str, noted: list[dict[str, Any]]) -> None:
        first = "; ".join(
            f"row {one['row']}, {one['column'] or 'all of it'}: {one['reason']}" for one in noted
        )
        super().__init__(f"{_FILE_NAME.sub('', reason)} {first}".strip(), field="body")


def _parsed(tx: Tx, number: int, item: Any, request: Request) -> NewEvent:
    try:
        return parse_event(tx, item, now=parts_of(request).clock.now())
    except DataError as error:
        raise DataError(f"event {number}: {error}", field=error.field) from error


def _items(text: str) -> list[Any]:
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        found = json_in(text)  # one object or array, perhaps over several lines
    except DataError:
        if len(lines) < 2 or text.lstrip().startswith("["):
            raise
        found = [_line(number, line) for number, line in enumerate(lines, 1)]
    items = found if isinstance(found, list) else [found]
    if not 0 < len(items) <= MAX_EVENTS:
        raise DataError(f"send 1 to {MAX_EVENTS} events at a time", field="body")
    return items


def _line(number: int, line: str) -> Any:
    try:
        return json_in(line)
    except DataError as error:
        raise DataError(f"event {number}: {error}", field="body") from None
