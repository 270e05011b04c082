"""Can other systems see the volume limits, ask for more, and agree, as two people?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from gateway.domain.limits import Limit, Span
from gateway.domain.words import Role
from gateway.store import Store
from tests.builders.office import OUR_FORM, Office, an_office
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

WANTED = {"limit": "all", "more": 50, "reason": "month end"}


@pytest.fixture
def limited(store: Store, clock: FixedClock, ids: SeededIds) -> Office:
    return an_office(store, clock, ids, limits=(Limit("all", Span.DAY, 100),))


def asked(office: Office, person: str | None = "ann", **body: Any) -> Any:
    return office.client.post("/v1/limits/lifts", json=WANTED | body, headers=office.key(person=person))


def test_two_people_lift_a_limit(limited: Office) -> None:
    lift = asked(limited).json()["lift"]
    address = f"/v1/limits/lifts/{lift['lift_id']}/approve"
    own = limited.client.post(address, headers=limited.key(person="ann"))
    assert (own.status_code, "another person" in own.json()["detail"]) == (422, True)
    other = limited.client.post(address, headers=limited.key(person="bob"))
    assert (other.status_code, other.json()["lift"]["approved_by"]) == (200, "bob")
    shown = limited.client.get("/v1/limits", headers=limited.key(Role.AUDITOR)).json()
    assert shown["limits"][0]["lifted"] == "50 contacts"
    assert [one["limit"] for one in shown["lifts"]] == ["all"]


def test_a_refused_lift_is_over(limited: Office) -> None:
    lift = asked(limited).json()["lift"]
    bob = limited.key(person="bob")
    address = f"/v1/limits/lifts/{lift['lift_id']}"
    assert limited.client.post(f"{address}/refuse", headers=bob).status_code == 200
    assert limited.client.post(f"{address}/approve", headers=bob).status_code == 409
    assert limited.client.get("/v1/limits", headers=bob).json()["lifts"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"limit": "x"}, 404),
        ({"more": 101}, 422),
        ({"more": 0}, 422),
        ({"reason": " "}, 422),
        ({"a": 1}, 422),
    ],
)
def test_what_cannot_be_asked_is_refused(limited: Office, body: dict[str, Any], status: int) -> None:
    assert asked(limited, **body).status_code == status


def test_a_key_of_nobodys_own_asks_for_nothing(limited: Office) -> None:
    assert asked(limited, None).status_code == 422


def test_nobody_asked_for_that(limited: Office) -> None:
    address = f"/v1/limits/lifts/{UUID(int=1)}/approve"
    assert limited.client.post(address, headers=limited.key(person="bob")).status_code == 404


def test_the_console_asks_and_agrees(limited: Office) -> None:
    limited.sign_in(Role.COLLECTOR, "ann")
    form = {name: str(value) for name, value in WANTED.items()}
    page = limited.client.post("/limits/lifts", data=form, headers=OUR_FORM)
    assert "Waits for a second person" in page.text
    limited.sign_in(Role.OPERATOR, "bob")
    lift_id = limited.client.get("/v1/limits", headers=limited.key()).json()["lifts"][0]["lift_id"]
    assert f"/limits/lifts/{lift_id}/approve" in limited.client.get("/limits").text
    page = limited.client.post(f"/limits/lifts/{lift_id}/approve", headers=OUR_FORM)
    assert "Agreed by bob" in page.text
    assert "<b>all</b>" not in limited.client.get("/status").text


@pytest.mark.parametrize("more", ["", "x", "-1", "1e3", "٣"])
def test_the_console_refuses_what_is_no_number(limited: Office, more: str) -> None:
    limited.sign_in(Role.OPERATOR, "ann")
    answer = limited.client.post("/limits/lifts", data=WANTED | {"more": more}, headers=OUR_FORM)
    assert answer.status_code == 422


def test_a_collector_does_not_agree(limited: Office) -> None:
    lift = asked(limited).json()["lift"]
    limited.sign_in(Role.COLLECTOR, "bob")
    address = f"/limits/lifts/{lift['lift_id']}/approve"
    assert limited.client.post(address, headers=OUR_FORM).status_code == 403
