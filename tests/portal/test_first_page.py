"""What does a link show before the check? The same to everybody, and it changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from gateway.portal.forms import MAX_BODY
from tests.fakes.statements import statements_of
from tests.portal.conftest import MakeSite
from tests.portal.site import RIGHT, WRONG, Site

_TOKEN = re.compile(r'name="form" value="[^"]+"')
GIVEAWAYS = ("debt", "owe", "overdue", "past due", "collect", "balance", "$", "1,250", "A-100", "I-2041",
             "Alex", "Rivera", "Supply Co", "deuda", "vencid")  # fmt: skip


def _bytes(site: Site, path: str) -> str:
    response = site.client.get(path)
    assert response.status_code == 200
    return _TOKEN.sub("", response.text)


def _addresses(site: Site) -> dict[str, str]:
    """A good link, and every other kind."""
    expired = site.link()
    site.clock.advance(days=14)
    good, revoked = site.link(), site.link()
    with site.store.begin() as tx:
        site.links.revoke_at(tx, site.point.contact_point_id, site.clock.now())
    good = site.link()
    return {
        "good": good,
        "expired": expired,
        "revoked": revoked,
        "of another purpose": site.link("stop").replace("/u/", "/r/"),
        "tampered": good[:-1] + ("A" if good[-1] != "A" else "B"),
        "cut": good[:-5],
        "nonsense": "/r/hello",
    }


def test_the_page_is_the_same_for_every_kind_of_address(site: Site) -> None:
    pages = {_bytes(site, path) for path in _addresses(site).values()}
    assert len(pages) == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_on_the_page_gives_anything_away(site: Site, language: str) -> None:
    for query in (f"?lang={language}", f"?lang={language}&ask=not-me"):
        text = site.client.get(site.link() + query).text
        found = [word for word in GIVEAWAYS if word.lower() in re.sub("<[^>]+>", "", text).lower()]
        assert found == []


def test_wrong_answers_are_answered_alike_for_every_kind_of_address(site: Site) -> None:
    pages = {_TOKEN.sub("", site.check(path, WRONG).text) for path in _addresses(site).values()}
    assert len(pages) == 1


def test_stopping_and_not_me_are_answered_alike_for_every_kind_of_address(site: Site) -> None:
    addresses = _addresses(site).values()
    assert len({site.post(path, {"do": "stop"}).text for path in addresses}) == 1
    assert len({site.post(path, {"do": "not-me", "why": "unknown"}).text for path in addresses}) == 1


def test_looking_changes_nothing(site: Site) -> None:
    respond, stop = site.link(), site.link("stop")
    before = site.everything()
    for path in (respond, f"{respond}?ask=not-me", stop):
        for headers in ({}, {"purpose": "prefetch"}, {"range": "bytes=0-10"}):
            assert site.client.get(path, headers=headers).status_code == 200
            assert site.client.head(path, headers=headers).status_code == 200
        site.client.options(path)
    assert site.everything() == before


def test_looking_asks_no_database(site: Site) -> None:
    path = site.link()
    site.store.close()
    site.store.engine.dispose()
    assert site.client.get(path).status_code == 200


def test_a_robot_that_sends_every_form_without_answers_stops_messages_and_does_no_more(site: Site) -> None:
    path = site.link()
    for query in ("", "?ask=not-me"):
        for do in ("check", "not-me"):
            assert site.post(path + query, {"do": do}).status_code == 422
    assert site.events() == []
    assert site.rows("check_failure") == []
    site.post(path, {"do": "stop"})
    assert [event.type for event in site.events()] == ["opt_out"]


def test_a_missing_answer_is_named_at_its_field_and_the_other_one_is_kept(site: Site) -> None:
    page = site.check(site.link(), {"postal_code": "10005"})
    assert page.status_code == 422
    assert 'value="10005"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert "<title>Please check:" in page.text


def test_the_answers_may_be_written_as_people_write_them(site: Site) -> None:
    assert site.check(site.link(), {"postal_code": " 10005-1234 ", "birth_year": "1980 "}).status_code == 303


def test_after_the_check_the_address_holds_no_token(site: Site) -> None:
    path = site.link()
    response = site.check(path)
    assert (response.status_code, response.headers["location"]) == (303, "/answer")
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-dunwell-customer=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))


def test_on_a_loopback_address_the_cookie_goes_without_tls(make_site: MakeSite) -> None:
    site = make_site(address="http://127.0.0.1:8025")
    cookie = site.check(site.link()).headers["set-cookie"]
    assert cookie.startswith("dunwell-customer=")
    assert "Secure" not in cookie


def test_passing_the_check_is_in_the_ledger(site: Site) -> None:
    site.check(site.link())
    assert [row.kind for row in site.rows("ledger_entry")] == ["link.opened-check"]


def test_five_wrong_answers_close_a_link_and_the_sixth_right_one_does_not_open_it(site: Site) -> None:
    path = site.link()
    statuses = [site.check(path, WRONG).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert site.check(path, RIGHT).status_code == 429
    assert [row.kind for row in site.rows("ledger_entry")] == ["check.failed"] * 5


def test_ten_wrong_answers_a_day_close_every_link_of_a_customer_until_tomorrow(site: Site) -> None:
    paths = [site.link() for _ in range(4)]
    for path in paths[:3]:
        for _ in range(4):
            site.check(path, WRONG)
    assert site.rows("check_failure")[0].count == 10
    assert site.check(paths[3], RIGHT).status_code == 429
    site.clock.advance(days=1)
    assert site.check(paths[3], RIGHT).status_code == 303


def test_guessing_at_a_forged_link_locks_nobody_out(site: Site) -> None:
    good = site.link()
    for _ in range(12):
        site.check("/r/" + "A" * 48, WRONG)
    assert site.rows("check_failure") == []
    assert site.check(good).status_code == 303


def test_a_forged_address_asks_no_database(site: Site) -> None:
    with statements_of(site.store) as said:
        site.check("/r/" + "A" * 48)
        site.post("/r/" + "A" * 48, {"do": "stop"})
        site.client.post("/u/" + "A" * 48)
    assert said == []


def test_no_token_and_no_answer_is_logged(site: Site) -> None:
    path = site.link()
    with capture_logs() as entries:
        site.check(path, {"postal_code": "98765", "birth_year": "1931"})
        site.check(path)
    logged = str(entries)
    assert "portal:check:passed" in logged
    assert [word for word in (path[3:], path[8:24], "98765", "1931", "10005", "1980") if word in logged] == []


def test_a_locked_link_still_stops_messages(site: Site) -> None:
    path = site.link()
    for _ in range(5):
        site.check(path, WRONG)
    assert site.post(path, {"do": "stop"}).status_code == 200
    assert [event.type for event in site.events()] == ["opt_out"]


def test_not_me_retires_the_address_and_ends_its_links(site: Site) -> None:
    path, other = site.link(), site.link()
    assert site.post(
        path, {"do": "not-me", "why": "unknown"}, form=site.form(f"{path}?ask=not-me")
    ).is_success
    assert [event.type for event in site.events()] == ["wrong_party"]
    assert site.rows("contact_point")[0].retired_because == "wrong_party"
    assert site.check(other).status_code == 422


def test_stopping_twice_is_stopping_once_but_stopping_after_opting_in_counts(site: Site) -> None:
    from gateway.events import NewEvent, record_events
    from tests.builders.ledger import a_ledger

    path = site.link()
    for _ in range(2):
        site.post(path, {"do": "stop"})
    assert [event.type for event in site.events()] == ["opt_out"]
    site.clock.advance(hours=1)
    back = NewEvent("opted_back_in", site.clock.now(), site.customer.customer_id, body={"channel": "email"})
    with site.store.begin() as tx:
        record_events(tx, a_ledger(site.ids), [back], now=site.clock.now(), ids=site.ids, source="api")
    site.clock.advance(hours=1)
    site.post(path, {"do": "stop"})
    assert [event.type for event in site.events()] == ["opt_out", "opted_back_in", "opt_out"]


def test_an_old_form_is_asked_for_again_with_what_was_typed(site: Site) -> None:
    path = site.link()
    form = site.form(path)
    site.clock.advance(hours=12)
    page = site.post(path, {"do": "check", **RIGHT}, form=form)
    assert page.status_code == 422
    assert 'value="1980"' in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
    ],
)
def test_a_form_that_another_site_sends_is_refused(site: Site, headers: dict[str, str]) -> None:
    path = site.link()
    data = {"form": site.form(path), "do": "check", **RIGHT}
    assert site.client.post(path, data=data, headers=headers, follow_redirects=False).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none"},
        {"origin": "null"},  # what a browser writes for a page without a referrer
        {"origin": "https://pay.acme.example"},
    ],
)
def test_our_own_form_is_taken(site: Site, headers: dict[str, str]) -> None:
    path = site.link()
    data = {"form": site.form(path), "do": "check", **RIGHT}
    assert site.client.post(path, data=data, headers=headers, follow_redirects=False).status_code == 303


def test_every_page_carries_the_headers_that_keep_it_to_its_reader(site: Site) -> None:
    site.sign_in()
    for path in (site.link(), site.link("stop"), "/answer", "/answer/promise", "/answer/nowhere"):
        headers = site.client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert "noindex" in headers["x-robots-tag"]


def test_a_page_asks_nothing_of_anybody_else(site: Site) -> None:
    text = site.client.get(site.link()).text
    assert re.findall(r"(?:src|href|action)=\"(https?:|//)", text) == []
    assert "<script" not in text
    assert "style=" not in text


def test_the_stylesheet_is_small(site: Site) -> None:
    style = site.client.get("/static/portal.css")
    assert style.headers["content-type"].startswith("text/css")
    assert len(style.content) <= 8 * 1024


def test_a_form_that_is_too_large_is_not_read(site: Site) -> None:
    page = site.client.post(site.link(), content=b"x" * (MAX_BODY + 1))
    assert page.status_code == 413


def test_the_headings_of_the_page_descend_one_by_one(site: Site) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", site.client.get(site.link()).text)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_an_expired_link_is_told_so_only_after_answers(site: Site) -> None:
    path = site.link()
    site.clock.advance(timedelta(days=14))
    assert "14 days" in site.check(path).text


def test_several_creditors_are_all_named_so_that_the_page_gives_none_away(make_site: MakeSite) -> None:
    site = make_site(others=["Borealis", "Casa Verde"])
    assert "Acme, Borealis, or Casa Verde" in site.client.get(site.link()).text
