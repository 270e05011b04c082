"""Can other systems tell what they know, and ask what may be done?"""

from __future__ import annotations

import json
from typing import Any

import pytest

from compliance.decision import decide
from gateway.domain.words import Role
from tests.builders.office import Office
from tests.builders.question import a_question

ROW = {
    "customer_number": "C-9", "customer_name": "Mills", "invoice_number": "I-1", "due_on": "2027-02-01",
    "balance": "10.00", "currency": "USD", "country": "US", "email": "ap@lakeside.example",
}  # fmt: skip
STOP = {"type": "opt_out", "at": "2027-03-01T15:00:00Z", "customer_number": "C-7", "channel": "email"}


def told(office: Office, body: str, path: str = "/v1/events", **headers: str) -> Any:
    return office.client.post(path, content=body.encode(), headers=office.key() | headers)


@pytest.mark.parametrize(
    "body", [json.dumps(STOP), json.dumps(STOP, indent=1), json.dumps([STOP]), json.dumps(STOP) + "\n\n"]
)
def test_an_event_is_recorded_and_stops_what_waits(office: Office, body: str) -> None:
    customer, _ = office.customer(customer_number="C-7")
    answer = told(office, body)
    assert [one["type"] for one in answer.json()["recorded"]] == ["opt_out"]
    office.send(customer)
    assert office.desk.outreach()[0][0] == "refused"


def test_of_many_events_one_wrong_one_keeps_all_out_and_is_named(office: Office) -> None:
    office.customer(customer_number="C-7")
    answer = told(office, "\n".join(json.dumps(one) for one in (STOP, STOP | {"type": "sneeze"})))
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("event 2: type must be one of")
    assert "event.recorded" not in office.desk.kinds()


def test_an_event_with_an_id_of_its_own_is_recorded_once(office: Office) -> None:
    office.customer(customer_number="C-7")
    body = json.dumps(STOP | {"id": "crm-17"})
    first, again = told(office, body), told(office, body)
    assert [a.json()["recorded"][0]["is_new"] for a in (first, again)] == [True, False]


def test_there_is_a_most_to_how_many_events_come_at_once(office: Office) -> None:
    assert told(office, json.dumps([STOP] * 1001)).json()["detail"] == "send 1 to 1000 events at a time"
    assert told(office, "[]").status_code == 422


def test_portfolio_rows_are_taken_and_reported(office: Office) -> None:
    answer = told(office, json.dumps(ROW), "/v1/portfolio")
    assert answer.status_code == 200
    assert answer.json()["rows"]["new"] == 1
    assert "import.finished" in office.desk.kinds()


def test_a_bad_row_is_named_and_the_others_go_in(office: Office) -> None:
    body = "\n".join(json.dumps(row) for row in (ROW, ROW | {"invoice_number": "I-2", "balance": "ten"}))
    report = told(office, body, "/v1/portfolio").json()
    assert (report["rows"]["in"], report["rows"]["rejected"]) == (1, 1)
    assert report["rejected"][0]["column"] == "balance"


def test_where_nothing_can_be_taken_the_reason_is_given(office: Office) -> None:
    answer = told(office, json.dumps(ROW | {"balance": "ten"}), "/v1/portfolio")
    assert answer.status_code == 422
    assert "balance" in answer.json()["detail"]
    assert told(office, "", "/v1/portfolio").status_code == 422
    assert told(office, "\x00\x01", "/v1/portfolio").status_code == 422


def test_a_creditor_that_nobody_knows_is_refused(office: Office) -> None:
    answer = told(office, json.dumps(ROW), "/v1/portfolio?creditor=nobody")
    assert (answer.status_code, answer.json()["field"]) == (422, "creditor")


def test_a_question_gets_the_answer_of_the_command(office: Office) -> None:
    answer = office.client.post("/v1/decisions", json=a_question(), headers=office.key(Role.AUDITOR))
    assert answer.json() == decide(a_question(), office.parts.rulebook)


def test_a_malformed_question_names_the_field(office: Office) -> None:
    body = a_question() | {"channel": "pigeon"}
    answer = office.client.post("/v1/decisions", json=body, headers=office.key())
    assert (answer.status_code, answer.json()["field"]) == (422, "channel")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", None),
        (b"\xff", None),
        (b'{"at": NaN}', None),
        (b"[" * 50_000, None),
        (b"[]", None),
        (b'{"at": "2026-03-06T10:00:00Z", "at": "2026-03-07T10:00:00Z"}', "at"),
        (b'{"at": "2026-03-06T10:00:00"}', "at"),
    ],
    ids=lambda part: repr(part)[:14],
)
def test_what_is_no_question_is_unprocessable(office: Office, body: bytes, field: str | None) -> None:
    answer = office.client.post("/v1/decisions", content=body, headers=office.key())
    assert (answer.status_code, answer.json().get("field")) == (422, field)
