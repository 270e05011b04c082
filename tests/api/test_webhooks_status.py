"""What does Twilio's news of a text change, and what can nobody else change?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from channels.message import NotSent, Scope, Unknown
from gateway.deliveries import apply_waiting
from gateway.domain.ids import AttemptId
from gateway.domain.portfolio import Customer
from gateway.domain.words import Channel, PointKind
from gateway.store import schema
from tests.builders.contact_point import a_contact_point
from tests.builders.office import ADDRESS, OLD_TOKEN, Office
from tests.builders.twilio_callback import SID, call, signature, status_path, tell

NUMBER = "+12125550123"


@pytest.fixture
def customer(office: Office) -> Customer:
    """Somebody to whom a text went."""
    customer, _ = office.customer(PointKind.MOBILE, PointKind.EMAIL)
    office.send(customer, Channel.SMS)
    return customer


def row(office: Office, number: int = 0) -> Any:
    query = sa.select(schema.attempt).order_by(schema.attempt.c.reserved_at, schema.attempt.c.attempt_id)
    with office.store.read() as tx:
        return tx.execute(query).all()[number]


def first(office: Office) -> AttemptId:
    return AttemptId(row(office).attempt_id)


def point(office: Office) -> Any:
    query = sa.select(schema.contact_point).where(schema.contact_point.c.value == NUMBER)
    with office.store.read() as tx:
        return tx.execute(query).first()


def tasks(office: Office) -> list[str]:
    query = sa.select(schema.task.c.kind).where(schema.task.c.closed_at.is_(None))
    with office.store.read() as tx:
        return list(tx.execute(query.order_by(schema.task.c.kind)).scalars())


def outcomes(office: Office) -> int:
    return office.desk.kinds().count("contact.outcome")


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (["queued", "sent", "delivered"], "delivered"),
        (["delivered", "sent", "sending"], "delivered"),
        (["sent", "undelivered", "delivered"], "failed"),
        (["delivered", "failed"], "delivered"),
        (["read"], "delivered"),
        (["sent", "sent"], "accepted"),
        (["canceled"], "failed"),
        (["no-such-status"], "accepted"),
    ],
)
def test_the_state_never_goes_backwards(
    office: Office, customer: Customer, told: list[str], state: str
) -> None:
    assert {tell(office, first(office), status).status_code for status in told} == {204}
    assert row(office).state == state


def test_what_is_told_again_changes_nothing(office: Office, customer: Customer) -> None:
    before = outcomes(office)
    for _ in range(5):
        assert tell(office, first(office), "delivered").status_code == 204
    assert outcomes(office) == before + 1


def test_twenty_at_once_are_one(office: Office, customer: Customer) -> None:
    attempt_id, before = first(office), outcomes(office)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: tell(office, attempt_id, "delivered").status_code, range(20)))
    assert answers == [204] * 20
    assert outcomes(office) == before + 1


def test_a_code_that_is_left_out_later_is_kept(office: Office, customer: Customer) -> None:
    tell(office, first(office), "undelivered", "30005")
    tell(office, first(office), "failed")
    assert row(office).code == "30005"


@pytest.mark.parametrize("token", ["another-token", ""])
def test_a_forged_signature_changes_nothing(office: Office, customer: Customer, token: str) -> None:
    pairs = [("MessageSid", SID), ("MessageStatus", "failed")]
    answer = call(office, status_path(first(office)), pairs, token=token)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert row(office).state == "accepted"


def test_a_signature_for_another_host_is_none(office: Office, customer: Customer) -> None:
    pairs = [("MessageSid", SID), ("MessageStatus", "failed")]
    path = status_path(first(office))
    assert call(office, path, pairs, base="https://evil.example").status_code == 403
    answer = call(
        office,
        path,
        pairs,
        base="https://evil.example",
        Host="evil.example",
        **{"X-Forwarded-Host": "evil.example"},
    )
    assert answer.status_code == 403


def test_a_genuine_request_sent_to_another_attempt_is_none(office: Office, customer: Customer) -> None:
    pairs = [("MessageSid", SID), ("MessageStatus", "failed")]
    signed = signature(ADDRESS + status_path(AttemptId(office.desk.ids.new())), pairs)
    answer = call(office, status_path(first(office)), pairs, **{"X-Twilio-Signature": signed})
    assert answer.status_code == 403


def test_a_field_added_on_the_way_is_noticed(office: Office, customer: Customer) -> None:
    path, pairs = status_path(first(office)), [("MessageSid", SID), ("MessageStatus", "failed")]
    signed = signature(ADDRESS + path, pairs)
    answer = call(office, path, [*pairs, ("ErrorCode", "21610")], **{"X-Twilio-Signature": signed})
    assert answer.status_code == 403


def test_the_token_before_is_good_while_they_are_exchanged(office: Office, customer: Customer) -> None:
    pairs = [("MessageSid", SID), ("MessageStatus", "delivered")]
    assert call(office, status_path(first(office)), pairs, token=OLD_TOKEN).status_code == 204
    assert row(office).state == "delivered"


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [("MessageSid", SID)],
        [("MessageStatus", "failed")],
        [("MessageSid", "x\0y"), ("MessageStatus", "failed")],
        [("MessageSid", SID), ("MessageStatus", "failed\0")],
        [("MessageSid", SID), ("MessageStatus", "sent"), ("MessageStatus", "failed")],  # the first one counts
        [("MessageSid", SID), ("MessageStatus", "sent"), ("ErrorCode", "9" * 400), ("Ünï", "¿✓")],
    ],
)
def test_odd_fields_do_no_harm(office: Office, customer: Customer, pairs: list[tuple[str, str]]) -> None:
    assert call(office, status_path(first(office)), pairs).status_code == 204
    assert row(office).state == "accepted"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"MessageSid=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=%d" % n for n in range(300)), "application/x-www-form-urlencoded", 400),
        (b"x" * 300_000, "application/x-www-form-urlencoded", 413),
        (b"{}", "application/json", 415),
        (b"--x--", "multipart/form-data; boundary=x", 415),
        (b"", "", 415),
    ],
)
def test_what_is_no_form_is_refused(
    office: Office, customer: Customer, body: bytes, kind: str, status: int
) -> None:
    path = status_path(first(office))
    answer = office.client.post(path, content=body, headers={"Content-Type": kind})
    assert answer.status_code == status


def test_an_address_that_belongs_to_no_attempt_is_told_so(office: Office) -> None:
    pairs = [("MessageSid", SID), ("MessageStatus", "failed")]
    assert call(office, "/webhooks/twilio/status/" + "A" * 43, pairs).status_code == 404


def test_news_of_an_attempt_that_is_not_there_yet_wait_for_it(office: Office) -> None:
    """As after a crash between a standby and its leader: the provider knows more than we do."""
    customer, _ = office.customer(PointKind.MOBILE)
    office.send(customer, Channel.SMS)
    attempt = row(office)
    with office.store.begin() as tx:
        tx.execute(sa.delete(schema.attempt))
    assert tell(office, AttemptId(attempt.attempt_id), "delivered").status_code == 204
    with office.store.begin() as tx:
        tx.execute(sa.insert(schema.attempt).values(**attempt._mapping))
    for changed in (1, 0):
        with office.store.begin() as tx:
            applied = apply_waiting(tx, office.desk.ledger, now=office.desk.clock.now(), ids=office.desk.ids)
        assert applied.changed == changed
    assert row(office).state == "delivered"


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_a_callback_before_our_own_commit_is_believed(office: Office, state: str) -> None:
    customer, _ = office.customer(PointKind.MOBILE)
    office.desk.adapters[Channel.SMS].answer_next(Unknown("deadline"))
    office.send(customer, Channel.SMS)
    assert tasks(office) == ["unknown-outcome"]
    with office.store.begin() as tx:
        tx.execute(sa.update(schema.attempt).values(state=state))
    tell(office, first(office), "sent")
    assert (row(office).state, row(office).provider_reference) == ("accepted", SID)
    if state == "unknown":
        assert tasks(office) == []


def test_what_had_not_left_and_did_is_counted_and_not_sent_again(office: Office) -> None:
    customer, _ = office.customer(PointKind.MOBILE)
    refused = NotSent(scope=Scope.TRANSIENT, retryable=True, code="connect refused")
    office.desk.adapters[Channel.SMS].answer_next(refused)
    office.send(customer, Channel.SMS)
    assert row(office).state == "rejected"
    tell(office, first(office), "delivered")
    office.desk.clock.advance(hours=1)
    office.dispatch()
    assert office.desk.states() == ["delivered"]


@pytest.mark.parametrize("code", ["30005", "30006", "21211"])
def test_a_number_that_takes_no_texts_is_used_for_none_and_the_next_channel_is_taken(
    office: Office, code: str
) -> None:
    customer, _ = office.customer(PointKind.MOBILE, PointKind.EMAIL)
    office.send(customer, Channel.SMS)
    with office.store.begin() as tx:
        tx.execute(sa.update(schema.outreach).values(channels=["sms", "email"]))
    tell(office, first(office), "undelivered", code)
    office.dispatch()
    assert (point(office).unfit_for, point(office).retired_at) == (["sms"], None)
    assert office.desk.states() == ["failed", "accepted"]
    assert len(office.desk.email.sent) == 1


def test_a_handset_that_is_not_reached_is_tried_once_more_tomorrow(
    office: Office, customer: Customer
) -> None:
    tell(office, first(office), "undelivered", "30003")
    office.dispatch()
    assert office.desk.states() == ["failed"]
    office.desk.clock.advance(timedelta(days=7))
    office.dispatch()
    assert office.desk.states() == ["failed", "accepted"]
    assert point(office).unfit_for == []


def test_a_number_that_fails_three_times_in_a_month_is_unfit(office: Office, customer: Customer) -> None:
    for number in range(3):
        tell(office, AttemptId(row(office, number).attempt_id), "undelivered", "30008", f"SM{number:032x}")
        office.desk.clock.advance(timedelta(days=8))
        office.dispatch()
    assert office.desk.states() == ["failed"] * 3
    assert point(office).unfit_for == ["sms"]
    assert "delivery-failed" in tasks(office)


@pytest.mark.parametrize("code", ["21610", "30004"])
def test_a_refusal_that_the_provider_knows_holds_for_everybody_at_that_number(
    office: Office, customer: Customer, code: str
) -> None:
    other, _ = office.customer(PointKind.MOBILE, number="B-1")
    tell(office, first(office), "undelivered", code)
    query = sa.select(schema.event.c.customer_id, schema.event.c.body).where(schema.event.c.type == "opt_out")
    with office.store.read() as tx:
        stops = {one.customer_id: one.body for one in tx.execute(query)}
    assert set(stops) == {customer.customer_id, other.customer_id}
    assert all(body == {"channel": "sms", "revokes_consent": True} for body in stops.values())
    office.desk.clock.advance(timedelta(days=8))
    office.dispatch()
    assert office.desk.states() == ["failed"], "and never again"


@pytest.mark.parametrize(("code", "task"), [("30007", "delivery-failed"), ("30034", "sender-refused")])
def test_what_is_our_own_fault_is_put_before_a_person_and_not_repeated(
    office: Office, customer: Customer, code: str, task: str
) -> None:
    tell(office, first(office), "undelivered", code)
    office.desk.clock.advance(timedelta(days=8))
    office.dispatch()
    assert office.desk.states() == ["failed"]
    assert tasks(office) == [task]


def test_a_required_notice_that_did_not_arrive_is_owed_still(office: Office) -> None:
    customer, _ = office.customer(PointKind.EMAIL)
    with office.store.begin() as tx:
        a_contact_point(tx, office.desk.ids, customer, PointKind.POSTAL)
    office.send(customer, Channel.EMAIL)
    with office.store.begin() as tx:
        tx.execute(sa.update(schema.attempt).values(kind="required_by_law"))
    tell(office, first(office), "undelivered", "30005")
    query = sa.select(schema.outreach).where(schema.outreach.c.origin == "obligation")
    with office.store.read() as tx:
        (owed,) = tx.execute(query).all()
    assert (owed.kind, owed.channels, owed.state) == ("required_by_law", ["letter"], "due")
    assert tasks(office) == ["notice-undelivered"]


def test_the_log_holds_nothing_of_a_refused_request(
    office: Office, customer: Customer, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = [("MessageSid", SID), ("From", NUMBER), ("Body", "a secret")]
    call(office, status_path(first(office)), pairs, token="wrong")
    said = capsys.readouterr()
    assert "webhook:twilio:refused" in said.out + said.err
    assert NUMBER not in said.out + said.err
    assert "a secret" not in said.out + said.err
