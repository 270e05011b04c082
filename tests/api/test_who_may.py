"""Does every address let in those it should, and nobody else?"""

from __future__ import annotations

import pytest

from gateway.access import begin_sign_in
from gateway.domain.words import Role
from gateway.store import access
from tests.api.routes import addresses
from tests.builders.office import OUR_FORM, Office

OPEN = {
    ("GET", "/health/live"),
    ("HEAD", "/health/live"),
    ("GET", "/health/ready"),
    ("HEAD", "/health/ready"),
    ("GET", "/metrics"),
    ("GET", "/sign-in"),
    ("GET", "/sign-in/{token}"),
    ("POST", "/sign-in/{token}"),
    ("GET", "/static/console.css"),
    ("GET", "/static/portal.css"),
    ("HEAD", "/static/portal.css"),
}
CUSTOMERS = ("/r/", "/u/", "/answer", "/webhooks/")
"""Customer pages know their readers by the link, webhooks by a signature; their own tests hold them."""


def is_open(method: str, path: str) -> bool:
    return (method, path) in OPEN or path.startswith(CUSTOMERS)


def test_every_address_is_open_by_name_or_names_its_roles(office: Office) -> None:
    found = addresses(office.web)
    assert {(a.method, a.path) for a in found if not a.roles and not a.path.startswith(CUSTOMERS)} == OPEN
    assert len(found) > 25


def test_without_a_key_or_session_nothing_that_names_roles_answers(office: Office) -> None:
    for address in addresses(office.web):
        if is_open(address.method, address.path):
            continue
        answer = office.client.request(address.method, address.filled, follow_redirects=False)
        if address.path.startswith("/v1"):
            assert answer.status_code == 401, address
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["www-authenticate"] == "Bearer"
        else:
            is_shown_out = (answer.status_code, answer.headers.get("location")) == (303, "/sign-in")
            assert is_shown_out or answer.status_code == 403, address


@pytest.mark.parametrize("role", Role)
def test_a_key_opens_what_its_role_may_and_nothing_else(office: Office, role: Role) -> None:
    key = office.key(role)
    for address in addresses(office.web):
        if not address.path.startswith("/v1"):
            continue
        status = office.client.request(address.method, address.filled, headers=key).status_code
        assert (status == 403) == (role not in address.roles), (address, status)
        assert status < 500, address


@pytest.mark.parametrize("role", Role)
def test_a_session_opens_what_its_role_may_and_nothing_else(office: Office, role: Role) -> None:
    office.sign_in(role)
    for address in addresses(office.web):
        if not address.roles or address.path.startswith("/v1") or address.path == "/sign-out":
            continue
        answer = office.client.request(
            address.method, address.filled, headers=OUR_FORM, follow_redirects=False
        )
        assert (answer.status_code == 403) == (role not in address.roles), (address, answer.status_code)
        assert answer.status_code < 500, address


def test_a_session_is_no_key_and_a_key_no_session(office: Office) -> None:
    office.sign_in(Role.OPERATOR)
    assert office.client.get("/v1/status").status_code == 401
    office.client.cookies.clear()
    assert office.client.get("/", headers=office.key(), follow_redirects=False).status_code == 303


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Bearer dunwell.x.y", "Basic ZHVud2VsbDp4"])
def test_what_is_no_key_is_refused_with_a_remedy(office: Office, header: str) -> None:
    answer = office.client.get("/v1/status", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.json()["title"] == "A key is needed"


def test_a_revoked_key_is_dead(office: Office) -> None:
    key = office.key()
    with office.store.begin() as tx:
        access.revoke_key(tx, key["Authorization"].split(".")[1], office.desk.clock.now())
    assert office.client.get("/v1/status", headers=key).status_code == 401


def test_a_sign_in_link_is_no_session(office: Office) -> None:
    with office.store.begin() as tx:
        token = begin_sign_in(tx, Role.OPERATOR, now=office.desk.clock.now(), ids=office.desk.ids)
    office.client.cookies.set("dunwell", token)
    assert office.client.get("/", follow_redirects=False).status_code == 303
