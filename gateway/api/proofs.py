"""What would be said, by which channel, and what would it cost? Asked before anything is queued."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict

from gateway.api.bodies import Body, checked, json_in, text_in
from gateway.api.guard import parts_of
from gateway.api.outreach import May, Name, preview_json
from gateway.dispatcher.composing import Composed
from gateway.domain.words import Channel
from gateway.oneoffs import Proof, Wanted
from gateway.render import MAX_SEGMENTS

router = APIRouter()


class PreviewRequest(BaseModel):
    """A one-off that might be: which account, with which template, by one channel or by all, when."""

    model_config = ConfigDict(extra="forbid")
    account_number: Name
    template: Name
    channel: Channel | None = None
    creditor: Name | None = None
    not_before: AwareDatetime | None = None


_BODY = {"requestBody": {"content": {"application/json": {"schema": PreviewRequest.model_json_schema()}}}}


@router.post("/v1/outreach/preview", openapi_extra=_BODY)
def preview_outreach(request: Request, caller: May, body: Body) -> dict[str, Any]:
    """Answer with ruling and message of each channel. Nothing is queued and nothing is written."""
    parts = parts_of(request)
    wanted = checked(PreviewRequest, json_in(text_in(body)))
    account, proofs = parts.proofs.ask(
        parts.store,
        Wanted(**wanted.model_dump()),
        parts.templates,
        now=parts.clock.now(),
        ids=parts.ids,
    )
    return {
        "account_number": account.account_number,
        "creditor": str(account.creditor_id),
        "template": wanted.template,
        "previews": [_proof(proof) for proof in proofs],
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "channel": proof.channel.value,
        "preview": preview_json(proof.preview),
        "message": _message(proof, proof.composed) if proof.composed else None,
        "why_not": proof.why_not or None,
    }


def _message(proof: Proof, composed: Composed) -> dict[str, Any]:
    message = composed.message
    return {
        "as_of": proof.at.astimezone(UTC).isoformat(),
        "to_name": message.to_name,
        "sender": message.sender,
        "sender_name": message.sender_name,
        "language": composed.language,
        "form": message.form,
        **_of_channel(proof, composed),
        "disclosures": sorted(composed.disclosures),
        "cost": _cost(proof),
    }


def _of_channel(proof: Proof, composed: Composed) -> dict[str, Any]:
    """What only one channel has."""
    message = composed.message
    if proof.channel is Channel.EMAIL:
        return {
            "subject": message.subject,
            "text": message.text,
            "attachments": [
                {"name": one.name, "kind": one.kind.value, "invoice_number": one.reference or None}
                for one in composed.enclosed
            ],
            "left_out": [{"invoice_number": one.reference, "why": one.why} for one in composed.left_out],
        }
    if proof.segments is not None:
        size = proof.segments
        return {
            "text": message.text,
            "encoding": size.encoding.value,
            "segments": size.count,
            "most_segments": MAX_SEGMENTS,
        }
    if proof.channel is Channel.VOICE:
        return {
            "to_whoever_answers": message.text,
            "keys_for_whoever_answers": proof.keys.who if proof.keys else None,
            "after_check": message.after_check or None,
            "keys_after_check": proof.keys.menu if proof.keys and message.after_check else None,
            "to_a_machine": message.voicemail or None,
        }
    return {"subject": message.subject, "text": message.text, "pages": proof.pages}


def _cost(proof: Proof) -> dict[str, Any] | None:
    cost = proof.cost
    if cost is None:
        return None
    return {
        "amount": str(cost.money.amount),
        "currency": cost.money.currency,
        "units": cost.units,
        "unit": cost.unit,
    }
