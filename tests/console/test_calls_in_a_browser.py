"""Can a collector call with a keyboard, a screen reader, a small screen, in light and in dark?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from gateway.domain.portfolio import Account
from gateway.domain.words import PointKind, Role
from gateway.store import open_store
from tests import databases
from tests.builders.office import OUR_FORM, an_office
from tests.console.test_in_a_browser import SCREENS, browser
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.portal.serving import free_address, served

__all__ = ["browser"]  # the fixture that both files share


@pytest.fixture
def page(sqlite_template: Path, tmp_path: Path, browser: Browser) -> Iterator[tuple[Page, Account]]:
    """A collector's window, with two customers of whom one may be called now."""
    database = databases.copy_template(sqlite_template, tmp_path)
    listener, address = free_address()
    store = open_store(database.url)
    office = an_office(store, FixedClock(), SeededIds(), public_url=address)
    who = {"is_company": False, "birth_year": 1980}
    _, account = office.customer(PointKind.LANDLINE, name="Alex Rivera", customer_number="C-1", **who)
    west = {"region": "US-CA", "postal_code": "90001", "city": "Los Angeles"}
    _, early = office.customer(
        PointKind.LANDLINE, number="A-2", name="Bo Lee", customer_number="C-2", **who, **west
    )
    office.sign_in()
    for one in (account, early):
        office.client.post(f"/accounts/{one.account_id}/calls", data={"template": "call"}, headers=OUR_FORM)
    with served(office.web, listener):
        context = browser.new_context(base_url=address)
        opened = context.new_page()
        opened.goto(office.link(Role.COLLECTOR))
        opened.click("main button")
        opened.wait_for_url("**/")
        yield opened, account
        context.close()
    store.close()


def _passes(page: Page, name: str) -> None:
    for width, height, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, (name, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_a_call_from_the_list_to_its_outcome_keeps_nobody_out(page: tuple[Page, Account]) -> None:
    window, account = page
    window.goto("/calls")
    _passes(window, "list")
    window.click("text=Bo Lee")
    _passes(window, "may not be called yet")
    window.click("text=I am calling now")
    assert "You may call from" in window.inner_text(".answer")
    _passes(window, "not now")
    window.goto("/calls")
    window.click("text=Alex Rivera")
    _passes(window, "may be called")
    window.focus("text=I am calling now")
    window.keyboard.press("Enter")
    window.wait_for_url("**/calls/made/*")
    assert "+12125550145" in window.inner_text("h1")
    _passes(window, "on the line")
    window.check("#outcome-no-answer")
    window.check("#stop_calls")
    window.click("text=Write it down")
    assert window.is_checked("#stop_calls")
    _passes(window, "something is wrong")
    window.check("#outcome-right-party")
    window.fill("#promise_on", "2027-03-05")
    window.click("text=Write it down")
    assert "It is written down" in window.inner_text(".answer")
    _passes(window, "written down")
    window.goto(f"/accounts/{account.account_id}")
    assert "spoke with the customer" in window.inner_text("main")
    _passes(window, "the account's story")
