"""Does a person get in by a link once, stay for a while, and get out for good?"""

from __future__ import annotations

import pytest

from gateway.access import end_all_sessions
from gateway.store import Store
from tests.builders.office import OUR_FORM, Office, an_office
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


def is_in(office: Office) -> bool:
    return office.client.get("/status", follow_redirects=False).status_code == 200


def test_looking_at_a_link_uses_nothing_up(office: Office) -> None:
    link = office.link()
    for _ in range(3):
        page = office.client.get(link)
        assert (page.status_code, page.headers["referrer-policy"]) == (200, "no-referrer")
    assert office.client.post(link, headers=OUR_FORM).status_code == 200
    assert is_in(office)


def test_a_link_works_once(office: Office) -> None:
    link = office.link()
    office.client.post(link, headers=OUR_FORM)
    office.client.cookies.clear()
    again = office.client.post(link, headers=OUR_FORM)
    assert again.status_code == 403
    assert "does not work any more" in again.text
    assert not is_in(office)


def test_a_link_is_over_after_an_hour(office: Office) -> None:
    link = office.link()
    office.desk.clock.advance(hours=1)
    assert office.client.post(link, headers=OUR_FORM).status_code == 403


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(office: Office) -> None:
    answer = office.client.post(office.link(), headers=OUR_FORM, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie


def test_over_tls_the_cookie_goes_by_tls_alone(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    office = an_office(store, clock, ids, is_secure=True, public_url="https://127.0.0.1:8025")
    answer = office.client.post(office.link(), headers=OUR_FORM, follow_redirects=False)
    assert answer.headers["set-cookie"].startswith("__Host-dunwell=")
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert is_in(office)


def test_half_an_hour_without_use_ends_a_session(office: Office) -> None:
    office.sign_in()
    office.desk.clock.advance(minutes=29)
    assert is_in(office)
    office.desk.clock.advance(minutes=30)
    assert is_in(office)
    office.desk.clock.advance(minutes=31)
    assert not is_in(office)


def test_twelve_hours_end_a_session_in_any_case(office: Office) -> None:
    office.sign_in()
    for _ in range(24):
        assert is_in(office)
        office.desk.clock.advance(minutes=29, seconds=59)
    office.desk.clock.advance(minutes=1)
    assert not is_in(office)


def test_a_stolen_cookie_is_dead_after_signing_out(office: Office) -> None:
    office.sign_in()
    stolen = dict(office.client.cookies)
    answer = office.client.post("/sign-out", headers=OUR_FORM, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    office.client.cookies.update(stolen)
    assert not is_in(office)


def test_signing_in_again_ends_the_session_before(office: Office) -> None:
    office.sign_in()
    first = dict(office.client.cookies)
    office.sign_in()
    office.client.cookies.clear()
    office.client.cookies.update(first)
    assert not is_in(office)


def test_everybody_can_be_signed_out_at_once(office: Office) -> None:
    office.sign_in()
    link = office.link()
    with office.store.begin() as tx:
        assert end_all_sessions(tx) == 2
    assert not is_in(office)
    assert office.client.post(link, headers=OUR_FORM).status_code == 403


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),  # typed, reloaded or bookmarked
        ({"Sec-Fetch-Site": "same-site"}, False),  # another subdomain
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8025"}, False),
        ({"Origin": "http://127.0.0.1:8025"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_only_our_own_forms_change_anything(office: Office, headers: dict[str, str], is_ours: bool) -> None:
    office.sign_in()
    answer = office.client.post("/sign-out", headers=headers, follow_redirects=False)
    assert answer.status_code == (303 if is_ours else 403)
    assert is_in(office) is not is_ours


def test_a_foreign_page_cannot_sign_anybody_in(office: Office) -> None:
    link = office.link()
    assert office.client.post(link, headers={"Origin": "https://evil.example"}).status_code == 403
    assert office.client.post(link, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert office.client.post(link, headers={"Origin": "null"}).status_code == 200  # hides its address


def test_a_forged_host_leads_nowhere_else(office: Office) -> None:
    answer = office.client.get("/", headers={"Host": "evil.example"}, follow_redirects=False)
    assert answer.headers["location"] == "/sign-in"
