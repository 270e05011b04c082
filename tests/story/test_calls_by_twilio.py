"""A step that is a call: placed by the dispatcher, led by keys over a real socket, counted by the rules."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
import sqlalchemy as sa

from channels.adapter_settings import AdapterSettings
from channels.registry import make_adapter
from channels.twilio_signature import HEADER
from gateway.audit import AuditReport
from gateway.domain.portfolio import Customer
from gateway.domain.words import ActorRole, Channel, PointKind
from gateway.events import NewEvent, record_events
from gateway.keys import Keys
from gateway.store import Store, Tx, facts, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.creditor import a_creditor
from tests.builders.customer import a_person
from tests.builders.dispatcher import an_outreach
from tests.builders.office import ADDRESS, Office, an_office
from tests.builders.phone_call import PASSED, events
from tests.builders.ruling import audited
from tests.builders.twilio_adapter import a_twilio_account
from tests.builders.twilio_callback import signature
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.phone import HANGS_UP, SILENT, Phone
from tests.fakes.twilio_calls import TwilioCalls
from tests.fakes.twilio_server import a_twilio
from tests.portal.serving import free_address, served

LIMITED = "Hello Alex Rivera. This is Pat Kim from Acme. Please call me back at +15185550100."
KEYS = Keys.from_secret(bytes(32))
BEFORE: tuple[tuple[int, str, dict[str, Any]], ...] = (
    (60, "validation_notice", {"delivered_by": "letter"}),
    (10, "consent", {"to": "prerecorded", "written": True}),
)
THE_CALL = timedelta(seconds=90)


@dataclass
class Line:
    """The dispatcher with the real adapter, a server that plays Twilio, and our web server on a socket.

    Twilio asks at the public address; what stands before the web server passes it on.
    """

    office: Office
    twilio: TwilioCalls
    socket: str

    def somebody(
        self, role: ActorRole = ActorRole.THIRD_PARTY_COLLECTOR, kind: PointKind = PointKind.MOBILE
    ) -> Customer:
        """Return a person whom a collection agency may call, or their creditor."""
        with self.office.store.begin() as tx:
            person = a_person(tx, self.office.desk.ids)
            a_contact_point(tx, self.office.desk.ids, person, kind, value="+12125550123")
            an_account(tx, self.office.desk.ids, person, days_past_due=40, actor_role=role)
            for days, type_, body in BEFORE:
                at = self._now() - timedelta(days=days)
                self._tell_of(tx, NewEvent(type_, at, person.customer_id, body=body))
        return person

    async def step(self, person: Customer, **overrides: Any) -> dict[str, str]:
        """Have a step of voice come due, and return what Twilio was asked to do."""
        values = {"channels": ["voice"], "template": "collector-reminder-1", **overrides}
        with self.office.store.begin() as tx:
            an_outreach(tx, self.office.desk.ids, person, self._now(), **values)
        placed = len(self.twilio.orders)
        await self.office.desk.dispatcher.run_once()
        return self.twilio.orders[placed] if len(self.twilio.orders) > placed else {}

    async def call(self, order: dict[str, str], *keys: str, status: str = "completed", **phone: Any) -> Phone:
        """Ring; with keys or a listener somebody picks up. Tell how it ended, twice, as providers do."""
        one = Phone(self._post, keys, sid=self.twilio.calls[-1]["sid"], **phone)
        await asyncio.to_thread(self._ring, one, order, status)
        self.office.desk.clock.advance(THE_CALL)
        return one

    def _ring(self, phone: Phone, order: dict[str, str], status: str) -> None:
        for word in ("initiated", "ringing"):
            self._tell(phone, order, word)
        if status == "completed":
            self._tell(phone, order, "in-progress")
            phone.call(order["Url"])
        for _ in range(2):
            self._tell(phone, order, status)

    def _tell(self, phone: Phone, order: dict[str, str], status: str) -> None:
        assert self._post(order["StatusCallback"], phone.fields(status)).status_code == 204

    def _post(self, url: str, pairs: list[tuple[str, str]]) -> httpx2.Response:
        told = {"Content-Type": "application/x-www-form-urlencoded", HEADER: signature(url, pairs)}
        where = self.socket + url.removeprefix(ADDRESS)
        return httpx2.post(where, content=urlencode(pairs), headers=told, timeout=30)

    def attempts(self) -> list[tuple[str, str | None, str | None]]:
        """Return state, result and code of every attempt, oldest first."""
        columns = schema.attempt.c
        query = sa.select(columns.state, columns.result, columns.code)
        with self.office.store.read() as tx:
            return [tuple(row) for row in tx.execute(query.order_by(columns.reserved_at))]

    def steps(self) -> list[tuple[str, str | None]]:
        """Return the state of every outreach and its reason, oldest first."""
        columns = schema.outreach.c
        query = sa.select(columns.state, columns.because).order_by(columns.planned_at, columns.outreach_id)
        with self.office.store.read() as tx:
            return [tuple(row) for row in tx.execute(query)]

    def counted(self, person: Customer) -> list[str | None]:
        """Return what the rules are told of every call."""
        who = person.customer_id
        with self.office.store.read() as tx:
            return [one.result for one in facts.attempts_of(tx, [who], self._now()).get(who, ())]

    def audit(self) -> AuditReport:
        """Return what an audit finds, which may be no violation."""
        report = audited(self.office.store, self.office.desk.ledger, keys=KEYS, now=self._now())
        assert report.violations == ()
        assert report.is_clean
        assert report.tally.again["differs"] == report.not_asked_again == 0
        return report

    def windows(self) -> list[int]:
        """Return how many calls the fullest seven days have, by an audit without violations."""
        return [one["calls"] for one in self.audit().as_json()["worst_call_windows"]]

    def _tell_of(self, tx: Tx, event: NewEvent) -> None:
        desk = self.office.desk
        record_events(tx, desk.ledger, [event], now=self._now(), ids=desk.ids, source="record")

    def _now(self) -> datetime:
        return self.office.desk.clock.now()


@pytest.fixture
async def line(store: Store, clock: FixedClock, ids: SeededIds) -> AsyncIterator[Line]:
    office = an_office(store, clock, ids, creditor=a_creditor(contact_person="Pat Kim"))
    listener, socket = free_address()
    async with a_twilio(TwilioCalls()) as twilio:
        assert isinstance(twilio, TwilioCalls)
        account = a_twilio_account(base_url=twilio.url, public_url=ADDRESS)
        told = AdapterSettings(now=clock.now, outbox=None, twilio=account)  # type: ignore[arg-type]
        adapter = make_adapter(Channel.VOICE, "twilio", told)
        office.desk.adapters[Channel.VOICE] = adapter  # type: ignore[assignment]
        await adapter.open()
        with served(office.web, listener):
            yield Line(office, twilio, socket)
        await adapter.close()


async def test_a_day_that_somebody_promises_by_keys_pauses_what_was_planned(line: Line) -> None:
    person = line.somebody(ActorRole.ORIGINAL_CREDITOR)
    phone = await line.call(await line.step(person, template="reminder-1"), *PASSED, "1", "3#", "1")
    assert "have noted that you will pay $1,250.50 by Thursday, March 4, 2027" in phone.heard[-1]
    (promise,) = events(line.office, "promise_to_pay")
    assert promise.body == {"due_on": "2027-03-04", "amount": "1250.50", "currency": "USD"}
    assert "event.recorded" in line.office.desk.kinds()
    assert line.attempts() == [("delivered", "conversation", "right-party")]
    line.office.desk.clock.advance(days=1)
    assert not await line.step(person, step="second", template="reminder-2")
    state, because = line.steps()[-1]
    assert (state, "promise" in str(because)) == ("deferred", True), because
    line.audit()


async def test_a_conversation_keeps_a_collection_agency_quiet_for_seven_days(line: Line) -> None:
    person = line.somebody()
    await line.call(await line.step(person), *PASSED, "1", "3#", "1")
    assert line.counted(person) == ["conversation"]
    line.office.desk.clock.advance(days=6)
    assert not await line.step(person, step="second")
    assert line.steps()[-1][0] == "deferred"
    assert "may be placed from 2027-03-08" in str(line.steps()[-1][1])
    line.office.desk.clock.advance(days=2)
    await line.office.desk.dispatcher.run_once()
    assert len(line.twilio.orders) == 2
    (gap,) = line.audit().as_json()["conversation_gaps"]
    assert gap["rule"] == "us-reg-f/call-frequency"
    assert gap["shortest_seconds"] > timedelta(days=7) / timedelta(seconds=1)


@pytest.mark.parametrize("who", ["machine_end_beep", "unknown"])
async def test_a_machine_hears_the_limited_content_and_counts_as_an_attempt(line: Line, who: str) -> None:
    person = line.somebody()
    phone = await line.call(await line.step(person), SILENT, answered_by=who)
    assert phone.heard == [LIMITED]
    assert line.counted(person) == ["limited_content_voicemail"]
    assert line.attempts()[0][:2] == ("delivered", "limited_content_voicemail")
    line.office.desk.clock.advance(days=1)
    assert await line.step(person, step="second"), "nobody was talked to"
    assert line.windows() == [2]


async def test_nothing_is_left_on_a_machine_at_home_that_could_not_say_how_to_stop(line: Line) -> None:
    person = line.somebody(kind=PointKind.LANDLINE)
    phone = await line.call(await line.step(person), answered_by="machine_end_beep")
    assert phone.heard == []
    assert line.counted(person) == ["no_message_possible"]
    line.audit()


@pytest.mark.parametrize(
    ("status", "result", "soon"), [("no-answer", "no_answer", False), ("busy", "busy", True)]
)
async def test_a_call_that_nobody_takes_is_tried_again_as_the_rules_allow(
    line: Line, status: str, result: str, soon: bool
) -> None:
    person = line.somebody()
    phone = await line.call(await line.step(person), status=status)
    assert phone.heard == []
    assert line.attempts() == [("failed", result, status)]
    assert line.counted(person) == [result]
    line.office.desk.clock.advance(minutes=20)
    await line.office.desk.dispatcher.run_once()
    assert (len(line.twilio.orders) == 2) is soon, "a busy line rang nowhere; else four hours lie between two"
    line.office.desk.clock.advance(days=1)
    await line.office.desk.dispatcher.run_once()
    assert len(line.twilio.orders) == 2
    line.audit()


async def test_whoever_stops_calls_by_a_key_is_called_no_more(line: Line) -> None:
    person = line.somebody()
    phone = await line.call(await line.step(person), "9")
    assert phone.heard[-1] == "We will not call this number again. Goodbye."
    line.office.desk.clock.advance(days=30)
    assert not await line.step(person, step="second")
    assert line.steps()[-1][0] == "refused"
    assert len(line.twilio.orders) == 1
    line.audit()


async def test_a_call_that_was_cut_off_after_the_day_has_promised_nothing(line: Line) -> None:
    person = line.somebody()
    await line.call(await line.step(person), *PASSED, "1", "3#", HANGS_UP)
    assert events(line.office, "promise_to_pay") == []
    assert line.counted(person) == ["conversation"]
    line.audit()
