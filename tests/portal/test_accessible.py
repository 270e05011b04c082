"""Is every customer page sound in a real browser, in both languages, empty, wrongly filled in and done?

A page that is not in the tables below fails the first test, so a new page cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from gateway.portal import portal_router
from gateway.portal.answer_pages import AnswerPages
from gateway.portal.desk import Desk
from tests.portal.browsing import a_browser, a_served_site, enter, is_sound
from tests.portal.site import WRONG, Site

PHONE, DESKTOP = (360, 740), (1280, 800)
LEADING = ("", "contact", "help")
FILLED: dict[str, dict[str, str]] = {
    "promise": {"day": "2027-03-15", "amount": "100"},
    "dispute": {"bill": "all", "reason": "amount"},
    "request": {"asked": "creditor"},
    "times": {"days_mon": "yes", "from": "09:00", "to": "17:00"},
    "places": {"where": "work", "why": "employer"},
    "prefer": {"language": "es", "prefers": "letter"},
    "attorney": {"name": "Lee & Park LLP"},
    "bankruptcy": {"chapter": "13"},
    "deceased": {"died_yes": "yes"},
    "hardship": {"kind": "military"},
    "theft": {"stolen_yes": "yes"},
    "ask": {"words": "May I pay by cheque?"},
    "halt": {"scope": "sms"},
    "again": {},  # what stands is known once it was asked for
    "plan": {},  # see the pages of plans
}
"""Every page with a form, and what fills it in."""
ROUTES = {
    "/r/{token}", "/u/{token}", "/static/portal.css", "/answer", "/answer/leave",
    "/answer/done/{name}", "/answer/dispute", "/answer/{name}",
}  # fmt: skip
"""Every address of the pages; each is opened by a test below."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser."""
    with a_browser() as started:
        yield started


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages on a loopback address."""
    with a_served_site(sqlite_template, tmp_path_factory.mktemp("accessible")) as served:
        yield served


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    """Every language."""
    return str(request.param)


@pytest.fixture
def page(browser: Any, site: Site) -> Iterator[Any]:
    """A fresh browser window."""
    context = browser.new_context(base_url=site.links._base)
    yield context.new_page()
    context.close()


def _is_sound(page: Any, language: str, *sizes: tuple[int, int]) -> None:
    assert page.get_attribute("html", "lang") == language
    for width, height in sizes or (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        is_sound(page)


def test_every_page_is_in_the_tables(site: Site) -> None:
    shown = [route for route in portal_router(site.parts).routes if isinstance(route, APIRoute)]
    paths = {route.path for route in shown}
    assert paths == ROUTES
    names = set(AnswerPages(Desk(site.parts))._choices)
    assert names | {""} == {*FILLED, *LEADING}


def test_before_the_check(page: Any, site: Site, language: str) -> None:
    link = site.link()
    for path in (link, f"{link}?ask=not-me", site.link("stop")):
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        _is_sound(page, language)


def test_what_follows_without_the_check(page: Any, site: Site, language: str) -> None:
    page.goto(f"{site.link()}?lang={language}")
    page.click("button[value=check]")  # nothing was filled in
    _is_sound(page, language)
    page.goto(f"{site.link()}?ask=not-me&lang={language}")
    page.click("button[value=not-me]")
    _is_sound(page, language)
    page.goto(f"/answer?lang={language}")  # signed out
    _is_sound(page, language)


def test_too_many_wrong_answers_and_a_stop(page: Any, site: Site, language: str) -> None:
    page.goto(f"{site.link()}?lang={language}")
    for _ in range(5):
        for fact, answer in WRONG.items():
            page.fill(f"#{fact}", answer)
        page.click("button[value=check]")
    _is_sound(page, language)
    page.click("button[value=stop]")
    _is_sound(page, language)
    site.clock.advance(days=1)  # what was locked opens again


@pytest.mark.parametrize("name", LEADING)
def test_a_page_that_leads_on(page: Any, site: Site, language: str, name: str) -> None:
    enter(page, site, language)
    page.goto(f"/answer/{name}?lang={language}".replace("/?", "?"))
    _is_sound(page, language)


@pytest.mark.parametrize("name", [name for name in FILLED if name != "again"])
def test_a_page_with_a_form_empty_wrong_and_done(page: Any, site: Site, language: str, name: str) -> None:
    enter(page, site, language)
    page.goto(f"/answer/{name}?lang={language}")
    _is_sound(page, language)
    page.locator("main .go button").first.click()
    assert page.locator("#problems").count() or name == "plan"
    _is_sound(page, language, PHONE)
    if FILLED[name]:
        token = page.get_attribute("input[name=form]", "value")
        page.request.post(f"/answer/{name}?lang={language}", form={"form": token, **FILLED[name]})
        done = site.rows("event")[-1].event_id
        page.goto(f"/answer/done/{done}?lang={language}")
        _is_sound(page, language, DESKTOP if language == "en" else PHONE)


def test_taking_back_and_what_stands(page: Any, site: Site, language: str) -> None:
    enter(page, site, language)
    page.goto(f"/answer/halt?lang={language}")
    page.check("input[value=voice]")
    page.click("main .go button")
    site.clock.advance(seconds=1)
    for path in ("contact", "again"):
        page.goto(f"/answer/{path}?lang={language}")
        _is_sound(page, language)
    page.click("main .go button")
    assert page.locator("#problems").count()
    _is_sound(page, language)
    page.locator("input[name=wish]").last.check()
    page.click("main .go button")
    assert "/answer/done/" in page.url
    _is_sound(page, language)


def test_signing_out_and_a_page_that_is_not_there(page: Any, site: Site, language: str) -> None:
    enter(page, site, language)
    page.goto(f"/answer/nowhere?lang={language}")
    _is_sound(page, language)
    page.goto(f"/answer?lang={language}")
    page.locator("footer button").click()
    _is_sound(page, language)
