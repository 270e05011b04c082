"""Does a request, or news of an attorney, a bankruptcy or a death, stop what it must, at once?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.portal.site import Site

ATTORNEY = {"name": "Lee & Park LLP", "telephone": "212 555 0100", "email": "lee@park.example"}
BANKRUPTCY = {
    "chapter": "13",
    "court": "Southern District of New York",
    "case_number": "27-10001",
    "filed_on": "2027-02-11",
    "name": "Sam Lee",
}


@pytest.fixture
def inside(site: Site) -> Site:
    """A customer who passed the check."""
    site.sign_in()
    return site


def _send(site: Site, page: str, fields: dict[str, str]) -> str:
    response = site.post(f"/answer/{page}", fields)
    assert response.status_code == 303, response.text
    return str(site.client.get(response.headers["location"]).text)


def _body(site: Site) -> Any:
    return site.rows("event")[0].body


def test_verification_is_asked_for_in_writing_and_stops_collection_as_a_dispute_does(inside: Site) -> None:
    text = _send(inside, "request", {"asked": "verification"})
    assert "until we have sent you the verification" in text
    [event] = inside.events()
    assert (event.type, event.written, event.scope) == ("dispute", True, "whole")
    assert _body(inside)["reason"] == "verification"


def test_the_original_creditor_is_asked_for_in_writing_and_reminders_wait(inside: Site) -> None:
    text = _send(inside, "request", {"asked": "creditor"})
    assert "name and address of the original creditor" in text
    asked, hold = inside.events()
    assert (asked.type, asked.written) == ("original_creditor_request", True)
    assert (hold.type, str(hold.until_on)) == ("hold", "2027-03-15")


def test_an_attorney_is_named_once_and_for_all_channels(inside: Site) -> None:
    assert "your attorney and not to you" in _send(inside, "attorney", ATTORNEY)
    [event] = inside.events()
    assert (event.type, event.contact_known) == ("attorney_represents", True)
    assert _body(inside) == {"contact_known": True, **ATTORNEY}


def test_a_bankruptcy_is_told_with_what_is_known(inside: Site) -> None:
    assert "We have stopped asking for payment" in _send(inside, "bankruptcy", BANKRUPTCY)
    assert [event.type for event in inside.events()] == ["bankruptcy"]
    assert _body(inside) == BANKRUPTCY


def test_a_bankruptcy_needs_no_more_than_a_chapter_that_may_be_unknown(inside: Site) -> None:
    _send(inside, "bankruptcy", {"chapter": "unknown"})
    assert _body(inside) == {"chapter": "unknown"}


@pytest.mark.parametrize("filed_on", ["2027-03-02", "1899-12-31", "last May"])
def test_a_bankruptcy_that_cannot_have_been_filed_then_is_asked_again(inside: Site, filed_on: str) -> None:
    page = inside.post("/answer/bankruptcy", {**BANKRUPTCY, "filed_on": filed_on})
    assert page.status_code == 422
    assert 'value="27-10001"' in page.text
    assert inside.events() == []


def test_a_death_is_told_with_who_looks_after_the_estate(inside: Site) -> None:
    text = _send(inside, "deceased", {"died_yes": "yes", "died_on": "2027-02-20", "name": "Robin Rivera"})
    assert "You do not become liable by telling us" in text
    assert [event.type for event in inside.events()] == ["deceased"]
    assert _body(inside) == {"died_on": "2027-02-20", "name": "Robin Rivera"}


@pytest.mark.parametrize("kind", ["illness", "income", "military", "disaster", "other"])
def test_a_hard_situation_gives_thirty_days(inside: Site, kind: str) -> None:
    assert "March 31, 2027" in _send(inside, "hardship", {"kind": kind})
    [event] = inside.events()
    assert (event.type, str(event.until_on)) == ("hold", "2027-03-31")


def test_identity_theft_is_a_written_dispute_of_everything(inside: Site) -> None:
    assert "We do not ask you to pay" in _send(inside, "theft", {"stolen_yes": "yes"})
    [event] = inside.events()
    assert (event.type, event.written, event.scope) == ("dispute", True, "whole")


def test_a_question_goes_to_a_person_and_stops_nothing(inside: Site) -> None:
    assert "Reminders go on meanwhile" in _send(inside, "ask", {"words": "May I pay by cheque?"})
    [event] = inside.events()
    assert (event.type, event.direction) == ("portal", "inbound")
    assert _body(inside)["words"] == "May I pay by cheque?"


@pytest.mark.parametrize(
    "name",
    ["times", "places", "request", "attorney", "bankruptcy", "deceased", "hardship", "theft", "ask"],
)
def test_a_form_without_answers_changes_nothing(inside: Site, name: str) -> None:
    before = inside.everything()
    page = inside.post(f"/answer/{name}", {})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert inside.everything() == before


@pytest.mark.parametrize(("page", "field"), [("attorney", "name"), ("bankruptcy", "court"), ("ask", "words")])
def test_what_is_too_long_is_sent_back(inside: Site, page: str, field: str) -> None:
    fields = {"chapter": "7", "name": "Lee", field: "x" * 3_001}
    assert inside.post(f"/answer/{page}", fields).status_code == 422
    assert inside.events() == []


def test_a_confirmation_can_be_read_again_in_the_other_language(inside: Site) -> None:
    done = inside.post("/answer/attorney", ATTORNEY).headers["location"]
    assert "Gracias por avisarnos." in inside.client.get(f"{done}?lang=es").text
