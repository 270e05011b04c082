"""Does one click stop messages, as RFC 8058 says, and nothing else?"""

from __future__ import annotations

import pytest

from gateway.domain.words import PointKind
from tests.builders.contact_point import a_contact_point
from tests.portal.site import Site

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def test_a_look_shows_a_button_and_stops_nothing(site: Site) -> None:
    page = site.client.get(site.link("stop"))
    assert "<button" in page.text
    assert site.events() == []


def test_a_mail_program_stops_without_cookie_form_token_or_redirect(site: Site) -> None:
    headers = {"sec-fetch-site": "cross-site", "origin": "https://mail.example"}
    page = site.client.post(site.link("stop"), data=ONE_CLICK, headers=headers, follow_redirects=False)
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    [event] = site.events()
    assert (event.type, event.channel) == ("opt_out", "email")
    assert event.contact_point == str(site.point.contact_point_id)


@pytest.mark.parametrize("sent", [{"files": {"List-Unsubscribe": (None, "One-Click")}}, {"content": b""}])
def test_any_form_of_the_post_stops(site: Site, sent: dict[str, object]) -> None:
    assert site.client.post(site.link("stop"), **sent).status_code == 200  # type: ignore[arg-type]
    assert [event.type for event in site.events()] == ["opt_out"]


def test_the_answer_is_the_same_for_every_address(site: Site) -> None:
    paths = [site.link("stop"), "/u/" + "A" * 48, "/u/hello", site.link().replace("/r/", "/u/")]
    assert len({site.client.post(path, data=ONE_CLICK).text for path in paths}) == 1
    assert len(site.events()) == 1


def test_pressing_again_writes_nothing_more(site: Site) -> None:
    path = site.link("stop")
    for _ in range(5):
        site.client.post(path, data=ONE_CLICK)
    assert len(site.rows("event")) == len(site.rows("ledger_entry")) == 1


def test_it_works_months_later(site: Site) -> None:
    path = site.link("stop")
    site.clock.advance(days=60)
    site.client.post(path, data=ONE_CLICK)
    assert [event.type for event in site.events()] == ["opt_out"]


def test_a_stop_by_text_takes_back_the_consent_to_texts(site: Site) -> None:
    with site.store.begin() as tx:
        mobile = a_contact_point(tx, site.ids, site.customer, PointKind.MOBILE)
    site.client.post(site.link("stop", contact_point_id=mobile.contact_point_id), data=ONE_CLICK)
    [event] = site.events()
    assert (event.channel, event.revokes_consent) == ("sms", True)


def test_a_link_that_knows_no_contact_point_stops_nothing_else_by_guessing(site: Site) -> None:
    assert site.client.post(site.link("stop", contact_point_id=None), data=ONE_CLICK).status_code == 200
    assert site.events() == []
