"""Which addresses do providers call?"""

from __future__ import annotations

from fastapi import APIRouter

from gateway.api.webhooks.lob_events import LobEvents
from gateway.api.webhooks.parts import WebhookParts
from gateway.api.webhooks.twilio_inbound import TwilioInbound
from gateway.api.webhooks.twilio_status import TwilioStatus
from gateway.api.webhooks.twilio_voice import TwilioVoice


def webhook_router(parts: WebhookParts) -> APIRouter:
    """Return the router of every webhook; with no account configured, none of them believes anything."""
    router = APIRouter(include_in_schema=False)
    status, inbound = TwilioStatus(parts), TwilioInbound(parts)
    router.add_api_route("/webhooks/twilio/status/{token}", status.take, methods=["POST"])
    router.add_api_route("/webhooks/twilio/inbound", inbound.take, methods=["POST"])
    voice, call = TwilioVoice(parts), "/webhooks/twilio/voice/{token}"
    router.add_api_route(call, voice.picked_up, methods=["POST"])
    router.add_api_route(call + "/keys/{turn}", voice.pressed, methods=["POST"])
    router.add_api_route(call + "/transferred/{turn}", voice.transferred, methods=["POST"])
    router.add_api_route(call + "/fallback/{language}", voice.fallback, methods=["POST"])
    router.add_api_route(call + "/status", voice.status, methods=["POST"])
    router.add_api_route("/webhooks/lob", LobEvents(parts).take, methods=["POST"])
    return router
