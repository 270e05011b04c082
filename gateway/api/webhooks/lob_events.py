"""What became of a letter? Lob says so, late, twice and out of order; the answer waits for our commit."""

from __future__ import annotations

import structlog
from fastapi import HTTPException, Request
from fastapi.responses import Response

from channels.letter_lob.news import news_of_event
from channels.letter_lob.signature import SIGNATURE, TIMESTAMP
from gateway.api.bodies import Body, json_in, text_in
from gateway.api.webhooks.parts import WebhookParts
from gateway.deliveries import apply_delivery_events

log = structlog.get_logger(__name__)


class LobEvents:
    """Answers POST /webhooks/lob. Refusals are logged as their number doubles: a flood fills no disk."""

    def __init__(self, parts: WebhookParts) -> None:
        self._parts = parts
        self._refused = 0

    def take(self, request: Request, body: Body) -> Response:
        """Apply an event. 204 once it is committed, also where it is not news or not about us."""
        parts, now = self._parts, self._parts.clock.now()
        signature, timestamp = (request.headers.get(name, "") for name in (SIGNATURE, TIMESTAMP))
        if not parts.lob.is_genuine(body, signature, timestamp, now):
            self._count()
            raise HTTPException(403, "The signature is not one of the webhooks that are configured here.")
        event = news_of_event(json_in(text_in(body)))
        if event is not None:
            with parts.store.begin() as tx:
                apply_delivery_events(tx, parts.ledger, [event], now=now, ids=parts.ids)
        return Response(status_code=204)

    def _count(self) -> None:
        self._refused += 1
        if self._refused & (self._refused - 1) == 0:
            log.warning("webhook refused", action="webhook:lob:refused", refused=self._refused)
