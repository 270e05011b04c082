"""Can the console be used with a keyboard, a screen reader, a small screen, in light and in dark?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from gateway.domain.words import PointKind, Role
from gateway.events import NewEvent, record_events
from gateway.store import open_store, schema
from tests import databases
from tests.builders.office import Office, an_office
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.portal.serving import free_address, served

Served = tuple[Office, str]
SCREENS = ((1280, 900, "light"), (390, 844, "dark"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        databases.missing("the program chromium")
    # A container without user namespaces cannot give the browser its sandbox; it opens only our own pages.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def served_office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A day with something of everything, on a real socket."""
    database = databases.copy_template(sqlite_template, tmp_path_factory.mktemp("console"))
    listener, address = free_address()
    store = open_store(database.url)
    office = an_office(store, FixedClock(), SeededIds(), public_url=address)
    _live(office)
    with served(office.web, listener):
        yield office, address
    store.close()


def _live(office: Office) -> None:
    sent, _ = office.customer(PointKind.EMAIL, PointKind.POSTAL, customer_number="C-1")
    office.send(sent)
    stopped, _ = office.customer(number="A-2", name="Alder & Sons", customer_number="C-2")
    event = NewEvent("opt_out", office.desk.clock.now(), stopped.customer_id, body={"channel": "email"})
    with office.store.begin() as tx:
        record_events(tx, office.desk.ledger, [event], now=event.at, ids=office.desk.ids, source="record")
    office.send(stopped)
    office.faults["feed"] = "The newest file of acme is 40 days old."


@pytest.fixture
def page(browser: Browser, served_office: Served) -> Iterator[Page]:
    """A browser window, signed in."""
    office, address = served_office
    context = browser.new_context(base_url=address)
    opened = context.new_page()
    opened.goto(office.link(Role.COLLECTOR))
    opened.click("main button")
    opened.wait_for_url("**/")
    yield opened
    context.close()


def _every_page(office: Office) -> list[str]:
    with office.store.read() as tx:
        accounts = tx.execute(sa.select(schema.account.c.account_id)).scalars().all()
        attempts = tx.execute(sa.select(schema.attempt.c.attempt_id)).scalars().all()
        rulings = tx.execute(sa.select(schema.contact_log.c.entry_id)).scalars().all()
    return [
        "/", "/?ruling=refuse&sort=customer", "/?channel=voice", "/rules?find=hours",
        "/rules?place=US-MA&state=off", "/status", "/sign-in", "/sign-in/x", "/nothing",
        "/accounts?number=A-9", *(f"/accounts/{one}" for one in accounts),
        *(f"/accounts/{one}/rules" for one in accounts), *(f"/messages/{one}" for one in attempts),
        *(f"/rulings/{one}" for one in rulings),
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "height", "scheme"), SCREENS)
def test_no_page_keeps_anybody_out(
    page: Page, served_office: Served, width: int, height: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    for path in _every_page(served_office[0]):
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize(("width", "height", "scheme"), SCREENS)
def test_what_a_one_off_would_say_is_shown_without_choosing_a_channel(
    page: Page, width: int, height: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    page.goto("/accounts?number=A-1")
    page.click("text=Show what it would say")
    page.wait_for_selector("#would-say")
    assert page.locator("#would-say h3").all_inner_texts() == ["Email", "Text message", "Call", "Letter"]
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_is_refused_by_the_pages_own_policy(page: Page, served_office: Served) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in _every_page(served_office[0]):
        page.goto(path)
    assert [text for text in said if "Content Security Policy" in text] == []


def test_a_one_off_is_queued_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.focus("#number")
    page.keyboard.type("A-1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/*")
    page.focus("#way-letter")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")
    assert page.inner_text(".answer h2").startswith("Queued")


def test_heads_stay_while_a_long_table_scrolls(page: Page) -> None:
    page.goto("/rules")
    page.evaluate("document.querySelector('.scroll').scrollTop = 2000")
    top, head = (page.locator(one).first.bounding_box() for one in (".scroll", "thead th"))
    assert top is not None
    assert head is not None
    assert abs(head["y"] - top["y"]) < 3


def test_the_message_in_its_frame_is_seen_and_cannot_run(page: Page, served_office: Served) -> None:
    path = next(one for one in _every_page(served_office[0]) if one.startswith("/messages/"))
    page.goto(path)
    frame = page.frame_locator("iframe.mail")
    assert "Acme Supply Co." in frame.locator("body").inner_text()
    assert page.locator("iframe.mail").get_attribute("sandbox") == ""
