"""What does a text change, whoever sends it, and what do we answer?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from gateway.domain.ids import EntryId
from gateway.domain.portfolio import Customer
from gateway.domain.words import Channel, PointKind
from gateway.inbound import InboundMessage, receive
from gateway.store import schema
from gateway.tasks import words_of
from tests.builders.office import Office
from tests.builders.twilio_callback import call

NUMBER = "+12125550123"
PATH = "/webhooks/twilio/inbound"
OURS = "+15185550101"


def text(office: Office, body: str, number: int = 1, sender: str = NUMBER, **more: str) -> Any:
    """Receive a text."""
    sid = f"SM{number:032x}"
    pairs = [("MessageSid", sid), ("From", sender), ("To", OURS), ("Body", body), ("NumMedia", "0")]
    return call(office, PATH, pairs + list(more.items()))


def events(office: Office, customer: Customer) -> list[str]:
    columns = schema.event.c
    query = sa.select(columns.type).where(columns.customer_id == customer.customer_id)
    with office.store.read() as tx:
        return list(tx.execute(query.order_by(columns.event_id)).scalars())


def tasks(office: Office) -> list[Any]:
    with office.store.read() as tx:
        return tx.execute(sa.select(schema.task).order_by(schema.task.c.kind)).all()


def texts(office: Office) -> list[str]:
    """What left, beginning with the first text."""
    office.dispatch()
    return [message.text for message in office.desk.adapters[Channel.SMS].sent]


@pytest.fixture
def customer(office: Office) -> Customer:
    """Somebody to whom we wrote."""
    customer, _ = office.customer(PointKind.MOBILE)
    office.send(customer, Channel.SMS)
    return customer


def test_a_stop_takes_effect_and_is_confirmed_once(office: Office, customer: Customer) -> None:
    answer = text(office, "STOP")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    assert answer.text.endswith("<Response/>")
    assert events(office, customer) == ["sms", "opt_out"]
    text(office, "STOP", 2)
    text(office, "Stop!!", 3)
    assert texts(office)[1:] == ["Acme: you will get no more texts from us at this number."]
    assert tasks(office) == []


def test_after_a_stop_nothing_more_goes_there(office: Office, customer: Customer) -> None:
    text(office, "unsubscribe")
    texts(office)
    office.desk.clock.advance(timedelta(days=30))
    office.send(customer, Channel.SMS, step="second")
    assert len(texts(office)) == 2


def test_the_same_text_is_received_once(office: Office, customer: Customer) -> None:
    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(lambda _: text(office, "STOP").status_code, range(10)))
    assert codes == [200] * 10
    assert events(office, customer) == ["sms", "opt_out"]


def test_a_stop_holds_for_everybody_who_has_the_number(office: Office, customer: Customer) -> None:
    other, _ = office.customer(PointKind.MOBILE, number="B-1")
    text(office, "STOP")
    assert events(office, other) == ["opt_out"]
    assert len(texts(office)) == 2, "and is confirmed once"


def test_a_confirmation_that_would_come_late_is_none(office: Office, customer: Customer) -> None:
    text(office, "STOP")
    office.desk.clock.advance(timedelta(minutes=5))
    assert len(texts(office)) == 1


def test_where_twilio_has_answered_we_do_not(office: Office, customer: Customer) -> None:
    text(office, "Arrêt", OptOutType="STOP")
    assert events(office, customer) == ["sms", "opt_out"]
    assert len(texts(office)) == 1


def test_the_confirmation_goes_to_the_number_that_asked(office: Office) -> None:
    customer, _ = office.customer(PointKind.MOBILE)
    with office.store.begin() as tx:
        values = {
            "contact_point_id": office.desk.ids.new(),
            "customer_id": customer.customer_id,
            "position": 9,
        }
        tx.execute(sa.insert(schema.contact_point).values(kind="mobile", value="+12125550177", **values))
    text(office, "STOP", sender="+12125550177")
    texts(office)
    assert [message.to for message in office.desk.adapters[Channel.SMS].sent] == ["+12125550177"]


def test_help_is_answered_once_a_day(office: Office, customer: Customer) -> None:
    for number in range(3):
        text(office, "HELP", number + 1)
        texts(office)
    assert len(texts(office)) == 2
    assert texts(office)[1] == (
        "Acme writes to you about your account. To talk to somebody, call +15185550100.\n"
        "Reply STOP to end texts to this number."
    )
    office.desk.clock.advance(timedelta(days=1))
    text(office, "help?", 9)
    assert len(texts(office)) == 3


def test_help_is_answered_also_after_a_stop(office: Office, customer: Customer) -> None:
    text(office, "STOP")
    texts(office)
    office.desk.clock.advance(timedelta(hours=2))
    text(office, "HELP", 2)
    assert len(texts(office)) == 3


def test_start_lifts_the_stop(office: Office, customer: Customer) -> None:
    text(office, "STOP")
    texts(office)
    office.desk.clock.advance(timedelta(minutes=1))
    text(office, "START", 2)
    assert events(office, customer) == ["sms", "opt_out", "sms", "opted_back_in"]
    assert len(texts(office)) == 2


def test_any_other_text_waits_for_a_person_uncut(office: Office, customer: Customer) -> None:
    words = "  I'll pay Friday 👍\n\nsent from my phone  "
    text(office, words, NumMedia="2")
    (task,) = tasks(office)
    assert (task.kind, task.customer_id) == ("inbound-text", customer.customer_id)
    with office.store.read() as tx:
        shown = words_of(tx, office.desk.ledger, task.task_id)
    assert words in shown
    assert NUMBER in shown
    assert "Friday" not in task.text


def test_a_text_lies_in_the_sealed_part_alone(office: Office, customer: Customer) -> None:
    text(office, "zebra crossing")
    with office.store.read() as tx:
        for table in schema.metadata.sorted_tables:
            for row in tx.execute(sa.select(table)):
                assert "zebra" not in str(tuple(row)), table.name


def test_a_text_from_nobody_we_know_is_kept_and_waits(office: Office, customer: Customer) -> None:
    text(office, "STOP", sender="+12125559999")
    (task,) = tasks(office)
    assert (task.kind, task.customer_id) == ("unmatched-inbound", None)
    assert events(office, customer) == []
    with office.store.read() as tx:
        entry = office.desk.ledger.open(tx, EntryId(UUID(task.reference)))
    assert entry["private"]["text"] == "STOP"


def test_a_text_concerns_whom_we_wrote_to_last(office: Office) -> None:
    first, _ = office.customer(PointKind.MOBILE)
    office.send(first, Channel.SMS)
    office.desk.clock.advance(timedelta(hours=1))
    second, _ = office.customer(PointKind.MOBILE, number="B-1")
    office.send(second, Channel.SMS)
    text(office, "who is this?")
    assert (events(office, first), events(office, second)) == ([], ["sms"])


@pytest.mark.parametrize(
    ("body", "sender"),
    [("\0null", NUMBER), ("x" * 5000, NUMBER), ("", NUMBER), ("STOP", "262966"), ("hi", "whatsapp:+1"),
     ("🛑" * 700, NUMBER), ("=cmd|' /C calc'!A0", NUMBER), ("\u202etxet", NUMBER), ("hi", "\0")],
)  # fmt: skip
def test_odd_texts_do_no_harm(office: Office, customer: Customer, body: str, sender: str) -> None:
    assert text(office, body, sender=sender).status_code == 200


def test_a_forged_text_changes_nothing(office: Office, customer: Customer) -> None:
    pairs = [("MessageSid", "SM" + "1" * 32), ("From", NUMBER), ("Body", "START")]
    assert call(office, PATH, pairs, token="wrong").status_code == 403
    assert events(office, customer) == []


def test_a_text_that_breaks_the_understanding_is_kept_all_the_same(
    office: Office, customer: Customer, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(text: str, **about: Any) -> Any:
        raise ValueError(text)

    message = InboundMessage(
        Channel.SMS, "twilio", "SM1", NUMBER, OURS, "secret words", office.desk.clock.now()
    )
    with office.store.begin() as tx:
        receive(
            tx,
            office.desk.ledger,
            message,
            now=office.desk.clock.now(),
            ids=office.desk.ids,
            understand=broken,
        )
    assert [task.kind for task in tasks(office)] == ["inbound-text"]
    said = capsys.readouterr()
    assert "inbound:understand:broken" in said.out
    assert "secret" not in said.out + said.err


def test_whoever_answers_from_another_address_is_known_by_what_they_answer(
    office: Office, customer: Customer
) -> None:
    with office.store.begin() as tx:
        attempt_id = tx.execute(sa.select(schema.attempt.c.attempt_id)).scalar_one()
        message = InboundMessage(
            Channel.SMS, "twilio", "SM1", "+12125559999", OURS, "stop", office.desk.clock.now(), attempt_id
        )
        receive(tx, office.desk.ledger, message, now=office.desk.clock.now(), ids=office.desk.ids)
    assert events(office, customer) == ["sms", "opt_out"]
