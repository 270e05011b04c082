"""The web application of a creditor over a real database, with real messages behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from channels.callback_token import CallbackTokens
from channels.letter_lob.signature import LobSignatures
from channels.sms_twilio.adapter import STATUS_USE
from channels.twilio_codes import read_codes
from channels.twilio_signature import Signatures
from channels.voice_twilio.adapter import VOICE_USE
from channels.voice_twilio.endings import read_endings
from gateway import console
from gateway.access import begin_sign_in, create_key
from gateway.api import Readiness, WebParts, make_web
from gateway.api.webhooks import WebhookParts, webhook_router
from gateway.calls import CallDesk
from gateway.dispatcher.composing import Composer
from gateway.dispatcher.judging import Judge
from gateway.dispatcher.pricing import read_prices
from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Account, Customer
from gateway.domain.words import Channel, PointKind, Role
from gateway.importer import ImportReport, import_rows
from gateway.links import Links
from gateway.oneoffs import Previewer, Proofs, calls_of, templates_of
from gateway.portal import PortalParts, portal_router
from gateway.responses.checking import IdentityCheck
from gateway.shipped import shipped
from gateway.status import status_of
from gateway.store import Store
from gateway.voice import DeskParts, Words
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.creditor import a_creditor
from tests.builders.customer import a_customer
from tests.builders.dispatcher import ROOT, Desk, a_desk, an_outreach, shipped_renderer, shipped_rulebook
from tests.builders.ledger import KEYS
from tests.builders.twilio_adapter import CALLBACK_KEY
from tests.builders.webhooks import an_office_of_webhooks
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.twilio_server import TOKEN

ADDRESS = "http://127.0.0.1:8025"
OLD_TOKEN = "the-token-before"
LOB_SECRET, OLD_LOB_SECRET = "a-secret-of-a-webhook", "the-secret-before"
OUR_FORM = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Office:
    """Everything behind the web server, and a browser or program in front of it."""

    desk: Desk
    parts: WebParts
    web: FastAPI
    client: TestClient
    faults: dict[str, str]

    @property
    def store(self) -> Store:
        """The database."""
        return self.desk.store

    def key(self, role: Role = Role.OPERATOR, person: str | None = None) -> dict[str, str]:
        """Make an API key and return the header that shows it."""
        with self.store.begin() as tx:
            key = create_key(
                tx,
                self.desk.ledger,
                role,
                label="test",
                now=self.desk.clock.now(),
                ids=self.desk.ids,
                person=person,
            )
        return {"Authorization": f"Bearer {key}"}

    def link(self, role: Role = Role.COLLECTOR, person: str | None = None) -> str:
        """Return the path of a sign-in link."""
        with self.store.begin() as tx:
            token = begin_sign_in(tx, role, person=person, now=self.desk.clock.now(), ids=self.desk.ids)
        return f"/sign-in/{token}"

    def sign_in(self, role: Role = Role.COLLECTOR, person: str | None = None) -> None:
        """Give the browser a session."""
        answer = self.client.post(self.link(role, person), headers=OUR_FORM, follow_redirects=False)
        assert answer.status_code == 303

    def dispatch(self) -> None:
        """Send what is due."""
        with ThreadPoolExecutor(1) as pool:  # beside a browser's event loop, which has this thread
            pool.submit(lambda: asyncio.run(self.desk.dispatcher.run_once())).result()

    def customer(self, *kinds: PointKind, number: str = "A-1", **who: Any) -> tuple[Customer, Account]:
        """Return a company that owes, and can be reached."""
        with self.store.begin() as tx:
            customer = a_customer(tx, self.desk.ids, **who)
            for kind in kinds or (PointKind.EMAIL,):
                a_contact_point(tx, self.desk.ids, customer, kind)
            account = an_account(tx, self.desk.ids, customer, account_number=number, days_past_due=12)
        return customer, account

    def send(self, customer: Customer, channel: Channel = Channel.EMAIL, **overrides: Any) -> None:
        """Send the first reminder to a customer, or have it put off or refused."""
        with self.store.begin() as tx:
            now = self.desk.clock.now()
            an_outreach(tx, self.desk.ids, customer, now, channels=[channel.value], **overrides)
        self.dispatch()


@cache
def _words() -> Words:
    return Words(ROOT / "templates/voice")


@cache
def _read_once(read: Callable[[Path], Any]) -> Any:
    return read(shipped("config/providers/twilio.toml"))


def an_office(store: Store, clock: FixedClock, ids: SeededIds, **overrides: Any) -> Office:
    """Return the whole web application. Overrides are fields of WebParts."""
    creditor = overrides.pop("creditor", None) or a_creditor()
    desk = a_desk(store, clock, ids, creditors=[creditor])
    creditors = {creditor.creditor_id: creditor}
    renderer, rulebook = shipped_renderer(), shipped_rulebook()
    faults: dict[str, str] = {}
    portal = PortalParts(
        store=store,
        ledger=desk.ledger,
        links=Links(KEYS.link_key, ADDRESS, ids),
        creditors=creditors,
        clock=clock,
        ids=ids,
        form_key=KEYS.derive("customer-forms"),
        public_url=ADDRESS,
        templates=ROOT / "templates",
    )
    webhooks = WebhookParts(
        store=store,
        ledger=desk.ledger,
        clock=clock,
        ids=ids,
        creditors=creditors,
        public_url=ADDRESS,
        signatures=Signatures([TOKEN, OLD_TOKEN]),
        status_tokens=CallbackTokens(CALLBACK_KEY, STATUS_USE),
        codes=_read_once(read_codes),
        voice_tokens=CallbackTokens(CALLBACK_KEY, VOICE_USE),
        endings=_read_once(read_endings),
        desk=DeskParts(
            ledger=desk.ledger,
            links=(links := Links(KEYS.link_key, ADDRESS, ids)),
            creditors=creditors,
            ids=ids,
            check=IdentityCheck(links, desk.ledger, creditors, ids),
            recording=overrides.pop("recording", None),
        ),
        words=_words(),
        lob=LobSignatures([LOB_SECRET, OLD_LOB_SECRET]),
    )
    values: dict[str, Any] = {
        "store": store,
        "ledger": desk.ledger,
        "rulebook": rulebook,
        "previewer": Previewer(Judge(rulebook, frozenset(Channel)), creditors),
        "proofs": Proofs(
            previewer=Previewer(Judge(rulebook, frozenset(Channel)), creditors),
            composer=Composer(renderer, desk.adapters),
            links=links,
            words=_words(),
            prices=read_prices(shipped("config/providers/prices.toml")),
            letter_pdf=renderer.letter_pdf,
        ),
        "creditors": creditors,
        "clock": clock,
        "ids": ids,
        "templates": templates_of(renderer),
        "call_desk": CallDesk(
            store=store,
            ledger=desk.ledger,
            judge=Judge(rulebook, frozenset(Channel)),
            renderer=renderer,
            creditors=creditors,
            clock=clock,
            ids=ids,
        ),
        "call_templates": calls_of(renderer),
        "call_words": _words(),
        "messages": frozenset(renderer.messages),
        "adapters_on": tuple(Channel),
        "limits": (),
        "strategy_titles": {"commercial": "Companies, first party"},
        "public_url": ADDRESS,
        "readiness": lambda: Readiness(faults),
        "letter_pdf": renderer.letter_pdf,
        "status": lambda now: status_of(store, {"email": "sandbox"}, faults, now),
        "import_rows": _importer(desk, creditors),
        "webhook_office": an_office_of_webhooks(desk.ledger, ids),
        "routers": (console.router, portal_router(portal), webhook_router(webhooks)),
        "show_problem": console.show_problem,
    } | overrides
    parts = WebParts(**values)
    web = make_web(parts)
    scheme = "https" if parts.is_secure else "http"
    client = TestClient(web, base_url=f"{scheme}://127.0.0.1:8025", raise_server_exceptions=False)
    return Office(desk, parts, web, client, faults)


def _importer(desk: Desk, creditors: Any) -> Callable[[bytes, str | None], ImportReport]:
    def take(body: bytes, creditor: str | None) -> ImportReport:
        return import_rows(
            desk.store,
            desk.ledger,
            creditors,
            body,
            creditor=CreditorId(creditor) if creditor else None,
            now=desk.clock.now(),
            ids=desk.ids,
        )

    return take
