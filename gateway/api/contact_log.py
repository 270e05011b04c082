"""What was sent, what was not, and by which rule? The contact log in pages, as JSON or CSV."""

from __future__ import annotations

import base64
import binascii
import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime

from gateway.access import Caller
from gateway.api.guard import allows, parts_of
from gateway.directory import account_named
from gateway.domain.errors import DataError
from gateway.domain.ids import CreditorId
from gateway.domain.words import Channel, Role, Verdict
from gateway.store import Tx, history, portfolio
from gateway.store.history import LogFilter, LogRow

router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.AUDITOR, Role.OPERATOR))]
MAX_PAGE = 1000
COLUMNS = (
    "at", "customer_number", "creditor", "channel", "ruling", "rule", "because", "until", "state", "step",
    "template", "outreach_id", "attempt_id", "entry_id",
)  # fmt: skip


@router.get("/v1/contact-log")
def contact_log(
    request: Request,
    caller: May,
    customer: str | None = None,
    account: str | None = None,
    creditor: str | None = None,
    channel: Channel | None = None,
    ruling: Verdict | None = None,
    rule: str | None = None,
    since: AwareDatetime | None = None,
    before: AwareDatetime | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100,
) -> Response:
    """Return a page, newest first; `next` leads to the one after it. CSV with Accept: text/csv."""
    with parts_of(request).store.read() as tx:
        wanted = _filter(tx, customer, account, creditor)
        wanted = LogFilter(
            wanted.customer_id, wanted.account_id, creditor, channel, ruling, rule, since, before
        )
        rows = history.contact_log_page(tx, wanted, limit=limit, after=_position(cursor))
    following = _cursor(rows[-1]) if len(rows) == limit else None
    if "text/csv" in request.headers.get("accept", ""):
        headers = {"Link": f'<{_next_url(request, following)}>; rel="next"'} if following else {}
        return Response("".join(csv_lines(rows)), 200, headers, media_type="text/csv; charset=utf-8")
    return JSONResponse({"entries": [_entry(row) for row in rows], "next": following})


def csv_lines(rows: list[LogRow]) -> Iterator[str]:
    """Yield the rows as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe."""
    for cells in (COLUMNS, *(_entry(row).values() for row in rows)):
        line = io.StringIO()
        csv.writer(line).writerow([safe_cell(cell) for cell in cells])
        yield line.getvalue()


def safe_cell(value: object) -> str:
    """Return a cell that no spreadsheet executes (OWASP ASVS 5.0 1.2.10)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\0")) else text


def _filter(tx: Tx, customer: str | None, account: str | None, creditor: str | None) -> LogFilter:
    found = account_named(tx, account, creditor) if account else None
    if customer is None:
        return LogFilter(found.customer_id if found else None, found.account_id if found else None)
    if creditor is None:
        raise DataError("a customer number needs its creditor beside it", field="creditor")
    person = portfolio.find_customer(tx, CreditorId(creditor), customer)
    if person is None:
        raise DataError("there is no customer of that number", field="customer")
    return LogFilter(person.customer_id, found.account_id if found else None)


def _entry(row: LogRow) -> dict[str, Any]:
    values = (
        row.at.isoformat(), row.customer_number, row.creditor_id, row.channel, row.ruling, row.rule,
        row.because, row.until.isoformat() if row.until else None, row.attempt_state, row.step, row.template,
        str(row.outreach_id), str(row.attempt_id) if row.attempt_id else None, str(row.entry_id),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _cursor(row: LogRow) -> str:
    text = f"{int(row.at.timestamp() * 1_000_000)}.{row.entry_id}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def _position(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    try:
        micros, _, entry_id = base64.urlsafe_b64decode(cursor).decode().partition(".")
        seconds, rest = divmod(int(micros), 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), UUID(entry_id)
    except (ValueError, binascii.Error, OverflowError, OSError) as error:
        raise DataError("this cursor was not made by us; begin without one", field="cursor") from error


def _next_url(request: Request, cursor: str) -> str:
    return str(request.url.include_query_params(cursor=cursor))
