"""What is behind the web server's addresses? The API, the customer pages and the console."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from channels.callback_token import CallbackTokens
from channels.letter_lob.signature import LobSignatures
from channels.sms_twilio.adapter import STATUS_USE
from channels.twilio_codes import read_codes
from channels.twilio_signature import Signatures
from channels.voice_twilio.adapter import VOICE_USE
from channels.voice_twilio.endings import read_endings
from gateway import console
from gateway.api import Readiness, WebParts, make_web
from gateway.api.webhooks import WebhookParts, webhook_router
from gateway.bootstrap.app import App
from gateway.domain.ids import CreditorId
from gateway.importer import ImportReport, import_rows
from gateway.oneoffs import calls_of, templates_of
from gateway.planner import outlook
from gateway.portal import PortalParts, portal_router
from gateway.responses.attachments import Limits as AttachmentLimits
from gateway.responses.checking import IdentityCheck
from gateway.status import status_of
from gateway.voice import DeskParts, read_recording_rules

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI


def web_application(app: App, faults: Callable[[], Mapping[str, str]]) -> FastAPI:
    """Return the web application of an installation.

    faults: what is wrong at the moment, one word and sentence each.
    """

    def status(now: datetime) -> dict[str, Any]:
        return status_of(app.store, app.channels, faults(), now, app.limits)

    return make_web(
        WebParts(
            store=app.store,
            ledger=app.ledger,
            rulebook=app.rulebook,
            previewer=app.previewer,
            proofs=app.proofs,
            creditors=app.creditors,
            clock=app.clock,
            ids=app.ids,
            templates=templates_of(app.renderer),
            call_desk=app.call_desk,
            call_templates=calls_of(app.renderer),
            messages=frozenset(app.renderer.messages),
            adapters_on=tuple(app.adapters),
            limits=app.limits,
            strategy_titles={one.id: one.title for one in app.strategies},
            look_ahead=lambda tx, customer: outlook(
                tx, customer, app.strategies, app.creditors, now=app.clock.now()
            ),
            public_url=app.settings.public_url,
            readiness=lambda: Readiness(faults()),
            letter_pdf=app.renderer.letter_pdf,
            call_words=app.call_words,
            status=status,
            import_rows=_importer(app),
            webhook_office=app.webhook_office,
            routers=(console.router, _customer_pages(app), _webhooks(app)),
            show_problem=console.show_problem,
            is_secure=app.settings.public_url.startswith("https://"),
        )
    )


def _customer_pages(app: App) -> APIRouter:
    return portal_router(
        PortalParts(
            store=app.store,
            ledger=app.ledger,
            links=app.links,
            creditors=app.creditors,
            clock=app.clock,
            ids=app.ids,
            form_key=app.keys.derive("customer-forms"),
            public_url=app.settings.public_url,
            templates=app.settings.templates,
            attachments=AttachmentLimits(**app.settings.attachments.model_dump()),
        )
    )


def _webhooks(app: App) -> APIRouter:
    told = app.settings.twilio
    tokens = [told.auth_token, *told.previous_auth_tokens]
    return webhook_router(
        WebhookParts(
            store=app.store,
            ledger=app.ledger,
            clock=app.clock,
            ids=app.ids,
            creditors=app.creditors,
            public_url=app.settings.public_url,
            signatures=Signatures([token.get_secret_value() for token in tokens if token]),
            status_tokens=CallbackTokens(app.callback_key, STATUS_USE),
            codes=read_codes(told.codes),
            voice_tokens=CallbackTokens(app.callback_key, VOICE_USE),
            endings=read_endings(told.codes),
            desk=DeskParts(
                ledger=app.ledger,
                links=app.links,
                creditors=app.creditors,
                ids=app.ids,
                check=IdentityCheck(app.links, app.ledger, app.creditors, app.ids),
                recording=read_recording_rules(told.recording_rules) if told.record_calls else None,
            ),
            words=app.call_words,
            lob=LobSignatures([one.get_secret_value() for one in app.settings.lob.webhook_secrets]),
        )
    )


def _importer(app: App) -> Callable[[bytes, str | None], ImportReport]:
    def take(body: bytes, creditor: str | None) -> ImportReport:
        return import_rows(
            app.store,
            app.ledger,
            app.creditors,
            body,
            creditor=CreditorId(creditor) if creditor else None,
            now=app.clock.now(),
            ids=app.ids,
        )

    return take
