"""Whom do I call next, may I call now, what do I say, and what did it come to?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from gateway.access import Caller
from gateway.api.bodies import Form, checked, read_form
from gateway.api.endings import EndingRequest
from gateway.api.guard import parts_of
from gateway.calls import Ended, NotNow, call_page, end_call, task_of, work_list
from gateway.calls.outcomes import MEANINGS
from gateway.console import pages
from gateway.console.guard import READING, WRITERS, Calling, Visitor, Writer
from gateway.domain.errors import DataError, NotFound
from gateway.domain.words import Channel, MadeBy
from gateway.oneoffs import OneOff, queue
from gateway.store import calls, portfolio

router = APIRouter()
Posted = Annotated[Form, Depends(read_form)]
_CHECKS = ("disputes", "stop_calls", "attorney", "bankruptcy", "deceased")


@router.get("/calls")
def to_call(request: Request, caller: Visitor) -> Response:
    """List the calls that wait, best first, and those whose outcome nobody has told."""
    parts = parts_of(request)
    now = parts.clock.now()
    with parts.store.read() as tx:
        tasks = work_list(tx, parts.call_desk.judge, parts.creditors, now)
        open_ = calls.open_calls(tx)
        people = portfolio.customers_by_id(tx, {call.customer_id for call in open_})
    return pages.page(
        "calls.html",
        caller=caller,
        now=now,
        tasks=tasks,
        open_calls=[(call, people[call.customer_id]) for call in open_],
        may_call=caller.role in WRITERS,
    )


@router.get("/calls/{outreach_id}")
def one_call(request: Request, caller: Visitor, outreach_id: UUID) -> Response:
    """Show one call before it is made: who, whether now, and the button that has it judged."""
    return _task(request, caller, outreach_id)


@router.post("/calls/{outreach_id}/begin")
def begin(request: Request, caller: Writer, outreach_id: UUID) -> Response:
    """Judge the call; on Allow lead to its number and script, else say which rule and from when."""
    begun = parts_of(request).call_desk.begin(outreach_id, caller.name)
    if isinstance(begun, NotNow):
        return _task(request, caller, outreach_id, begun)
    return RedirectResponse(f"/calls/made/{begun}", 303)


@router.get("/calls/made/{attempt_id}")
def on_the_line(request: Request, caller: Calling, attempt_id: UUID) -> Response:
    """Show the number, the script and the form for the outcome."""
    return _call(request, caller, attempt_id)


@router.post("/calls/made/{attempt_id}")
def tell(request: Request, caller: Writer, attempt_id: UUID, form: Posted) -> Response:
    """Write down what the call came to; what cannot be is said at its field, and nothing typed is lost."""
    parts = parts_of(request)
    now = parts.clock.now()
    try:
        with parts.store.begin() as tx:
            page = call_page(tx, parts.ledger, attempt_id, parts.creditors, now)
            ended = end_call(
                tx,
                parts.ledger,
                attempt_id,
                checked(EndingRequest, _told(form, page.time_zone)).ending(),
                by=caller.name,
                creditors=parts.creditors,
                now=now,
                ids=parts.ids,
            )
    except DataError as error:
        return _call(request, caller, attempt_id, form=form, error=error)
    return _call(request, caller, attempt_id, ended=ended)


@router.post("/accounts/{account_id}/calls")
def want_call(request: Request, caller: Writer, account_id: UUID, form: Posted) -> Response:
    """Put an own call on the list and lead to it."""
    parts = parts_of(request)
    with parts.store.begin() as tx:
        account = portfolio.account_by_id(tx, account_id)
        if account is None:
            raise NotFound("there is no such account")
        wanted = OneOff(
            account_number=account.account_number,
            channel=Channel.VOICE,
            template=form.get("template", ""),
            key=form.get("key", "")[:100] or str(parts.ids.new()),
            creditor=str(account.creditor_id),
            requested_by=caller.name,
            made_by=MadeBy.COLLECTOR,
        )
        queued = queue(
            tx,
            parts.ledger,
            wanted,
            previewer=parts.previewer,
            templates=parts.call_templates,
            now=parts.clock.now(),
            ids=parts.ids,
        )
    return RedirectResponse(f"/calls/{queued.outreach_id}", 303)


def _task(request: Request, caller: Caller, outreach_id: UUID, not_now: NotNow | None = None) -> Response:
    parts = parts_of(request)
    now = parts.clock.now()
    with parts.store.read() as tx:
        task = task_of(tx, parts.call_desk.judge, parts.creditors, outreach_id, now)
        made = [one for one in calls.calls_to(tx, task.call.due.customer_id) if one.is_open]
    return pages.page(
        "call-task.html",
        caller=caller,
        now=now,
        task=task,
        not_now=not_now,
        made=made[0] if made else None,
        why_not="" if caller.role in WRITERS else READING,
    )


def _call(
    request: Request,
    caller: Caller,
    attempt_id: UUID,
    *,
    form: Mapping[str, str] | None = None,
    error: DataError | None = None,
    ended: Ended | None = None,
) -> Response:
    parts = parts_of(request)
    now = parts.clock.now()
    with parts.store.read() as tx:
        page = call_page(tx, parts.ledger, attempt_id, parts.creditors, now)
    return pages.page(
        "call.html",
        422 if error else 200,
        caller=caller,
        now=now,
        page=page,
        form=defaultdict(str, form or {}),  # a field that was not sent is an empty one
        error=error,
        wrong=_field(error),
        ended=ended,
        meanings=MEANINGS,
    )


def _told(form: Mapping[str, str], zone: str) -> dict[str, Any]:
    """The form's fields as the request of the interface; empty ones are as if they were not there."""
    told: dict[str, Any] = {"outcome": form.get("outcome", ""), "note": form.get("note", "")}
    told |= {name: True for name in _CHECKS if form.get(name)}
    promise = {
        "on": form.get("promise_on"),
        "amount": form.get("promise_amount"),
        "currency": form.get("promise_currency"),
    }
    if promise["on"] or promise["amount"]:
        told["promise"] = {key: value for key, value in promise.items() if value}
    hours = {"from": form.get("not_from"), "to": form.get("not_to")}
    if any(hours.values()):
        told["not_between"] = {key: value for key, value in hours.items() if value}
    if form.get("callback_at"):
        told["callback_at"] = _local_instant(form["callback_at"], zone)
    return told


def _local_instant(text: str, zone: str) -> datetime:
    """A time as the customer's clock shows it."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        raise DataError(
            "give day and time of the call back, such as 2027-03-01T16:30", field="callback_at"
        ) from None


_AT_FIELD = {
    "promise": "promise_on",
    "promise.on": "promise_on",
    "promise.amount": "promise_amount",
    "promise.currency": "promise_amount",
    "promise_currency": "promise_amount",
    "not_between.from": "not_from",
    "not_between.from_": "not_from",
    "not_between.to": "not_to",
    "not_between": "not_from",
}


def _field(error: DataError | None) -> str:
    """The form's field that an error is about."""
    name = (error.field or "") if error else ""
    return _AT_FIELD.get(name, name)
