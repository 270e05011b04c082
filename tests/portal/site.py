"""A customer who got a message, and the pages behind its links."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from fastapi import FastAPI
from starlette.testclient import TestClient

from compliance.facts import Event
from gateway.domain.portfolio import Account, ContactPoint, Creditor, Customer
from gateway.domain.words import PointKind
from gateway.links import LinkOrder, Links
from gateway.portal import PortalParts, portal_router
from gateway.responses.attachments import Limits
from gateway.store import Store, events, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.creditor import a_creditor
from tests.builders.customer import a_person
from tests.builders.invoice import an_invoice
from tests.builders.ledger import KEYS, a_ledger
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

ADDRESS = "https://pay.acme.example"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
RIGHT = {"postal_code": "10005", "birth_year": "1980"}
WRONG = {"postal_code": "10005", "birth_year": "1981"}
_FORM = re.compile(r'name="form" value="([^"]+)"')


@dataclass
class Site:
    """The customer pages over a real database, as one browser sees them."""

    app: FastAPI
    client: TestClient
    store: Store
    clock: FixedClock
    ids: SeededIds
    links: Links
    creditor: Creditor
    customer: Customer
    point: ContactPoint
    account: Account
    parts: PortalParts

    def link(self, purpose: str = "respond", **overrides: Any) -> str:
        """Issue a link to the customer and return its path."""
        values = {
            "customer_id": self.customer.customer_id,
            "contact_point_id": self.point.contact_point_id,
            "attempt_id": None,
            "purpose": purpose,
        } | overrides
        with self.store.begin() as tx:
            address = self.links.issue_many(tx, [LinkOrder(**values)], now=self.clock.now())[0]
        return urlsplit(address).path

    def form(self, path: str) -> str:
        """Return the form token of a page."""
        found = _FORM.search(self.client.get(path).text)
        assert found
        return found[1]

    def post(self, path: str, fields: Mapping[str, str], *, form: str | None = None) -> Any:
        """Post a page's form as its reader would, without following a redirect."""
        token = self.form(path) if form is None else form
        return self.client.post(path, data={"form": token, **fields}, follow_redirects=False)

    def check(self, path: str, answers: Mapping[str, str] = RIGHT) -> Any:
        """Answer the identity check."""
        return self.post(path, {"do": "check", **answers})

    def sign_in(self) -> None:
        """Pass the check on a fresh link."""
        assert self.check(self.link()).status_code == 303

    def events(self) -> list[Event]:
        """Return what is known about the customer, as the rulebook reads it."""
        with self.store.read() as tx:
            found = events.events_of(tx, [self.customer.customer_id])
        return found.get(self.customer.customer_id, [])

    def rows(self, table: str) -> list[Any]:
        """Return every row of a table."""
        wanted = schema.metadata.tables[table]
        with self.store.read() as tx:
            return list(tx.execute(sa.select(wanted).order_by(*wanted.primary_key)))

    def everything(self) -> dict[str, list[Any]]:
        """Return every row of every table, to see whether anything changed."""
        return {name: self.rows(name) for name in schema.metadata.tables}


def a_site(
    store: Store,
    clock: FixedClock,
    ids: SeededIds,
    *,
    address: str = ADDRESS,
    others: Sequence[str] = (),
    person: Mapping[str, Any] | None = None,
    attachments: Limits | None = None,
    **creditor: Any,
) -> Site:
    """Return the pages of a creditor with one customer, who owes one bill; others: more creditors' names."""
    acme = a_creditor(**creditor)
    creditors = [acme, *(a_creditor(name, neutral_name=name) for name in others)]
    with store.begin() as tx:
        customer = a_person(tx, ids, creditor_id=acme.creditor_id, **(person or {}))
        point = a_contact_point(tx, ids, customer, PointKind.EMAIL, value="alex@home.example")
        account = an_account(tx, ids, customer, account_number="A-100")
        an_invoice(tx, ids, account, days_past_due=31, invoice_number="I-2041", amount_minor=150_000)
    links = Links(KEYS.link_key, address, ids)
    parts = PortalParts(
        store=store,
        ledger=a_ledger(ids),
        links=links,
        creditors={each.creditor_id: each for each in creditors},
        clock=clock,
        ids=ids,
        form_key=KEYS.derive("customer-forms"),
        public_url=address,
        templates=TEMPLATES,
        attachments=attachments or Limits(),
    )
    app = FastAPI()
    app.include_router(portal_router(parts))
    client = TestClient(app, base_url=address)
    return Site(app, client, store, clock, ids, links, acme, customer, point, account, parts)
