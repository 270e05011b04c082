"""What did somebody text us? Received before Twilio has its answer, which says nothing: ours is queued."""

from __future__ import annotations

import re
from datetime import datetime

from fastapi import Request
from fastapi.responses import Response

from channels.sms_twilio.news import PROVIDER, SID
from channels.twilio_signature import Fields
from gateway.api.bodies import Body
from gateway.api.webhooks.parts import WebhookParts
from gateway.api.webhooks.twilio_request import TwilioDoor, speakable
from gateway.domain.words import Channel
from gateway.inbound import InboundMessage, receive

NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
# Only where Twilio's Advanced Opt-Out has understood the word, and answered it.
_OPT_OUT_TYPES = {"STOP": "stop", "START": "start", "HELP": "help"}


class TwilioInbound:
    """Answers POST /webhooks/twilio/inbound."""

    def __init__(self, parts: WebhookParts) -> None:
        self._parts = parts
        self._door = TwilioDoor(parts.signatures, parts.public_url)

    def take(self, request: Request, body: Body) -> Response:
        """Receive a text. 200 with nothing to say once it is committed, also where it was told before."""
        fields = self._door.fields(request, body)
        parts = self._parts
        if SID.fullmatch(fields.first("MessageSid")) and fields.first("From"):
            with parts.store.begin() as tx:
                now = parts.clock.now()
                message = inbound_message(fields, now)
                receive(tx, parts.ledger, message, now=now, ids=parts.ids, understand=parts.understand)
        return Response(NOTHING_TO_SAY, media_type="text/xml")


def inbound_message(fields: Fields, now: datetime) -> InboundMessage:
    """Return the text in a request's fields."""
    told = fields.first("NumMedia")
    return InboundMessage(
        channel=Channel.SMS,
        provider=PROVIDER,
        provider_event_id=fields.first("MessageSid"),
        sender=speakable(fields.first("From")).strip(),
        recipient=speakable(fields.first("To")).strip(),
        text=speakable(fields.first("Body")),
        received_at=now,
        keyword=_OPT_OUT_TYPES.get(fields.first("OptOutType").upper()),
        attachments=int(told) if re.fullmatch("[0-9]{1,2}", told) else 0,
    )
