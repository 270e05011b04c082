"""How far are the volume limits used up, and who lifts them?"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from gateway.access import Caller
from gateway.api.bodies import Body, checked, json_in, text_in
from gateway.api.guard import allows, parts_of
from gateway.api.once import Answer, answer_once
from gateway.controls import approve_lift, ask_lift, lift_as_json, refuse_lift, standings
from gateway.domain.words import Role
from gateway.store import Tx, volume

router = APIRouter()
May = Annotated[Caller, Depends(allows(*Role))]
MayAsk = Annotated[Caller, Depends(allows(Role.OPERATOR, Role.COLLECTOR))]
MayAgree = Annotated[Caller, Depends(allows(Role.OPERATOR))]


class LiftRequest(BaseModel):
    """By how much a limit is to be lifted until midnight UTC, and why."""

    model_config = ConfigDict(extra="forbid")
    limit: Annotated[str, Field(min_length=1, max_length=40)]
    more: Annotated[int, Field(gt=0, le=1_000_000_000)]
    reason: Annotated[str, Field(min_length=1, max_length=500)]


_LIFT: dict[str, Any] = {
    "requestBody": {"content": {"application/json": {"schema": LiftRequest.model_json_schema()}}}
}


@router.get("/v1/limits")
def limits(request: Request, caller: May) -> Response:
    """Return each limit with what is used up, and the lifts that wait or are in force."""
    parts = parts_of(request)
    now = parts.clock.now()
    with parts.store.read() as tx:
        found, lifts = standings(tx, parts.limits, now), volume.lifts(tx, now)
    return JSONResponse(
        {"limits": [one.as_json() for one in found], "lifts": [lift_as_json(one) for one in lifts]}
    )


@router.post("/v1/limits/lifts", status_code=201, openapi_extra=_LIFT)
def ask(request: Request, caller: MayAsk, body: Body) -> Response:
    """Ask for more than a limit says; nothing changes before another person agrees."""
    parts = parts_of(request)
    wanted = checked(LiftRequest, json_in(text_in(body)))

    def act(tx: Tx) -> Answer:
        lift = ask_lift(
            tx,
            parts.ledger,
            parts.limits,
            wanted.limit,
            more=wanted.more,
            reason=wanted.reason,
            person=caller.person,
            by=caller.name,
            now=parts.clock.now(),
            ids=parts.ids,
        )
        return 201, {"lift": lift_as_json(lift)}

    return answer_once(request, caller, body, act)


@router.post("/v1/limits/lifts/{lift_id}/approve")
def approve(request: Request, caller: MayAgree, lift_id: UUID) -> Response:
    """Agree to a lift that somebody else asked for."""
    parts = parts_of(request)
    with parts.store.begin() as tx:
        now = parts.clock.now()
        lift, released = approve_lift(
            tx, parts.ledger, lift_id, person=caller.person, by=caller.name, now=now, ids=parts.ids
        )
    return JSONResponse({"lift": lift_as_json(lift), "released": released})


@router.post("/v1/limits/lifts/{lift_id}/refuse")
def refuse(request: Request, caller: MayAgree, lift_id: UUID) -> Response:
    """Refuse a lift, or take one's own back."""
    parts = parts_of(request)
    with parts.store.begin() as tx:
        now = parts.clock.now()
        lift = refuse_lift(
            tx, parts.ledger, lift_id, person=caller.person, by=caller.name, now=now, ids=parts.ids
        )
    return JSONResponse({"lift": lift_as_json(lift)})
