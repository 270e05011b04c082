"""A call that was placed to somebody, and whoever picks up."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from channels.callback_token import CallbackTokens
from channels.voice_twilio.adapter import VOICE_PATH, VOICE_USE
from gateway.domain.ids import AttemptId
from gateway.domain.portfolio import Customer
from gateway.domain.words import Channel, PointKind
from gateway.events import NewEvent, record_events
from gateway.store import schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_person
from tests.builders.dispatcher import an_outreach
from tests.builders.office import ADDRESS, Office
from tests.builders.twilio_adapter import CALLBACK_KEY
from tests.builders.twilio_callback import call
from tests.fakes.phone import Phone

RIGHT = ("10005#", "1980#")
"""What Alex Rivera keys in to pass the check."""
PASSED = ("1", *RIGHT)


def somebody(office: Office, kind: PointKind = PointKind.MOBILE, **who: Any) -> Customer:
    """Return a person who owes, has a telephone, and has agreed to calls by a machine."""
    now = office.desk.clock.now()
    with office.store.begin() as tx:
        customer = a_person(tx, office.desk.ids, **who)
        a_contact_point(tx, office.desk.ids, customer, kind, value="+12125550123")
        agreed = NewEvent("consent", now, customer.customer_id, body={"to": "prerecorded", "written": True})
        record_events(tx, office.desk.ledger, [agreed], now=now, ids=office.desk.ids, source="record")
        an_account(tx, office.desk.ids, customer, account_number="A-1", days_past_due=12)
    return customer


def placed(office: Office, customer: Customer, template: str = "reminder-1", **overrides: Any) -> AttemptId:
    """Have the customer called, and return the attempt."""
    with office.store.begin() as tx:
        now = office.desk.clock.now()
        values = {"channels": [Channel.VOICE.value], "template": template, **overrides}
        an_outreach(tx, office.desk.ids, customer, now, **values)
    office.dispatch()
    return AttemptId(attempt(office).attempt_id)


def attempt(office: Office) -> Any:
    """Return the newest attempt's row."""
    columns = schema.attempt.c
    query = sa.select(schema.attempt).order_by(columns.reserved_at.desc(), columns.attempt_id.desc())
    with office.store.read() as tx:
        return tx.execute(query).first()


def address(attempt_id: AttemptId) -> str:
    """Return where Twilio asks what to say in a call."""
    return f"{ADDRESS}{VOICE_PATH}{CallbackTokens(CALLBACK_KEY, VOICE_USE).token(attempt_id)}"


def a_phone(office: Office, *keys: str, **values: Any) -> Phone:
    """Return the telephone at the other end."""
    return Phone(lambda url, pairs: call(office, url.removeprefix(ADDRESS), pairs), keys, **values)


def ends(office: Office, attempt_id: AttemptId, phone: Phone, status: str = "completed", **more: str) -> None:
    """Tell how a call ended, as Twilio does."""
    path = address(attempt_id).removeprefix(ADDRESS) + "/status"
    assert call(office, path, phone.fields(status, **more)).status_code == 204


def events(office: Office, *types: str) -> list[Any]:
    """Return what was recorded of these types, or of all that calls may bring, in order."""
    query = sa.select(schema.event).order_by(schema.event.c.recorded_at, schema.event.c.event_id)
    with office.store.read() as tx:
        return [row for row in tx.execute(query) if row.type in (types or {row.type} - {"consent"})]
