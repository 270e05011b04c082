"""What do Lob's events of a letter change, and what can nobody else change?"""

from __future__ import annotations

import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from channels.message import Unknown
from gateway.domain.portfolio import Customer
from gateway.domain.words import Channel, PointKind
from gateway.store import schema
from tests.builders.office import LOB_SECRET, OLD_LOB_SECRET, Office
from tests.fakes.lob_server import LobServer

PATH = "/webhooks/lob"


@pytest.fixture
def customer(office: Office) -> Customer:
    """Somebody to whom a letter went."""
    customer, _ = office.customer(PointKind.POSTAL, PointKind.EMAIL)
    office.send(customer, Channel.LETTER)
    return customer


def attempt(office: Office) -> Any:
    query = sa.select(schema.attempt).order_by(schema.attempt.c.reserved_at, schema.attempt.c.attempt_id)
    with office.store.read() as tx:
        return tx.execute(query).all()[0]


def event(attempt_id: UUID | str, word: str, number: int = 1) -> dict[str, Any]:
    """Return an event as Lob sends it: the whole letter is in it."""
    letter = LobServer().make({"attempt_id": str(attempt_id)})
    kind = f"letter.{word}"
    return {
        "id": f"evt_{number:016x}",
        "body": letter,
        "reference_id": letter["id"],
        "event_type": {"id": kind, "enabled_for_test": True, "resource": "letters", "object": "event_type"},
        "date_created": "2026-03-02T14:00:00.000Z",
        "object": "event",
    }


def call(office: Office, body: bytes, *, secret: str = LOB_SECRET, late: float = 0, **headers: str) -> Any:
    at = str(round((office.desk.clock.now().timestamp() - late) * 1000))
    signed = hmac.new(secret.encode(), at.encode() + b"." + body, "sha256").hexdigest()
    told = {"Content-Type": "application/json", "Lob-Signature": signed, "Lob-Signature-Timestamp": at}
    return office.client.post(PATH, content=body, headers=told | headers)


def tell(office: Office, word: str, **more: Any) -> Any:
    return call(office, json.dumps(event(attempt(office).attempt_id, word)).encode(), **more)


def outcomes(office: Office) -> int:
    return office.desk.kinds().count("contact.outcome")


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (["created", "rendered_pdf", "rendered_thumbnails", "mailed", "in_transit"], "accepted"),
        (["in_local_area", "processed_for_delivery", "delivered"], "delivered"),
        (["delivered", "in_transit", "mailed"], "delivered"),
        (["re-routed", "delivered"], "delivered"),
        (["certified.mailed", "certified.delivered"], "delivered"),
        (["delivered", "returned_to_sender"], "bounced"),
        (["returned_to_sender", "delivered"], "bounced"),
        (["failed", "delivered"], "failed"),
        (["delivered", "failed"], "delivered"),
        (["deleted"], "failed"),
        (["return_envelope.returned_to_sender", "viewed", "a_new_word"], "accepted"),
    ],
)
def test_the_state_never_goes_backwards(
    office: Office, customer: Customer, told: list[str], state: str
) -> None:
    assert {tell(office, word).status_code for word in told} == {204}
    assert attempt(office).state == state


def test_five_times_in_turn_and_twenty_at_once_are_one(office: Office, customer: Customer) -> None:
    before = outcomes(office)
    for _ in range(5):
        assert tell(office, "delivered").status_code == 204
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: tell(office, "returned_to_sender").status_code, range(20)))
    assert answers == [204] * 20
    assert outcomes(office) == before + 2


def test_a_returned_letter_retires_the_address_and_goes_on_by_another_way(
    office: Office, customer: Customer
) -> None:
    with office.store.begin() as tx:
        tx.execute(sa.update(schema.outreach).values(channels=["letter", "email"]))
    tell(office, "returned_to_sender")
    with office.store.read() as tx:
        points = dict(
            tx.execute(sa.select(schema.contact_point.c.kind, schema.contact_point.c.unfit_for)).all()
        )
        outreach = tx.execute(sa.select(schema.outreach)).one()
    assert (points["postal"], points["email"]) == (["letter"], [])
    assert outreach.state == "due"
    office.dispatch()
    with office.store.read() as tx:
        ways = tx.execute(sa.select(schema.attempt.c.channel).order_by(schema.attempt.c.attempt_id)).scalars()
        assert sorted(ways) == ["email", "letter"]


