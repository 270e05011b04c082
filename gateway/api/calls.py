"""Whom is a collector to call, may they now, and what did it come to?"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from gateway.access import Caller
from gateway.api.bodies import Body, checked, json_in, text_in
from gateway.api.endings import EndingRequest
from gateway.api.guard import allows, parts_of
from gateway.api.once import Answer, answer_once
from gateway.calls import CallPage, CallTask, Ended, NotNow, call_page, end_call, work_list
from gateway.domain.words import Channel, MadeBy, Role
from gateway.oneoffs import OneOff, Preview, queue
from gateway.store import Tx

router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.COLLECTOR, Role.OPERATOR))]
Name = Annotated[str, Field(min_length=1, max_length=200)]
A_CALL = "call"  # the message that a collector says where none is named


class CallRequest(BaseModel):
    """A call that a collector wants to make: about which account, not before when."""

    model_config = ConfigDict(extra="forbid")
    account_number: Name
    template: Name = A_CALL
    creditor: Name | None = None
    not_before: AwareDatetime | None = None


def _body(model: type[BaseModel]) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": model.model_json_schema()}}}}


@router.get("/v1/calls")
def list_calls(request: Request, caller: May) -> dict[str, Any]:
    """Return the calls that wait for a collector, best first; no number is among it."""
    parts = parts_of(request)
    with parts.store.read() as tx:
        tasks = work_list(tx, parts.call_desk.judge, parts.creditors, parts.clock.now())
    return {"calls": [_task(task) for task in tasks]}


@router.post("/v1/calls", status_code=201, openapi_extra=_body(CallRequest))
def want_call(request: Request, caller: May, body: Body) -> Response:
    """Put a call on the list and answer with its ruling preview."""
    parts = parts_of(request)
    wanted = checked(CallRequest, json_in(text_in(body)))
    key = request.headers.get("idempotency-key") or str(parts.ids.new())
    call = OneOff(
        **wanted.model_dump(),
        channel=Channel.VOICE,
        key=key,
        requested_by=caller.name,
        made_by=MadeBy.COLLECTOR,
    )

    def act(tx: Tx) -> Answer:
        queued = queue(
            tx,
            parts.ledger,
            call,
            previewer=parts.previewer,
            templates=parts.call_templates,
            now=parts.clock.now(),
            ids=parts.ids,
        )
        preview = _preview(queued.preview) if queued.preview else None
        return (201 if queued.is_new else 200), {"call_id": str(queued.outreach_id), "preview": preview}

    return answer_once(request, caller, body, act)


@router.post("/v1/calls/{outreach_id}/begin")
def begin(request: Request, caller: May, outreach_id: UUID) -> Response:
    """Judge a call that is about to be made: 201 with number and script, or 200 with why not and when."""
    parts = parts_of(request)
    begun = parts.call_desk.begin(outreach_id, caller.name)
    if isinstance(begun, NotNow):
        return JSONResponse({"may_call": False, "preview": _preview(begun.preview)})
    with parts.store.read() as tx:
        page = call_page(tx, parts.ledger, begun, parts.creditors, parts.clock.now())
    return JSONResponse({"may_call": True, **_page(page)}, 201)


@router.get("/v1/calls/made/{attempt_id}")
def read_call(request: Request, caller: May, attempt_id: UUID) -> dict[str, Any]:
    """Return a call that was begun, with its script and what it came to."""
    parts = parts_of(request)
    with parts.store.read() as tx:
        return _page(call_page(tx, parts.ledger, attempt_id, parts.creditors, parts.clock.now()))


@router.post("/v1/calls/made/{attempt_id}/outcome", openapi_extra=_body(EndingRequest))
def tell_outcome(request: Request, caller: May, attempt_id: UUID, body: Body) -> Response:
    """Write down what a call came to, once."""
    parts = parts_of(request)
    ending = checked(EndingRequest, json_in(text_in(body))).ending()

    def act(tx: Tx) -> Answer:
        ended = end_call(
            tx,
            parts.ledger,
            attempt_id,
            ending,
            by=caller.name,
            creditors=parts.creditors,
            now=parts.clock.now(),
            ids=parts.ids,
        )
        return 200, _ended(ended)

    return answer_once(request, caller, body, act)


def _task(task: CallTask) -> dict[str, Any]:
    due = task.call.due
    return {
        "call_id": str(due.outreach_id),
        "customer_number": task.dossier.customer.customer_number,
        "creditor": str(due.creditor_id),
        "accounts": [account.account_number for account in task.dossier.accounts],
        "template": due.template,
        "number": task.number,
        "time_zone": task.time_zone,
        "best_hours": list(task.best_hours),
        "preview": _preview(task.preview),
        "open_until": task.open_until.isoformat() if task.open_until else None,
    }


def _preview(preview: Preview) -> dict[str, Any]:
    return {
        "verdict": preview.verdict.value,
        "because": preview.because,
        "sources": list(preview.sources),
        "permitted_at": preview.permitted_at.isoformat() if preview.permitted_at else None,
    }


def _page(page: CallPage) -> dict[str, Any]:
    call = page.call
    return {
        "attempt_id": str(call.attempt_id),
        "call_id": str(call.outreach_id),
        "state": call.state.value,
        "outcome": None if call.is_open else call.code,
        "result": call.result,
        "number": page.number,
        "customer": page.customer.name,
        "accounts": [account.account_number for account in page.accounts],
        "language": page.language,
        "opening": page.opening,
        "questions": list(page.questions),
        "after_check": page.after_check,
        "voicemail": page.voicemail,
        "why_no_voicemail": page.why_no_voicemail,
    }


def _ended(ended: Ended) -> dict[str, Any]:
    return {
        "attempt_id": str(ended.call.attempt_id),
        "outcome": ended.call.code,
        "result": ended.call.result,
        "is_new": ended.is_new,
        "effects": list(ended.effects),
        "again_at": ended.again_at.isoformat() if ended.again_at else None,
    }
