"""What became of a text? Twilio says so, late, twice and out of order; the answer waits for our commit."""

from __future__ import annotations

from fastapi import HTTPException, Request
from fastapi.responses import Response

from channels.sms_twilio.news import news_of
from gateway.api.bodies import Body
from gateway.api.webhooks.parts import WebhookParts
from gateway.api.webhooks.twilio_request import TwilioDoor
from gateway.deliveries import apply_delivery_events


class TwilioStatus:
    """Answers POST /webhooks/twilio/status/{token}."""

    def __init__(self, parts: WebhookParts) -> None:
        self._parts = parts
        self._door = TwilioDoor(parts.signatures, parts.public_url)

    def take(self, request: Request, token: str, body: Body) -> Response:
        """Apply what Twilio says of one text. 204 once it is committed, also where it was said before."""
        fields = self._door.fields(request, body)
        attempt_id = self._parts.status_tokens.attempt(token)
        if attempt_id is None:
            raise HTTPException(404, "This address belongs to no attempt.")
        event = news_of(
            attempt_id,
            sid=fields.first("MessageSid"),
            status=fields.first("MessageStatus"),
            error_code=fields.first("ErrorCode"),
            codes=self._parts.codes,
        )
        if event is not None:
            parts = self._parts
            with parts.store.begin() as tx:
                now = parts.clock.now()
                apply_delivery_events(tx, parts.ledger, [event], now=now, ids=parts.ids)
        return Response(status_code=204)
