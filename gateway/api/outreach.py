"""May I contact this customer, and when? Collectors queue one-offs and see the ruling at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from gateway.access import Caller
from gateway.api.bodies import Body, checked, json_in, text_in
from gateway.api.guard import allows, parts_of
from gateway.api.once import Answer, answer_once
from gateway.domain.errors import NotFound
from gateway.domain.words import Channel, Role
from gateway.oneoffs import OneOff, Preview, queue
from gateway.store import Tx, history

router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.COLLECTOR, Role.OPERATOR))]
MayRead = Annotated[Caller, Depends(allows(Role.COLLECTOR, Role.OPERATOR, Role.AUDITOR))]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class OutreachRequest(BaseModel):
    """A one-off: which account, by which channel, with which template, not before when."""

    model_config = ConfigDict(extra="forbid")
    account_number: Name
    channel: Channel
    template: Name
    creditor: Name | None = None
    not_before: AwareDatetime | None = None


_BODY = {"requestBody": {"content": {"application/json": {"schema": OutreachRequest.model_json_schema()}}}}


@router.post("/v1/outreach", status_code=201, openapi_extra=_BODY)
def queue_outreach(request: Request, caller: May, body: Body) -> Response:
    """Queue a one-off and answer with its ruling preview."""
    parts = parts_of(request)
    wanted = checked(OutreachRequest, json_in(text_in(body)))
    key = request.headers.get("idempotency-key") or str(parts.ids.new())
    one_off = OneOff(**wanted.model_dump(), key=key, requested_by=caller.name)

    def act(tx: Tx) -> Answer:
        queued = queue(
            tx,
            parts.ledger,
            one_off,
            previewer=parts.previewer,
            templates=parts.templates,
            now=parts.clock.now(),
            ids=parts.ids,
        )
        return (201 if queued.is_new else 200), {
            "outreach_id": str(queued.outreach_id),
            "state": queued.state,
            "preview": preview_json(queued.preview),
        }

    return answer_once(request, caller, body, act)


@router.get("/v1/outreach/{outreach_id}")
def read_outreach(request: Request, caller: MayRead, outreach_id: UUID) -> dict[str, Any]:
    """Return where an outreach stands, what the rulebook says of it now, and the attempts made for it."""
    parts = parts_of(request)
    with parts.store.read() as tx:
        row = history.find_outreach(tx, outreach_id)
        if row is None:
            raise NotFound("there is no outreach of that id")
        attempts = history.attempts_for(tx, row.outreach_id)
        preview = parts.previewer.of_waiting(tx, row, parts.clock.now())
    return {
        "outreach_id": str(row.outreach_id),
        "origin": row.origin,
        "strategy": row.strategy,
        "step": row.step,
        "template": row.template,
        "channels": list(row.channels),
        "state": row.state,
        "due_at": _iso(row.due_at),
        "because": row.because,
        "preview": preview_json(preview),
        "attempts": [_attempt(attempt) for attempt in attempts],
    }


def _attempt(row: history.AttemptRow) -> dict[str, Any]:
    return {
        "attempt_id": str(row.attempt_id),
        "channel": row.channel,
        "state": row.state,
        "code": row.code,
        "reserved_at": _iso(row.reserved_at),
        "sent_at": _iso(row.sent_at),
        "outcome_at": _iso(row.outcome_at),
    }


def preview_json(preview: Preview | None) -> dict[str, Any] | None:
    """Return what the rulebook would say, for machines."""
    if preview is None:
        return None
    return {
        "verdict": preview.verdict.value,
        "because": preview.because,
        "permitted_at": _iso(preview.permitted_at),
        "rulings": [
            {
                "account_number": number,
                "verdict": ruling.verdict.value,
                "verdicts": [
                    {
                        "rule": v.rule,
                        "pack": v.pack,
                        "verdict": v.verdict.value,
                        "because": v.because,
                        "source": v.source,
                        "effect": v.effect,
                        "until": _iso(v.until),
                    }
                    for v in ruling.verdicts
                ],
                "requires": [requirement.name for requirement in ruling.requires],
            }
            for number, ruling in preview.rulings
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
