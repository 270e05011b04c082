"""What does a call say to whom, what does it bring about, and what has it come to?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.domain.words import PointKind
from gateway.events import NewEvent, record_events
from gateway.store import Store, history, schema
from gateway.voice import RecordingRules
from gateway.why.call_results import came_to
from tests.builders.contact_point import a_contact_point
from tests.builders.creditor import a_creditor
from tests.builders.office import ADDRESS, Office, an_office
from tests.builders.phone_call import (
    PASSED,
    RIGHT,
    a_phone,
    address,
    attempt,
    ends,
    events,
    placed,
    somebody,
)
from tests.builders.twilio_callback import call
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.phone import HANGS_UP, SILENT

LIMITED = "Hello Alex Rivera. This is Pat Kim from Acme. Please call me back at +15185550100."
DEBT = ("$", "A-1", "1,250", "account", "pay")


def tasks(office: Office) -> list[str]:
    query = sa.select(schema.task.c.kind).where(schema.task.c.closed_at.is_(None))
    with office.store.read() as tx:
        return list(tx.execute(query.order_by(schema.task.c.kind)).scalars())


def called(office: Office, *keys: str, template: str = "reminder-1", **phone: Any) -> tuple[Any, Any]:
    """Call somebody, press keys until the end, and return the telephone and the attempt's row."""
    who = somebody(office)
    one = placed(office, who, template)
    at_the_other_end = a_phone(office, *keys, **phone)
    at_the_other_end.call(address(one))
    ends(office, one, at_the_other_end)
    return at_the_other_end, attempt(office)


def test_a_promise_is_repeated_back_and_counts_once_confirmed(office: Office) -> None:
    phone, row = called(office, *PASSED, "1", "3#", "1")
    (promise,) = events(office, "promise_to_pay")
    assert promise.body == {"due_on": "2027-03-04", "amount": "1250.50", "currency": "USD"}
    assert "$1,250.50 by Thursday, March 4, 2027" in phone.heard[-2]
    assert "have noted" in phone.heard[-1]
    assert (row.state, row.result, row.code) == ("delivered", "conversation", "right-party")


def test_a_day_may_be_keyed_in_as_month_and_day_and_changed(office: Office) -> None:
    called(office, *PASSED, "1", "0315#", "2", "0320#", "1")
    (promise,) = events(office, "promise_to_pay")
    assert promise.body["due_on"] == "2027-03-20"


@pytest.mark.parametrize("last", [("1", "3#"), ("1", "3#", HANGS_UP), ("1", "3#", "5", "5", "5")])
def test_whoever_hangs_up_or_does_not_confirm_has_promised_nothing(
    office: Office, last: tuple[str, ...]
) -> None:
    _, row = called(office, *PASSED, *last)
    assert events(office) == []
    assert row.result == "conversation"


@pytest.mark.parametrize("day", ["60#", "0501#", "1345#", "123#", "#", "*1#"])
def test_a_day_that_is_none_or_too_far_away_is_asked_for_again(office: Office, day: str) -> None:
    phone, _ = called(office, *PASSED, "1", day, day, day)
    assert "No promise was noted" in phone.heard[-1]
    assert events(office) == []


