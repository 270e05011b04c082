"""What is to be said in this call, and how did it end? Twilio asks at every turn; answers are committed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog
from fastapi import HTTPException, Request
from fastapi.responses import Response

from channels.twilio_signature import Fields
from channels.voice_twilio.adapter import VOICE_PATH
from channels.voice_twilio.news import ENDED, listener_of, news_of
from channels.voice_twilio.script import Said, twiml
from gateway.api.bodies import Body
from gateway.api.webhooks.parts import WebhookParts
from gateway.api.webhooks.twilio_request import TwilioDoor
from gateway.deliveries import apply_delivery_events
from gateway.domain.ids import AttemptId
from gateway.store import Tx
from gateway.voice import Calls, Heard, limited_content

log = structlog.get_logger(__name__)

_KEYS = re.compile(r"[0-9*]{0,40}")
_ANSWERED = frozenset({"completed", "answered"})


class TwilioVoice:
    """Answers the addresses below POST /webhooks/twilio/voice/{token}."""

    def __init__(self, parts: WebhookParts) -> None:
        self._parts = parts
        self._door = TwilioDoor(parts.signatures, parts.public_url)
        self._calls = Calls(parts.desk, parts.words)

    def picked_up(self, request: Request, token: str, body: Body) -> Response:
        """Say what comes first."""
        fields, attempt_id = self._fields(request, token, body)
        return self._said(
            token, fields, lambda tx: self._calls.picked_up(tx, attempt_id, _heard(fields), self._now())
        )

    def pressed(self, request: Request, token: str, turn: str, body: Body) -> Response:
        """Say what follows on some keys."""
        fields, attempt_id = self._fields(request, token, body)
        keys = fields.first("Digits")
        return self._said(
            token,
            fields,
            lambda tx: self._calls.pressed(
                tx,
                attempt_id,
                _number(turn),
                keys if _KEYS.fullmatch(keys) else "?",
                _heard(fields),
                self._now(),
            ),
        )

    def transferred(self, request: Request, token: str, turn: str, body: Body) -> Response:
        """Say what follows on a transfer."""
        fields, attempt_id = self._fields(request, token, body)
        return self._said(
            token,
            fields,
            lambda tx: self._calls.transferred(
                tx,
                attempt_id,
                _number(turn),
                was_answered=fields.first("DialCallStatus") in _ANSWERED,
                heard=_heard(fields),
                now=self._now(),
            ),
        )

    def fallback(self, request: Request, token: str, language: str, body: Body) -> Response:
        """Say the limited content and no more: something went wrong, and nobody knows who listens.

        Asks no database, because that may be what went wrong.
        """
        fields, attempt_id = self._fields(request, token, body)
        log.error("a call fell back", action="voice:fallback", attempt_id=str(attempt_id))
        mine = [c for c in self._parts.creditors.values() if c.voice_from == fields.first("From")]
        words = limited_content(mine, self._parts.words, language)
        return _xml(twiml(Said(words=words, language=self._parts.words.language(language)), action=""))

    def status(self, request: Request, token: str, body: Body) -> Response:
        """Apply what Twilio says of a call. 204 once it is committed, also where it was said before."""
        fields, attempt_id = self._fields(request, token, body)
        with self._parts.store.begin() as tx:
            status, now = fields.first("CallStatus").lower(), self._now()
            talk = self._calls.ended(tx, attempt_id, _heard(fields), now) if status in ENDED else None
            event = news_of(
                attempt_id,
                sid=fields.first("CallSid"),
                status=status,
                error_code=fields.first("ErrorCode"),
                answered_by=fields.first("AnsweredBy"),
                sip=fields.first("SipResponseCode"),
                result=talk.result if talk else None,
                endings=self._parts.endings,
            )
            if event is not None and talk is not None and talk.party:
                event = replace(event, code=talk.party.value)  # who it was says more than that it is over
            if event is not None:
                apply_delivery_events(tx, self._parts.ledger, [event], now=now, ids=self._parts.ids)
        return Response(status_code=204)

    def _fields(self, request: Request, token: str, body: bytes) -> tuple[Fields, AttemptId]:
        fields = self._door.fields(request, body)
        attempt_id = self._parts.voice_tokens.attempt(token)
        if attempt_id is None:
            raise HTTPException(404, "This address belongs to no attempt.")
        return fields, attempt_id

    def _said(self, token: str, fields: Fields, turn: Callable[[Tx], tuple[Said, int]]) -> Response:
        with self._parts.store.begin() as tx:
            said, number = turn(tx)
        base = f"{self._parts.public_url}{VOICE_PATH}{token}"
        what = "transferred" if said.transfer_to else "keys"
        return _xml(twiml(said, action=f"{base}/{what}/{number}", caller=fields.first("From")))

    def _now(self) -> datetime:
        return self._parts.clock.now()


def _heard(fields: Fields) -> Heard:
    return Heard(fields.first("CallSid"), listener_of(fields.first("AnsweredBy")))


def _number(turn: str) -> int:
    return int(turn) if re.fullmatch(r"[0-9]{1,4}", turn) else -1


def _xml(text: str) -> Response:
    return Response(text, media_type="text/xml")
