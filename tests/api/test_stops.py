"""Can an operator's program stop sending and set it going again, once for each request?"""

from __future__ import annotations

from typing import Any

import pytest

from gateway.domain.words import Role
from tests.builders.office import Office

WHY = {"reason": "wrong amounts"}


def post(
    office: Office, address: str, body: dict[str, Any], role: Role = Role.OPERATOR, **headers: str
) -> Any:
    return office.client.post(address, json=body, headers=office.key(role) | headers)


def test_a_stop_holds_and_is_shown_with_who_why_and_since(office: Office) -> None:
    answer = post(office, "/v1/stop", {"channel": "email", **WHY})
    assert answer.status_code == 201
    (shown,) = office.client.get("/v1/status", headers=office.key()).json()["stops"]
    assert shown == answer.json()["stop"]
    assert (shown["scope"], shown["name"], shown["reason"]) == ("channel", "email", "wrong amounts")
    assert (shown["by"][:4], shown["since"]) == ("key:", "2027-03-01T16:00:00Z")
    customer, _ = office.customer()
    office.send(customer)
    assert office.desk.email.sent == []


def test_a_resume_tells_how_much_had_waited(office: Office) -> None:
    post(office, "/v1/stop", {"channel": "email", **WHY})
    customer, _ = office.customer()
    office.send(customer)
    assert post(office, "/v1/resume", {"channel": "email"}).json()["released"] == 1
    office.dispatch()
    assert len(office.desk.email.sent) == 1


def test_what_is_stopped_already_stays_as_it_is(office: Office) -> None:
    first = post(office, "/v1/stop", WHY)
    again = post(office, "/v1/stop", {"reason": "another"})
    assert (again.status_code, again.json()) == (200, first.json())


def test_a_repeated_request_gets_the_first_answer(office: Office) -> None:
    key = office.key() | {"Idempotency-Key": "stop-1"}
    first = office.client.post("/v1/stop", json=WHY, headers=key)
    again = office.client.post("/v1/stop", json=WHY, headers=key)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    assert again.json() == first.json()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "reason"),
        ({"reason": "   "}, "reason"),
        ({"reason": "two\nlines"}, "reason"),
        ({"template": "no-such", **WHY}, "template"),
        ({"creditor": "no-such", **WHY}, "creditor"),
        ({"channel": "fax", **WHY}, "channel"),
        ({"channel": "sms", "creditor": "acme", **WHY}, None),
    ],
)
def test_a_stop_that_would_stop_nothing_is_refused(
    office: Office, body: dict[str, Any], field: str | None
) -> None:
    answer = post(office, "/v1/stop", body)
    assert (answer.status_code, answer.json().get("field")) == (422, field)
    assert office.client.get("/v1/status", headers=office.key()).json()["stops"] == []


def test_what_is_not_stopped_cannot_be_resumed(office: Office) -> None:
    assert post(office, "/v1/resume", {}).status_code == 404


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.AUDITOR])
@pytest.mark.parametrize("address", ["/v1/stop", "/v1/resume"])
def test_only_operators_may(office: Office, role: Role, address: str) -> None:
    assert post(office, address, WHY, role).status_code == 403


def test_the_console_shows_what_is_stopped(office: Office) -> None:
    post(office, "/v1/stop", {"template": "reminder-1", **WHY})
    office.sign_in(Role.AUDITOR)
    page = office.client.get("/status").text
    assert "Template reminder-1" in page
    assert "wrong amounts" in page


def test_the_metrics_count_stops(office: Office) -> None:
    post(office, "/v1/stop", WHY)
    assert 'dunwell_stops{cause="operator"} 1.0' in office.client.get("/metrics").text
