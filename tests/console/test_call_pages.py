"""Can a collector call from the console, and is the number shown only when the rulebook allowed the call?"""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.domain.ids import CustomerId
from gateway.domain.portfolio import Account
from gateway.domain.words import PointKind, Role
from gateway.events import NewEvent, record_events
from gateway.store import schema
from tests.builders.office import OUR_FORM, Office

NUMBER = "+12125550145"


def wanted(office: Office, **who: Any) -> tuple[Account, str]:
    """Put a call on the list from the account's page; return the account and the call's page."""
    _, account = office.customer(
        PointKind.LANDLINE, is_company=False, name="Alex Rivera", birth_year=1980, **who
    )
    office.sign_in()
    answer = office.client.post(
        f"/accounts/{account.account_id}/calls",
        data={"template": "call", "key": "1"},
        headers=OUR_FORM,
        follow_redirects=False,
    )
    assert answer.status_code == 303
    return account, answer.headers["location"]


def begun(office: Office, page: str) -> str:
    answer = office.client.post(f"{page}/begin", headers=OUR_FORM, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_the_number_is_shown_after_the_click_and_not_before(office: Office) -> None:
    account, page = wanted(office)
    for before in (page, "/calls", f"/accounts/{account.account_id}"):
        assert NUMBER not in office.client.get(before).text
    shown = office.client.get(begun(office, page)).text
    assert NUMBER in shown
    assert "1980" in shown
    assert "Alex Rivera" in shown


def test_outside_the_hours_the_page_says_from_when(office: Office) -> None:
    _, page = wanted(office)
    office.desk.clock.advance(hours=14)
    office.sign_in()
    answer = office.client.post(f"{page}/begin", headers=OUR_FORM)
    assert answer.status_code == 200
    assert "You may call from" in answer.text
    assert NUMBER not in answer.text


def test_the_form_writes_the_outcome_once(office: Office) -> None:
    account, page = wanted(office)
    made = begun(office, page)
    form = {"outcome": "right-party", "promise_on": "2027-03-05", "note": "Payday."}
    first = office.client.post(made, data=form, headers=OUR_FORM)
    assert "It is written down" in first.text
    again = office.client.post(made, data=form, headers=OUR_FORM)
    assert "This was told before" in again.text
    story = office.client.get(f"/accounts/{account.account_id}").text
    assert "spoke with the customer" in story


def test_a_wrong_form_keeps_what_was_typed(office: Office) -> None:
    _, page = wanted(office)
    made = begun(office, page)
    answer = office.client.post(
        made, data={"outcome": "no-answer", "stop_calls": "yes", "note": "Loud music."}, headers=OUR_FORM
    )
    assert answer.status_code == 422
    assert "Loud music." in answer.text
    assert 'id="wrong-stop_calls"' in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        {"callback_at": "0001-01-01T00:00"},
        {"callback_at": "9999-12-31T23:59"},
        {"promise_on": "9999-12-31"},
        {"promise_on": "2027-03-05", "promise_amount": "1e17"},
        {"promise_on": "2027-03-05", "promise_amount": "NaN"},
        {"promise_on": "2027-03-05", "promise_amount": "0.001"},
        {"not_from": "25:00", "not_to": "<script>"},
        {"outcome": "<script>alert(1)</script>"},
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_written(
    office: Office, fields: dict[str, str]
) -> None:
    _, page = wanted(office)
    made = begun(office, page)
    form = {"outcome": "right-party", **fields}
    answer = office.client.post(made, data=form, headers=OUR_FORM)
    assert answer.status_code == 422
    assert "<script>" not in answer.text
    assert "Nothing was written yet" in answer.text


def test_a_stop_after_the_click_is_said_where_the_number_stands(office: Office) -> None:
    _, page = wanted(office)
    made = begun(office, page)
    assert "since you pressed the button" not in office.client.get(made).text
    now = office.desk.clock.now()
    with office.store.begin() as tx:
        who = tx.execute(sa.select(schema.customer.c.customer_id)).scalar_one()
        no = NewEvent("opt_out", now, CustomerId(who), body={"channel": "voice"})
        record_events(tx, office.desk.ledger, [no], now=now, ids=office.desk.ids, source="portal")
    assert "since you pressed the button" in office.client.get(made).text
    again = office.client.post(f"{page}/begin", headers=OUR_FORM, follow_redirects=False)
    assert again.status_code == 409
    assert "tell what it came to" in again.text
    assert NUMBER not in again.text


def test_names_and_notes_are_shown_as_they_stand(office: Office) -> None:
    evil = "<img src=x onerror=alert(1)>"
    with office.store.begin() as tx:
        tx.execute(sa.update(schema.customer).values(name=evil))
    _, page = wanted(office)
    with office.store.begin() as tx:
        tx.execute(sa.update(schema.customer).values(name=evil))
    made = begun(office, page)
    bad = office.client.post(made, data={"outcome": "busy", "note": evil, "disputes": "1"}, headers=OUR_FORM)
    for text in (office.client.get("/calls").text, office.client.get(made).text, bad.text):
        assert evil not in text
        assert "&lt;img" in text


@pytest.mark.parametrize("origin", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_no_other_site_begins_or_ends_a_call(office: Office, origin: dict[str, str]) -> None:
    _, page = wanted(office)
    assert office.client.post(f"{page}/begin", headers=origin).status_code == 403
    made = begun(office, page)
    assert office.client.post(made, data={"outcome": "busy"}, headers=origin).status_code == 403


def test_an_auditor_reads_the_list_and_sees_no_number(office: Office) -> None:
    _, page = wanted(office)
    made = begun(office, page)
    office.sign_in(Role.AUDITOR)
    assert office.client.get("/calls").status_code == 200
    assert office.client.get(made).status_code == 403
    assert office.client.post(f"{page}/begin", headers=OUR_FORM).status_code == 403


def test_a_call_of_another_customer_is_not_found(office: Office) -> None:
    office.sign_in()
    nobody = "00000000-0000-7000-8000-000000000000"
    assert office.client.get(f"/calls/{nobody}").status_code == 404
    assert office.client.get(f"/calls/made/{nobody}").status_code == 404


def test_a_program_calls_the_same_way(office: Office) -> None:
    office.customer(PointKind.LANDLINE, is_company=False, birth_year=1980)
    key = office.key(Role.COLLECTOR)
    call = office.client.post("/v1/calls", json={"account_number": "A-1"}, headers=key).json()["call_id"]
    listed = office.client.get("/v1/calls", headers=key).json()["calls"]
    assert [one["call_id"] for one in listed] == [call]
    assert NUMBER not in str(listed)
    begun = office.client.post(f"/v1/calls/{call}/begin", headers=key)
    assert begun.status_code == 201
    assert begun.json()["number"] == NUMBER
    address = f"/v1/calls/made/{begun.json()['attempt_id']}"
    told = office.client.post(f"{address}/outcome", json={"outcome": "busy"}, headers=key)
    assert (told.status_code, told.json()["result"]) == (200, "busy")
    assert office.client.get(address, headers=key).json()["outcome"] == "busy"


def test_no_adapter_is_asked(office: Office) -> None:
    _, page = wanted(office)
    begun(office, page)
    office.dispatch()
    assert not any(adapter.sent for adapter in office.desk.adapters.values())
    with office.store.read() as tx:
        assert tx.execute(schema.attempt.select()).one().adapter == "collector"


def test_the_kept_message_says_what_the_collector_said(office: Office) -> None:
    _, page = wanted(office)
    made = begun(office, page)
    shown = office.client.get(made.replace("/calls/made/", "/messages/")).text
    assert re.search(r"may I speak with Alex Rivera", shown)
