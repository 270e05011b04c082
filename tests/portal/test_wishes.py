"""Can a customer say when, where and how they are contacted, see it, and take it back?"""

from __future__ import annotations

from typing import Any

import pytest

from gateway.domain.portfolio import ContactPoint
from gateway.domain.words import PointKind
from tests.builders.contact_point import a_contact_point
from tests.portal.site import Site

MONDAYS = {"days_mon": "yes", "from": "09:00", "to": "17:00"}
RATHER_NOT = {"why": "rather-not"}


@pytest.fixture
def inside(site: Site) -> Site:
    """A customer who passed the check."""
    site.sign_in()
    return site


def _point(site: Site, kind: PointKind, **values: Any) -> ContactPoint:
    with site.store.begin() as tx:
        return a_contact_point(tx, site.ids, site.customer, kind, **values)


def _save(site: Site, page: str, fields: dict[str, str]) -> str:
    """Fill in a page and return its confirmation; the next look is a moment later."""
    response = site.post(f"/answer/{page}", fields)
    assert response.status_code == 303, response.text
    site.clock.advance(seconds=1)
    return str(site.client.get(response.headers["location"]).text)


def _wishes(site: Site) -> str:
    return str(site.client.get("/answer/contact").text)


def _take_back(site: Site) -> str:
    """Take back the newest of what stands."""
    import re

    keys = re.findall(r'name="wish" value="([^"]+)"', site.client.get("/answer/again").text)
    return _save(site, "again", {"wish": keys[-1]})


def test_a_time_that_does_not_suit_is_kept_as_the_rulebook_reads_it(inside: Site) -> None:
    text = _save(inside, "times", MONDAYS)
    assert "waits until a time that suits you" in text
    [event] = inside.events()
    assert (event.type, event.days, event.from_time, event.to_time) == (
        "inconvenient", ("mon",), "09:00", "17:00",
    )  # fmt: skip
    assert "Not on Monday, from 9:00" in _wishes(inside)
    assert inside.rows("customer")[0].facts_version == 1


def test_every_day_ticked_is_any_day_and_may_end(inside: Site) -> None:
    days = {f"days_{day}": "yes" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    _save(inside, "times", {**days, "until": "2027-04-01"})
    [event] = inside.events()
    assert (event.days, event.from_time, str(event.until_on)) == ((), None, "2027-04-01")
    assert "any day, all day, until April 1, 2027" in _wishes(inside)
    inside.clock.advance(days=40)
    inside.sign_in()
    assert "You have not asked for anything yet" in _wishes(inside)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"from": "09:00", "to": "17:00"},  # no day
        {"days_mon": "yes", "from": "09:00"},
        {"days_mon": "yes", "from": "nine", "to": "17:00"},
        {"days_mon": "yes", "from": "25:00", "to": "26:00"},
        {"days_mon": "yes", "from": "09:00", "to": "09:00"},
        {"days_mon": "yes", "until": "2020-01-01"},
        {"days_mon": "yes", "until": "tomorrow"},
    ],
)
def test_a_time_that_is_none_is_sent_back_with_what_was_filled_in(
    inside: Site, fields: dict[str, str]
) -> None:
    page = inside.post("/answer/times", fields)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert ("checked" in page.text) == ("days_mon" in fields)
    assert inside.events() == []


def test_a_time_is_taken_back_word_for_word(inside: Site) -> None:
    _save(inside, "times", MONDAYS)
    assert "We may reach you this way again" in _take_back(inside)
    said, lift = inside.events()
    assert (lift.type, lift.days, lift.from_time) == ("convenient_again", said.days, said.from_time)
    assert "You have not asked for anything yet" in _wishes(inside)
    _save(inside, "times", MONDAYS)
    assert "Not on Monday" in _wishes(inside)


def test_one_number_is_not_used_any_more_by_any_channel(inside: Site) -> None:
    mobile = _point(inside, PointKind.MOBILE)
    _save(inside, "places", {"where": str(mobile.contact_point_id), **RATHER_NOT})
    [event] = inside.events()
    assert (event.type, event.channel, event.revokes_consent) == ("opt_out", None, True)
    assert event.contact_point == str(mobile.contact_point_id)
    assert "Mobile telephone that ends in 23" in _wishes(inside)


def test_a_number_is_never_shown_in_full(inside: Site) -> None:
    _point(inside, PointKind.MOBILE)
    text = inside.client.get("/answer/places").text
    assert "2125550123" not in text
    assert "alex@home.example" not in text


