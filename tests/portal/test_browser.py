"""Do the pages hold up in a real browser: no accessibility fault, no sideways scrolling, no script needed?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.domain.portfolio import HowToPay
from gateway.store import Store, open_store
from tests.databases import copy_template, missing
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.portal.serving import free_address, served
from tests.portal.site import RIGHT, Site, a_site

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
INSIDE = ("", "/promise", "/plan", "/dispute", "/help", "/halt")


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages on a loopback address."""
    database = copy_template(sqlite_template, tmp_path_factory.mktemp("browser"))
    store: Store = open_store(database.url)
    listener, address = free_address()
    how = HowToPay(page="https://acme.example/pay", bank="Routing 021000021\nAccount 1234567")
    site = a_site(store, FixedClock(), SeededIds(), address=address, how_to_pay=how)
    with served(site.app, listener):
        yield site
    store.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser from the system; scripts are switched off on every page of ours."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing("a browser (Debian's chromium)")
    from playwright.sync_api import sync_playwright

    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=sandbox)
        yield started
        started.close()


@pytest.fixture(params=[(320, "light"), (320, "dark"), (1280, "light")], ids=str)
def page(request: pytest.FixtureRequest, browser: Any, site: Site) -> Iterator[Any]:
    """A fresh browser window of one width and colour scheme."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, base_url=site.links._base
    )
    yield context.new_page()
    context.close()


def _is_sound(page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    small = page.evaluate(
        "targets => [...document.querySelectorAll(targets)]"
        ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)",
        "button, .button, nav a, .pick, .choices a, input:not([type=hidden]):not([type=radio]), textarea",
    )
    assert small == []


def _enter(page: Any, site: Site) -> None:
    page.goto(site.link())
    for fact, answer in RIGHT.items():
        page.fill(f"#{fact}", answer)
    page.click("button[value=check]")
    assert page.url.endswith("/answer")


def test_the_pages_before_the_check_are_sound(page: Any, site: Site) -> None:
    link = site.link()
    for path in (link, f"{link}?ask=not-me", f"{link}?lang=es", site.link("stop")):
        page.goto(path)
        _is_sound(page)


def test_an_error_is_summed_up_and_leads_to_its_field(page: Any, site: Site) -> None:
    page.goto(site.link())
    page.click("button[value=check]")
    _is_sound(page)
    page.click(".problem a >> nth=0")
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "postal_code"


def test_the_pages_after_the_check_are_sound(page: Any, site: Site) -> None:
    _enter(page, site)
    for path in INSIDE:
        page.goto(f"/answer{path}")
        _is_sound(page)


def test_a_promise_is_made_by_keyboard_alone(page: Any, site: Site) -> None:
    _enter(page, site)
    page.goto("/answer/promise")
    page.focus("#day")
    page.keyboard.type("03152027")
    page.focus("#amount")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer/done/*")
    _is_sound(page)


def test_every_page_works_without_scripts(browser: Any, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site.links._base)
    page = context.new_page()
    _enter(page, site)
    page.goto("/answer/dispute")
    page.check("input[value=all]")
    page.check("input[value=amount]")
    page.click("main button")
    assert "/answer/done/" in page.url
    context.close()


def test_a_stop_takes_one_press(page: Any, site: Site) -> None:
    page.goto(site.link("stop"))
    page.click("main button")
    assert "Done" in page.inner_text("h1")
    _is_sound(page)