def test_a_required_notice_that_came_back_is_owed_still(office: Office) -> None:
    customer, _ = office.customer(PointKind.POSTAL)
    office.send(customer, Channel.LETTER, kind="required_by_law")
    tell(office, "returned_to_sender")
    with office.store.read() as tx:
        rows = tx.execute(sa.select(schema.outreach.c.origin).order_by(schema.outreach.c.origin)).scalars()
        tasks = tx.execute(sa.select(schema.task.c.kind)).scalars()
        assert "obligation" in list(rows)
        assert "notice-undelivered" in list(tasks)


def test_an_event_settles_what_was_unknown(office: Office) -> None:
    customer, _ = office.customer(PointKind.POSTAL)
    office.desk.adapters[Channel.LETTER].answer_next(Unknown("deadline"))
    office.send(customer, Channel.LETTER)
    assert attempt(office).state == "unknown"
    tell(office, "created")
    assert (attempt(office).state, attempt(office).provider_reference) == ("accepted", "ltr_0000000000000001")


@pytest.mark.parametrize(
    "more",
    [
        {"secret": "another-secret"},
        {"secret": ""},
        {"late": 301},
        {"late": -301},
        {"Lob-Signature": ""},
        {"Lob-Signature-Timestamp": ""},
        {"Lob-Signature-Timestamp": "yesterday"},
        {"Lob-Signature-Timestamp": "9" * 40},
        {"Lob-Signature-Timestamp": "9" * 15},
    ],
)
def test_what_is_forged_or_old_changes_nothing(
    office: Office, customer: Customer, more: dict[str, Any]
) -> None:
    answer = tell(office, "failed", **more)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert attempt(office).state == "accepted"


def test_a_body_changed_on_the_way_is_noticed(office: Office, customer: Customer) -> None:
    genuine = json.dumps(event(attempt(office).attempt_id, "mailed")).encode()
    signed = call(office, genuine).request.headers
    told = {name: signed[name] for name in ("Lob-Signature", "Lob-Signature-Timestamp")}
    assert call(office, genuine.replace(b"letter.mailed", b"letter.failed"), **told).status_code == 403


@pytest.mark.parametrize("late", [299, -299])
def test_clocks_may_differ_by_minutes(office: Office, customer: Customer, late: float) -> None:
    assert tell(office, "delivered", late=late).status_code == 204


def test_the_secret_before_is_good_while_they_are_exchanged(office: Office, customer: Customer) -> None:
    assert tell(office, "delivered", secret=OLD_LOB_SECRET).status_code == 204
    assert attempt(office).state == "delivered"


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        7,
        {"event_type": "letter.failed"},
        {"event_type": {"id": "letter.failed"}, "body": []},
        {"event_type": {"id": "postcard.failed"}, "body": {"id": "ltr_1"}},
        event("not-an-id", "failed"),
        event("00000000-0000-0000-0000-00000000000g", "failed"),
        {
            **event(UUID(int=1), "failed"),
            "body": {"id": "../x", "metadata": {"attempt_id": str(UUID(int=1))}},
        },
        {**event(UUID(int=1), "failed"), "body": {"id": 7, "metadata": "x"}},
    ],
)
def test_what_speaks_of_nothing_of_ours_is_heard_and_forgotten(
    office: Office, customer: Customer, body: Any
) -> None:
    assert call(office, json.dumps(body).encode()).status_code == 204
    with office.store.read() as tx:
        assert tx.execute(sa.select(schema.delivery_event)).all() == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 50_000, b'{"a": "\\u0000"}'])
def test_what_cannot_be_read_is_refused(office: Office, customer: Customer, body: bytes) -> None:
    assert call(office, body).status_code in {400, 422}


def test_news_of_an_attempt_that_nobody_knows_wait(office: Office, customer: Customer) -> None:
    assert call(office, json.dumps(event(UUID(int=5), "delivered")).encode()).status_code == 204
    office.desk.clock.advance(timedelta(hours=1))
    assert attempt(office).state == "accepted"
