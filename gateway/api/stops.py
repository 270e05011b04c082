"""How do other systems stop sending, and set it going again?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from gateway.access import Caller
from gateway.api.bodies import Body, checked, json_in, text_in
from gateway.api.guard import allows, parts_of
from gateway.api.once import Answer, answer_once
from gateway.controls import extent_of, resume, stop
from gateway.domain.stops import Extent
from gateway.domain.words import Channel, Role
from gateway.store import Tx

router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.OPERATOR))]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class ResumeRequest(BaseModel):
    """What goes on: at most one of channel, template and creditor; none of them means everything."""

    model_config = ConfigDict(extra="forbid")
    channel: Channel | None = None
    template: Name | None = None
    creditor: Name | None = None

    def extent(self, templates: Collection[str], creditors: Collection[str]) -> Extent:
        """Return what is meant. Raises DataError."""
        return extent_of(
            channel=self.channel,
            template=self.template,
            creditor=self.creditor,
            templates=templates,
            creditors=creditors,
        )


class StopRequest(ResumeRequest):
    """What is stopped, and why."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


def _taking(model: type[BaseModel]) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": model.model_json_schema()}}}}


@router.post("/v1/stop", status_code=201, openapi_extra=_taking(StopRequest))
def stop_sending(request: Request, caller: May, body: Body) -> Response:
    """Stop everything, a channel, a template or a creditor; 200 where it was stopped already."""
    parts = parts_of(request)
    wanted = checked(StopRequest, json_in(text_in(body)))
    extent = wanted.extent(parts.messages, parts.creditors)

    def act(tx: Tx) -> Answer:
        done = stop(
            tx,
            parts.ledger,
            extent,
            reason=wanted.reason,
            by=caller.name,
            now=parts.clock.now(),
            ids=parts.ids,
        )
        return (201 if done.is_new else 200), {"stop": done.stop.as_json()}

    return answer_once(request, caller, body, act)


@router.post("/v1/resume", openapi_extra=_taking(ResumeRequest))
def resume_sending(request: Request, caller: May, body: Body) -> Response:
    """Take a stop back; what was put off because of it is judged again."""
    parts = parts_of(request)
    wanted = checked(ResumeRequest, json_in(text_in(body)))
    extent = wanted.extent(  # a stop outlives what it names
        (wanted.template,) if wanted.template else (), (wanted.creditor,) if wanted.creditor else ()
    )

    def act(tx: Tx) -> Answer:
        now = parts.clock.now()
        done = resume(tx, parts.ledger, extent, by=caller.name, now=now, ids=parts.ids)
        return 200, {"stop": done.stop.as_json(), "released": done.released}

    return answer_once(request, caller, body, act)
