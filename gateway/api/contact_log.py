"""What was sent, what was not, and by which rule? The contact log in pages, as JSON or CSV."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from gateway.access import Caller
from gateway.api.guard import allows, parts_of
from gateway.directory import account_named, customer_named
from gateway.domain.errors import DataError
from gateway.domain.ids import CreditorId
from gateway.domain.words import Channel, Role, Verdict
from gateway.store import Tx, portfolio
from gateway.store.contact_log import LogFilter, LogRow, contact_log_page

router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.AUDITOR, Role.OPERATOR))]
MAX_PAGE = 1000
COLUMNS = (
    "at", "customer_number", "accounts", "creditor", "channel", "ruling", "rule", "because", "until", "state",
    "step", "template", "outreach_id", "attempt_id", "entry_id", "cost",
)  # fmt: skip
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
Number = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]


class LogQuery(BaseModel):
    """Which entries. Unknown filters are refused: an ignored one would show too much."""

    model_config = ConfigDict(extra="forbid")
    customer: Number | None = None
    account: Number | None = None
    creditor: Number | None = None
    channel: Channel | None = None
    ruling: Verdict | None = None
    rule: Number | None = None
    since: AwareDatetime | None = None
    before: AwareDatetime | None = None
    cursor: str | None = None
    limit: int = Field(100, ge=1, le=MAX_PAGE)


@router.get("/v1/contact-log")
def contact_log(request: Request, caller: May, query: Annotated[LogQuery, Query()]) -> Response:
    """Return a page, newest first; `next` leads to the one after it. CSV with Accept: text/csv."""
    with parts_of(request).store.read() as tx:
        wanted = _filter(tx, query, parts_of(request).creditors)
        rows = contact_log_page(tx, wanted, limit=query.limit + 1, after=_position(query.cursor))
        page = rows[: query.limit]
        entries = list(_entries(page, _account_numbers(tx, page)))
    following = _cursor(page[-1]) if len(rows) > len(page) else None
    if "text/csv" not in request.headers.get("accept", ""):
        return JSONResponse({"entries": entries, "next": following})
    headers = {"Content-Disposition": 'attachment; filename="contact-log.csv"'}
    if following:
        address = request.url.include_query_params(cursor=following)
        headers["Link"] = f'<{address.path}?{address.query}>; rel="next"'
    return Response("".join(csv_lines(entries)), 200, headers, media_type="text/csv; charset=utf-8")


def csv_lines(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a heading and the entries as CSV lines."""
    for cells in (COLUMNS, *(entry.values() for entry in entries)):
        line = io.StringIO()
        csv.writer(line).writerow([safe_cell(cell) for cell in cells])
        yield line.getvalue()


def safe_cell(value: object) -> str:
    """Return a cell that no spreadsheet executes (OWASP ASVS 5.0 1.2.10)."""
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0")) else text


def _filter(tx: Tx, query: LogQuery, creditors: Mapping[CreditorId, Any]) -> LogFilter:
    own = [CreditorId(query.creditor)] if query.creditor else list(creditors)
    customer_id = customer_named(tx, query.customer, own) if query.customer else None
    account = account_named(tx, query.account, query.creditor) if query.account else None
    if account and customer_id and account.customer_id != customer_id:
        raise DataError("that account is another customer's", field="account")
    return LogFilter(
        customer_id=account.customer_id if account else customer_id,
        account_id=account.account_id if account else None,
        creditor_id=query.creditor,
        channel=query.channel,
        ruling=query.ruling,
        rule=query.rule,
        since=query.since,
        before=query.before,
    )


def _account_numbers(tx: Tx, rows: Sequence[LogRow]) -> dict[str, str]:
    found = portfolio.accounts_of(tx, {row.customer_id for row in rows})
    return {
        str(account.account_id): account.account_number for accounts in found.values() for account in accounts
    }


def _entries(rows: Sequence[LogRow], numbers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        values = (
            row.at.isoformat(), row.customer_number, [numbers.get(one, one) for one in row.accounts],
            row.creditor_id, row.channel, row.ruling, row.rule, row.because,
            row.until.isoformat() if row.until else None, row.attempt_state, row.step, row.template,
            str(row.outreach_id), str(row.attempt_id) if row.attempt_id else None, str(row.entry_id),
            f"{row.cost.amount} {row.cost.currency}" if row.cost else None,
        )  # fmt: skip
        yield dict(zip(COLUMNS, values, strict=True))


def _cursor(row: LogRow) -> str:
    text = f"{(row.at - _EPOCH) // _MICROSECOND}.{row.entry_id}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def _position(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    try:
        micros, _, entry_id = base64.urlsafe_b64decode(cursor).decode().partition(".")
        return _EPOCH + int(micros) * _MICROSECOND, UUID(entry_id)
    except (ValueError, OverflowError) as error:
        raise DataError("this cursor was not made by us; begin without one", field="cursor") from error