def test_an_employers_prohibition_holds_and_is_one_line_that_can_be_taken_back(inside: Site) -> None:
    phone = _point(inside, PointKind.LANDLINE, place="work")
    _save(inside, "places", {"where": str(phone.contact_point_id), "why": "employer"})
    assert [event.type for event in inside.events()] == ["opt_out", "employer_prohibits"]
    assert _wishes(inside).count("ends in 45") == 1
    _take_back(inside)
    lifts = inside.events()[2:]
    assert [(event.type, event.to) for event in lifts] == [
        ("opted_back_in", None), ("consent", "channel:voice"), ("consent", "prerecorded"),
    ]  # fmt: skip
    assert "ends in 45" not in _wishes(inside)


def test_not_at_work_names_the_place_and_stops_what_is_not_tied_to_it(inside: Site) -> None:
    mailbox = _point(inside, PointKind.EMAIL, place="work", value="alex@firm.example")
    _save(inside, "places", {"where": "work", **RATHER_NOT})
    place, stop = inside.events()
    assert (place.type, place.place, place.written) == ("inconvenient", "work", True)
    assert (stop.type, stop.contact_point) == ("opt_out", str(mailbox.contact_point_id))
    assert "Not at work" in _wishes(inside)


def test_an_address_that_does_not_reach_the_customer_is_retired(inside: Site) -> None:
    _save(inside, "places", {"where": str(inside.point.contact_point_id), "why": "not-mine"})
    assert inside.rows("contact_point")[0].retired_because == "wrong_party"
    assert "home.example" not in inside.client.get("/answer/places").text


def test_another_customers_contact_point_cannot_be_named(inside: Site) -> None:
    from tests.builders.customer import a_person

    with inside.store.begin() as tx:
        other = a_person(tx, inside.ids, creditor_id=inside.creditor.creditor_id)
        theirs = a_contact_point(tx, inside.ids, other, PointKind.MOBILE)
    page = inside.post("/answer/places", {"where": str(theirs.contact_point_id), **RATHER_NOT})
    assert page.status_code == 422
    assert inside.events() == []


@pytest.mark.parametrize("scope", ["sms", "email", "voice", "letter", "here"])
def test_a_stop_is_seen_and_lifted_as_narrowly_as_it_was_said(inside: Site, scope: str) -> None:
    _save(inside, "halt", {"scope": scope})
    [stop] = inside.events()
    _take_back(inside)
    lift = inside.events()[1]
    assert (lift.type, lift.channel, lift.contact_point) == (
        "opted_back_in", stop.channel, stop.contact_point,
    )  # fmt: skip
    assert "You have not asked for anything yet" in _wishes(inside)


def test_texts_begin_again_only_with_a_written_consent_that_the_page_spelled_out(inside: Site) -> None:
    _save(inside, "halt", {"scope": "sms"})
    page = inside.client.get("/answer/again").text
    assert "you agree to automated text messages from us" in page
    assert "Reply STOP" in page
    _take_back(inside)
    assert [(event.type, event.to, event.written) for event in inside.events()[2:]] == [
        ("consent", "text", True)
    ]


def test_taking_back_needs_a_choice_also_where_there_is_only_one(inside: Site) -> None:
    _save(inside, "halt", {"scope": "sms"})
    assert inside.post("/answer/again", {}).status_code == 422
    assert len(inside.events()) == 1


def test_a_written_end_of_all_contact_is_shown_and_not_taken_back_on_a_page(inside: Site) -> None:
    text = _save(inside, "halt", {"scope": "everything"})
    assert "we do not contact you about this" in text
    assert "a legal step may follow" in text
    assert "as you asked in writing" in _wishes(inside)
    assert inside.client.get("/answer/again", follow_redirects=False).status_code == 303


def test_nothing_is_taken_back_without_the_check(inside: Site) -> None:
    _save(inside, "halt", {"scope": "sms"})
    form = inside.form("/answer/again")
    wish = str(inside.events()[0].id)
    inside.client.cookies.clear()
    assert inside.post("/answer/again", {"wish": wish}, form=form).status_code == 403
    assert len(inside.events()) == 1


def test_a_page_that_only_leads_on_takes_no_form(inside: Site) -> None:
    for name in ("contact", "help"):
        assert inside.post(f"/answer/{name}", {}, form="x").status_code == 404


def test_a_preferred_language_and_way_are_shown_and_used_on_the_next_page(inside: Site) -> None:
    text = _save(inside, "prefer", {"language": "es", "prefers": "letter"})
    assert "Gracias. Lo hemos anotado." in text
    assert "Preferido: Español; Carta" in _wishes(inside)
    _save(inside, "prefer", {"language": "en", "prefers": "any"})
    assert "Liked best: English; No preference" in _wishes(inside)
    assert inside.rows("task") == []


@pytest.mark.parametrize("fields", [{}, {"language": "es"}, {"language": "de", "prefers": "any"}])
def test_a_preference_that_is_not_whole_is_sent_back(inside: Site, fields: dict[str, str]) -> None:
    assert inside.post("/answer/prefer", fields).status_code == 422
    assert inside.events() == []