def test_a_creditor_says_how_far_ahead_may_be_promised(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    office = an_office(store, clock, ids, creditor=a_creditor(promise_within_days=7))
    phone, _ = called(office, *PASSED, "1", "8#", "7#", "1")
    assert any("at most 7 days" in words for words in phone.heard)
    assert [one.body["due_on"] for one in events(office, "promise_to_pay")] == ["2027-03-08"]


def test_the_balance_can_be_heard_again(office: Office) -> None:
    phone, _ = called(office, *PASSED, "3")
    assert sum("$1,250.50" in words for words in phone.heard) == 2


def test_a_dispute_is_recorded_at_once_and_put_before_a_person(office: Office) -> None:
    called(office, *PASSED, "2")
    (dispute,) = events(office, "dispute")
    assert dispute.body["scope"] == "whole"
    assert tasks(office) == ["dispute"]


def test_whoever_wants_to_talk_is_called_back_where_there_is_no_number(office: Office) -> None:
    phone, _ = called(office, *PASSED, "0")
    assert tasks(office) == ["call-back"]
    assert [one.body["reason"] for one in events(office, "hold")] == ["call-back"]
    assert "call you back" in phone.heard[-1]


@pytest.mark.parametrize(("ends_as", "kinds"), [("completed", []), ("no-answer", ["call-back"])])
def test_a_transfer_that_nobody_takes_becomes_a_call_back(
    store: Store, clock: FixedClock, ids: SeededIds, ends_as: str, kinds: list[str]
) -> None:
    office = an_office(store, clock, ids, creditor=a_creditor(transfer_to="+15185550199"))
    phone, _ = called(office, *PASSED, "0", transfer=ends_as)
    assert phone.put_through == ["+15185550199"]
    assert tasks(office) == kinds


def test_a_stop_before_the_check_holds_for_everybody_with_that_number(office: Office) -> None:
    other, _ = office.customer(number="B-1")
    with office.store.begin() as tx:
        a_contact_point(tx, office.desk.ids, other, PointKind.LANDLINE, value="+12125550123")
    called(office, "9")
    stops = events(office, "opt_out")
    assert len({one.customer_id for one in stops}) == 2
    assert all(one.contact_point_id for one in stops)
    assert all(one.body == {"channel": "voice", "revokes_consent": True} for one in stops)


def test_a_stop_of_the_right_person_ends_calls_to_every_number(office: Office) -> None:
    phone, _ = called(office, *PASSED, "9")
    assert [one.contact_point_id is None for one in events(office, "opt_out")].count(True) == 1
    assert phone.heard[-1] == "We will not call you again. Goodbye."


def test_a_wrong_person_retires_the_number_and_hears_of_nothing(office: Office) -> None:
    phone, row = called(office, "2")
    (wrong,) = events(office, "wrong_party")
    assert wrong.contact_point_id == row.contact_point_id
    assert not any(word in words for words in phone.heard for word in DEBT)
    assert row.result == "conversation"


def test_somebody_who_answers_for_a_person_who_is_out_changes_nothing(office: Office) -> None:
    phone, _ = called(office, "3")
    assert events(office) == []
    assert phone.heard[-1] == "Thank you. Goodbye."


@pytest.mark.parametrize("keys", [(), (SILENT,) * 3, ("5", "7", "*")])
def test_whoever_never_presses_a_key_that_means_something_learns_of_nothing(
    office: Office, keys: tuple[str, ...]
) -> None:
    phone, row = called(office, *keys)
    assert not any(word in words for words in phone.heard for word in DEBT)
    assert row.result == "dropped"
    assert phone.heard[-1].endswith("Goodbye.") or not keys


def test_wrong_answers_open_nothing_and_count_as_on_the_pages(office: Office) -> None:
    phone, row = called(office, "1", "10005#", "1981#", "10005#", "1980#")
    assert any("one more" in words or "once more" in words for words in phone.heard)
    assert "$1,250.50 is open" in " ".join(phone.heard)
    assert office.desk.kinds().count("check.failed") == 1
    assert row.result == "conversation"


def test_after_two_wrong_tries_the_call_ends_and_the_right_answer_is_not_heard(office: Office) -> None:
    phone, _ = called(office, "1", *("10005#", "1981#") * 2, *RIGHT)
    assert "could not confirm" in phone.heard[-1]
    assert "$" not in " ".join(phone.heard)


def test_wrong_answers_lock_calls_as_they_lock_pages(office: Office) -> None:
    who = somebody(office)
    one = placed(office, who)
    with office.store.begin() as tx:
        tx.execute(sa.insert(schema.check_failure).values(
            customer_id=who.customer_id, on=office.desk.clock.now().date(), count=10))  # fmt: skip
    phone = a_phone(office, *PASSED)
    assert "could not confirm" in phone.call(address(one))[-1]


def test_a_company_is_asked_for_an_invoice_spelled_by_its_keys(office: Office) -> None:
    customer, _ = office.customer(PointKind.LANDLINE)
    with office.store.begin() as tx:
        tx.execute(sa.update(schema.invoice).values(invoice_number="INV-1001"))
    phone = a_phone(office, "1", "10005#", "4681001#")
    heard = phone.call(address(placed(office, customer)))
    assert "speak for Northwind Traders" in heard[1]
    assert any("$1,250.50" in words for words in heard)


@pytest.mark.parametrize("who", ["machine_end_beep", "machine_end_silence", "machine_end_other"])
def test_a_machine_hears_the_limited_content_and_nothing_else(office: Office, who: str) -> None:
    phone, row = called(office, answered_by=who)
    assert phone.heard == [LIMITED]
    assert row.result == "limited_content_voicemail"


@pytest.mark.parametrize("who", ["machine_start", "fax", "machine_of_tomorrow"])
def test_a_machine_that_cannot_record_yet_hears_nothing(office: Office, who: str) -> None:
    phone, row = called(office, answered_by=who)
    assert phone.heard == []
    assert row.result == "no_message_possible"


@pytest.mark.parametrize("who", ["unknown", None, "something new"])
def test_where_nobody_knows_who_picked_up_only_a_key_shows_that_it_is_a_person(
    office: Office, who: str | None
) -> None:
    phone, row = called(office, SILENT, answered_by=who)
    assert phone.heard == [LIMITED]
    assert row.result == "limited_content_voicemail"


def test_somebody_who_presses_a_key_meanwhile_is_greeted(office: Office) -> None:
    phone, row = called(office, "5", *PASSED, answered_by="unknown")
    assert phone.heard[0] == LIMITED
    assert phone.heard[1].startswith("Hello. This call is for Alex Rivera.")
    assert row.result == "conversation"


def test_nothing_is_left_at_home_where_the_message_would_have_to_say_how_to_stop(office: Office) -> None:
    who = somebody(office, PointKind.LANDLINE)
    phone = a_phone(office, answered_by="machine_end_beep")
    assert phone.call(address(placed(office, who))) == []
    assert attempt(office).result == "no_message_possible"


def test_without_a_person_to_ask_for_nothing_is_left(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    office = an_office(store, clock, ids)
    phone, row = called(office, answered_by="machine_end_beep")
    assert phone.heard == []
    assert row.result == "no_message_possible"


def test_a_machine_that_was_taken_for_a_person_hears_no_more(office: Office) -> None:
    who = somebody(office)
    one = placed(office, who)
    phone = a_phone(office)
    first = phone.fetch(address(one))
    phone.answered_by = "machine_end_beep"
    then = phone.fetch(first.find("Gather").get("action"), Digits="1")
    assert [verb.tag for verb in then] == ["Hangup"]
    assert attempt(office).result == "voicemail", "more than the limited content was recorded"


def test_a_question_asked_again_gets_the_same_answer_and_is_recorded_once(office: Office) -> None:
    one = placed(office, somebody(office))
    phone = a_phone(office, *PASSED, "1", "3#")
    phone.call(address(one))
    confirm = f"{address(one)}/keys/6"
    answers = [phone.post(confirm, phone.fields(Digits="1")).text for _ in range(5)]
    assert len(set(answers)) == 1
    assert "have noted" in answers[0]
    assert len(events(office, "promise_to_pay")) == 1


def test_an_answer_to_an_earlier_question_changes_nothing(office: Office) -> None:
    one = placed(office, somebody(office))
    phone = a_phone(office, *PASSED)
    phone.call(address(one))
    late = phone.fetch(f"{address(one)}/keys/1", Digits="9")
    assert events(office) == []
    assert "press 1" in "".join(late.itertext())


def test_a_second_call_for_one_attempt_says_nothing(office: Office) -> None:
    one = placed(office, somebody(office))
    a_phone(office).call(address(one))
    assert a_phone(office, sid="CA" + "b" * 32).call(address(one)) == []


def test_a_second_call_that_ends_leaves_the_first_as_it_stands(office: Office) -> None:
    one = placed(office, somebody(office))
    first, second = a_phone(office, *PASSED), a_phone(office, sid="CA" + "b" * 32)
    first.call(address(one))
    ends(office, one, second)
    for path in ("keys/0", "keys/4", "transferred/0", "transferred/4"):
        answer = second.fetch(f"{address(one)}/{path}", Digits="2", DialCallStatus="no-answer")
        assert [verb.tag for verb in answer] == ["Hangup"]
    assert events(office) == []
    then = first.fetch(f"{address(one)}/keys/4", Digits="9")
    assert "not call you again" in "".join(then.itertext())


@pytest.mark.parametrize("path", ["", "/keys/4", "/keys/1", "/transferred/4"])
def test_a_genuine_request_sent_again_after_the_call_says_nothing_of_the_debt(
    office: Office, path: str
) -> None:
    one = placed(office, somebody(office))
    phone = a_phone(office, *PASSED)
    phone.call(address(one))
    ends(office, one, phone)
    again = phone.fetch(address(one) + path, Digits="3", DialCallStatus="no-answer")
    assert [verb.tag for verb in again] == ["Hangup"]
    assert (events(office), attempt(office).result) == ([], "conversation")


def test_what_is_stopped_while_it_rings_is_not_said(office: Office) -> None:
    one = placed(office, somebody(office))
    body = {"channel": "voice", "reason": "something is wrong"}
    assert office.client.post("/v1/stop", json=body, headers=office.key()).status_code == 201
    assert a_phone(office, "1").call(address(one)) == []


@pytest.mark.parametrize(
    ("type_", "body"),
    [("opt_out", {"channel": "voice"}), ("bankruptcy", {}), ("cease_request", {"written": True})],
)
def test_what_the_customer_says_elsewhere_while_it_rings_ends_the_call(
    office: Office, type_: str, body: dict[str, Any]
) -> None:
    who = somebody(office)
    one = placed(office, who)
    now = office.desk.clock.now()
    with office.store.begin() as tx:
        told = NewEvent(type_, now, who.customer_id, body=body)
        record_events(tx, office.desk.ledger, [told], now=now, ids=office.desk.ids, source="portal")
    assert a_phone(office, *PASSED).call(address(one)) == []
    assert attempt(office).result == "dropped"


def test_spanish_is_spoken_to_who_reads_it(office: Office) -> None:
    one = placed(office, somebody(office, language="es"))
    heard = a_phone(office, *PASSED, "1", "3#", "1").call(address(one))
    assert heard[1].startswith("Si usted es Alex Rivera, oprima 1.")
    assert "jueves, 4 de marzo de 2027" in heard[-1]


@pytest.mark.parametrize(
    ("status", "more", "state", "result"),
    [
        ("busy", {}, "failed", "busy"),
        ("no-answer", {}, "failed", "no_answer"),
        ("failed", {"SipResponseCode": "404"}, "failed", "out_of_service"),
        ("failed", {"SipResponseCode": "503"}, "failed", None),
        ("canceled", {}, "failed", None),
        ("completed", {"AnsweredBy": "human"}, "delivered", "dropped"),
        ("completed", {"AnsweredBy": "machine_start"}, "delivered", "limited_content_voicemail"),
        ("completed", {"AnsweredBy": "unknown"}, "delivered", "limited_content_voicemail"),
    ],
)
def test_what_became_of_a_call_that_never_asked_what_to_say(
    office: Office, status: str, more: dict[str, str], state: str, result: str | None
) -> None:
    one = placed(office, somebody(office))
    for _ in range(3):
        ends(office, one, a_phone(office), status, **more)
    row = attempt(office)
    assert (row.state, row.result) == (state, result)


def test_news_in_any_order_end_alike(office: Office) -> None:
    one = placed(office, somebody(office))
    phone = a_phone(office, *PASSED)
    for status in ("completed", "in-progress", "ringing", "initiated"):
        ends(office, one, phone, status)
    phone.call(address(one))
    assert (attempt(office).state, attempt(office).result) == ("delivered", "conversation")


def test_a_busy_line_is_tried_again_in_a_while_and_does_not_make_the_number_unfit(office: Office) -> None:
    one = placed(office, somebody(office))
    ends(office, one, a_phone(office), "busy")
    query = sa.select(schema.outreach.c.state, schema.outreach.c.due_at)
    with office.store.read() as tx:
        (again,) = tx.execute(query).all()
        unfit = tx.execute(sa.select(schema.contact_point.c.unfit_for)).scalar_one()
    assert (again.state, again.due_at) == ("due", office.desk.clock.now() + timedelta(minutes=15))
    assert unfit == []


def test_a_number_out_of_service_is_called_no_more(office: Office) -> None:
    one = placed(office, somebody(office, PointKind.LANDLINE))
    ends(office, one, a_phone(office), "failed", SipResponseCode="404")
    with office.store.read() as tx:
        point = tx.execute(sa.select(schema.contact_point)).one()
    assert (point.unfit_for, point.retired_at is not None) == (["voice"], True)


def test_the_ledger_says_what_a_call_came_to(office: Office) -> None:
    called(office, *PASSED, "1", "3#", "1")
    query = sa.select(schema.ledger_entry.c.entry_id).where(schema.ledger_entry.c.kind == "contact.outcome")
    with office.store.read() as tx:
        entries = tx.execute(query.order_by(schema.ledger_entry.c.subject_seq)).scalars().all()
        said = [office.desk.ledger.open(tx, one)["public"] for one in entries]
    results = [one.get("result") for one in said]
    assert results[-1] == "conversation"
    assert "right-party" in [one["code"] for one in said]


def test_the_fallback_says_the_limited_content_alone(office: Office) -> None:
    one = placed(office, somebody(office))
    for language, first in (
        ("en", "Hello. This is Pat Kim from Acme."),
        ("es", "Hola. Soy Pat Kim, de Acme."),
    ):
        (words,) = a_phone(office).call(f"{address(one)}/fallback/{language}")
        assert words.startswith(first)
    assert a_phone(office, caller="+15185550177").call(f"{address(one)}/fallback/en") == []


@pytest.mark.parametrize("path", ["", "/keys/1", "/transferred/1", "/fallback/en", "/status"])
def test_a_forged_request_is_refused(office: Office, path: str) -> None:
    one = placed(office, somebody(office))
    where = (address(one) + path).removeprefix(ADDRESS)
    assert call(office, where, a_phone(office).fields(), token="wrong").status_code == 403
    nobody = "/webhooks/twilio/voice/" + "A" * 43 + path
    assert call(office, nobody, a_phone(office).fields()).status_code == 404
    assert attempt(office).result is None


@pytest.mark.parametrize("keys", ["\0", "9\0", "A" * 500, "１", "9" * 41])
def test_odd_keys_are_not_understood(office: Office, keys: str) -> None:
    one = placed(office, somebody(office))
    phone = a_phone(office)
    phone.call(address(one))
    answer = phone.fetch(f"{address(one)}/keys/1", Digits=keys)
    assert "did not understand" in "".join(answer.itertext())
    assert events(office) == []


@pytest.mark.parametrize("one_party", [frozenset({"US-NY"}), frozenset[str]()])
def test_a_recorded_call_says_so_unless_one_party_suffices_and_begins_after_the_check(
    store: Store, clock: FixedClock, ids: SeededIds, one_party: frozenset[str]
) -> None:
    office = an_office(store, clock, ids, recording=RecordingRules(one_party))
    phone = a_phone(office, "1", "10005#")
    one = placed(office, somebody(office))
    heard = phone.call(address(one))
    assert heard[0].startswith("This call is recorded.") is not bool(one_party)
    assert phone.recorded == 0
    again = a_phone(office, sid=phone.sid)
    answer = again.fetch(f"{address(one)}/keys/3", Digits="1980")
    assert len(answer.findall("Start/Recording")) == 1
    assert answer[0].tag == "Start"


def test_no_machine_is_recorded(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    rules = RecordingRules(frozenset())
    office = an_office(store, clock, ids, creditor=a_creditor(contact_person="Pat Kim"), recording=rules)
    phone, _ = called(office, answered_by="machine_end_beep")
    assert (phone.heard, phone.recorded) == ([LIMITED], 0)


def test_why_says_in_words_what_a_call_came_to(office: Office) -> None:
    called(office, *PASSED, "1", "3#", "1")
    with office.store.read() as tx:
        (row,) = history.attempts_of(tx, attempt(office).customer_id)
    assert row.result == "conversation"
    assert came_to(row.result, row.code).startswith("the customer answered, passed the check")
