"""May I contact this customer, and when? Collectors queue one-offs and see the ruling at once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, ConfigDict

from gateway.access import Caller
from gateway.api.guard import allows, parts_of
from gateway.api.once import Answer, answer_once
from gateway.domain.errors import NotFound
from gateway.domain.words import Channel, Role
from gateway.oneoffs import OneOff, Preview, queue
from gateway.store import Tx, history

router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.COLLECTOR, Role.OPERATOR))]
MayRead = Annotated[Caller, Depends(allows(Role.COLLECTOR, Role.OPERATOR, Role.AUDITOR))]


class OutreachRequest(BaseModel):
    """A one-off: which account, by which channel, with which template, not before when."""

    model_config = ConfigDict(extra="forbid")
    account_number: str
    channel: Channel
    template: str
    creditor: str | None = None
    not_before: AwareDatetime | None = None


@router.post("/v1/outreach", status_code=201)
def queue_outreach(request: Request, caller: May, wanted: OutreachRequest) -> Response:
    """Queue a one-off and answer with its ruling preview."""
    parts = parts_of(request)
    now = parts.clock.now()
    key = request.headers.get("idempotency-key") or str(parts.ids.new())
    one_off = OneOff(**wanted.model_dump(), key=key, requested_by=caller.name)

    def act(tx: Tx) -> Answer:
        queued = queue(
            tx,
            parts.ledger,
            one_off,
            judge=parts.judge,
            creditors=parts.creditors,
            templates=parts.templates,
            now=now,
            ids=parts.ids,
        )
        body = {"outreach_id": str(queued.outreach_id), "state": "due", "preview": _preview(queued.preview)}
        return (201 if queued.is_new else 200), body

    return answer_once(request, caller, wanted.model_dump_json().encode(), act)


@router.get("/v1/outreach/{outreach_id}")
def read_outreach(request: Request, caller: MayRead, outreach_id: UUID) -> dict[str, Any]:
    """Return where an outreach stands and the attempts made for it."""
    with parts_of(request).store.read() as tx:
        row = history.find_outreach(tx, outreach_id)
        if row is None:
            raise NotFound("there is no outreach of that id")
        attempts = [a for a in history.attempts_of(tx, row.customer_id) if a.outreach_id == row.outreach_id]
    return {
        "outreach_id": str(row.outreach_id),
        "origin": row.origin,
        "strategy": row.strategy,
        "step": row.step,
        "template": row.template,
        "channels": list(row.channels),
        "state": row.state,
        "due_at": row.due_at.isoformat(),
        "because": row.because,
        "attempts": [_attempt(attempt) for attempt in attempts],
    }


def _attempt(row: history.AttemptRow) -> dict[str, Any]:
    return {
        "attempt_id": str(row.attempt_id),
        "channel": row.channel,
        "state": row.state,
        "code": row.code,
        "reserved_at": row.reserved_at.isoformat(),
        "sent_at": _iso(row.sent_at),
        "outcome_at": _iso(row.outcome_at),
    }


def _preview(preview: Preview) -> dict[str, Any]:
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
    return at.isoformat() if at else None
