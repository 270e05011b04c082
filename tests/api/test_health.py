"""Can service managers, balancers and Prometheus ask how it goes?"""

from __future__ import annotations

from gateway.domain.words import PointKind, Role
from gateway.status import status_of
from tests.builders.office import Office


def test_live_as_long_as_it_answers(office: Office) -> None:
    assert office.client.get("/health/live").json() == {"status": "alive"}
    assert office.client.head("/health/live").status_code == 200


def test_ready_unless_something_is_wrong(office: Office) -> None:
    assert office.client.get("/health/ready").status_code == 200
    office.faults["disk"] = "The disk is full."
    answer = office.client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["faults"] == {"disk": "The disk is full."}


def test_metrics_are_counts_without_anybodys_data(office: Office) -> None:
    customer, _ = office.customer()
    office.send(customer)
    text = office.client.get("/metrics").text
    assert 'dunwell_attempts_today{state="accepted"} 1.0' in text
    assert 'dunwell_rulings_today{verdict="allow"} 1.0' in text
    assert "Northwind" not in text


def test_the_status_is_that_of_the_command(office: Office) -> None:
    office.customer(PointKind.EMAIL)
    answer = office.client.get("/v1/status", headers=office.key(Role.AUDITOR))
    assert answer.json() == status_of(office.store, {"email": "sandbox"}, {}, office.desk.clock.now())


def test_the_api_describes_itself_to_whoever_has_a_key(office: Office) -> None:
    paths = office.client.get("/v1/openapi.json", headers=office.key(Role.AUDITOR)).json()["paths"]
    assert {"/v1/outreach", "/v1/contact-log", "/v1/decisions", "/v1/events", "/v1/portfolio"} <= paths.keys()
    assert not [path for path in paths if not path.startswith("/v1/")]
