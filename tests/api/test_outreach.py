"""Can a collector ask for a contact and see at once whether, when and why it may go?"""

from __future__ import annotations

from typing import Any

import pytest

from gateway.domain.words import PointKind, Role
from gateway.events import NewEvent, record_events
from tests.builders.office import Office


def ask(office: Office, **overrides: Any) -> Any:
    body = {"account_number": "A-1", "channel": "email", "template": "statement"} | overrides
    return office.client.post("/v1/outreach", json=body, headers=office.key(Role.COLLECTOR))


def test_one_that_may_go_goes_with_the_next_dispatch(office: Office) -> None:
    office.customer()
    asked = ask(office).json()
    assert (asked["state"], asked["preview"]["verdict"]) == ("due", "allow")
    office.dispatch()
    key = office.key(Role.AUDITOR)
    found = office.client.get(f"/v1/outreach/{asked['outreach_id']}", headers=key).json()
    assert (found["state"], found["preview"]) == ("done", None)
    assert [attempt["state"] for attempt in found["attempts"]] == ["accepted"]
    assert "Statement" in office.desk.email.sent[0].subject or office.desk.email.sent[0].text


def test_one_that_has_to_wait_says_until_when_and_why(office: Office) -> None:
    office.desk.clock.advance(hours=12)  # 23:00 in New York
    office.customer()
    preview = ask(office).json()["preview"]
    assert preview["verdict"] == "defer"
    assert preview["permitted_at"].startswith("2027-03-02T1")
    assert "It is 23:00 in New York" in preview["because"]
    verdicts = [v for ruling in preview["rulings"] for v in ruling["verdicts"]]
    assert [v["source"] for v in verdicts if v["verdict"] == "defer"]


def test_one_that_may_not_go_stays_and_says_why(office: Office) -> None:
    customer, _ = office.customer()
    stop = NewEvent("opt_out", office.desk.clock.now(), customer.customer_id, body={"channel": "email"})
    with office.store.begin() as tx:
        record_events(tx, office.desk.ledger, [stop], now=stop.at, ids=office.desk.ids, source="record")
    asked = ask(office).json()
    assert asked["preview"]["verdict"] == "refuse"
    assert asked["preview"]["permitted_at"] is None
    office.dispatch()
    found = office.client.get(f"/v1/outreach/{asked['outreach_id']}", headers=office.key()).json()
    assert (found["state"], found["preview"]["verdict"]) == ("refused", "refuse")


def test_not_before_is_kept_to(office: Office) -> None:
    office.customer()
    asked = ask(office, not_before="2027-03-05T15:00:00-05:00").json()
    assert asked["preview"]["permitted_at"] == "2027-03-05T20:00:00+00:00"
    office.dispatch()
    assert office.desk.email.sent == []


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"account_number": "nobody's"}, 404, None),
        ({"template": "love-letter"}, 422, "template"),
        ({"template": "validation-notice"}, 422, "template"),  # due by law, with facts of its own
        ({"template": "call"}, 422, "template"),  # what a person says
        ({"template": "voicemail", "channel": "voice"}, 422, "template"),  # left on machines
        ({"channel": "pigeon"}, 422, "channel"),
        ({"not_before": "2027-03-05T15:00:00"}, 422, "not_before"),
        ({"not_before": "9999-12-31T23:59:59Z"}, 422, "not_before"),
        ({"creditor": "unknown"}, 404, None),
        ({"acount": "A-1"}, 422, "acount"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_by_name(
    office: Office, wrong: dict[str, Any], status: int, field: str | None
) -> None:
    office.customer()
    answer = ask(office, **wrong)
    assert (answer.status_code, answer.json().get("field")) == (status, field)


def test_a_number_that_two_creditors_use_needs_the_creditor(office: Office) -> None:
    office.customer()
    office.customer(creditor_id="other")
    assert ask(office).json()["field"] == "creditor"
    assert ask(office, creditor="acme").status_code == 201


def test_who_asked_is_in_the_ledger_sealed(office: Office) -> None:
    office.customer(PointKind.EMAIL)
    ask(office)
    assert "outreach.one-off" in office.desk.kinds()


def test_an_unknown_outreach_is_not_there(office: Office) -> None:
    path = "/v1/outreach/00000000-0000-7000-8000-000000000000"
    assert office.client.get(path, headers=office.key()).status_code == 404
    assert office.client.get("/v1/outreach/x", headers=office.key()).status_code == 422
