"""Can tasks be settled with a keyboard, a screen reader, a small screen, in light and in dark?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from channels.message import Unknown
from gateway.domain.words import PointKind, Role
from gateway.store import open_store
from tests import databases
from tests.builders.office import an_office
from tests.console.test_in_a_browser import SCREENS, browser
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.portal.serving import free_address, served

__all__ = ["browser"]  # the fixture that these files share


@pytest.fixture
def window(sqlite_template: Path, tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """A collector's window, with an email of which nobody knows whether it left."""
    database = databases.copy_template(sqlite_template, tmp_path)
    listener, address = free_address()
    store = open_store(database.url)
    office = an_office(store, FixedClock(), SeededIds(), public_url=address)
    customer, _ = office.customer(PointKind.EMAIL, name="Alex Rivera", customer_number="C-1")
    office.desk.email.answer_next(Unknown("timeout"))
    office.send(customer)
    with served(office.web, listener):
        context = browser.new_context(base_url=address)
        opened = context.new_page()
        opened.goto(office.link(Role.COLLECTOR))
        opened.click("main button")
        opened.wait_for_url("**/")
        yield opened
        context.close()
    store.close()


def _passes(window: Page, name: str) -> None:
    for width, height, scheme in SCREENS:
        window.set_viewport_size({"width": width, "height": height})
        window.emulate_media(color_scheme=scheme)
        found = Axe().run(window)
        assert found.violations_count == 0, (name, found.generate_report())
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_an_unknown_outcome_is_settled_with_the_keyboard_alone(window: Page) -> None:
    window.click("nav >> text=Tasks")
    _passes(window, "list")
    window.focus("table a")
    window.keyboard.press("Enter")
    window.wait_for_url("**/tasks/*")
    _passes(window, "task")
    window.focus("text=Write it down")
    window.keyboard.press("Enter")
    window.wait_for_selector("[role=alert]")
    _passes(window, "nothing chosen")
    window.focus("#found-1")
    window.keyboard.press("ArrowDown")
    assert window.is_checked("#found-2")
    window.keyboard.press("Tab")
    window.keyboard.type("Not in the relay's log.")
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    window.wait_for_selector("text=It is written down")
    _passes(window, "written down")
    window.click("text=To the next one")
    assert "Nothing waits for a person" in window.inner_text("main")
    _passes(window, "nothing waits")
