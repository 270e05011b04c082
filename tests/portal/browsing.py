"""A real browser, and what every page must be in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gateway.domain.portfolio import HowToPay
from gateway.domain.words import PointKind
from gateway.store import open_store
from tests.builders.contact_point import a_contact_point
from tests.databases import copy_template, missing
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.portal.serving import free_address, served
from tests.portal.site import RIGHT, Site, a_site

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def a_browser() -> Iterator[Any]:
    """Start the system's browser."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing("a browser (Debian's chromium)")
    from playwright.sync_api import sync_playwright

    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=sandbox)
        yield started
        started.close()


@contextmanager
def a_served_site(template: Path, folder: Path, **creditor: Any) -> Iterator[Site]:
    """Serve the pages of a customer with several contact points on a loopback address."""
    store = open_store(copy_template(template, folder).url)
    listener, address = free_address()
    how = HowToPay(page="https://acme.example/pay", bank="Routing 021000021\nAccount 1234567")
    site = a_site(store, FixedClock(), SeededIds(), address=address, how_to_pay=how, **creditor)
    with store.begin() as tx:
        a_contact_point(tx, site.ids, site.customer, PointKind.MOBILE)
        a_contact_point(tx, site.ids, site.customer, PointKind.LANDLINE, place="work")
    with served(site.app, listener):
        yield site
    store.close()


def enter(page: Any, site: Site, language: str = "en") -> None:
    """Pass the check on a fresh link."""
    page.goto(f"{site.link()}?lang={language}")
    for fact, answer in RIGHT.items():
        page.fill(f"#{fact}", answer)
    page.click("button[value=check]")
    assert "/answer" in page.url


def is_sound(page: Any) -> None:
    """Fail where a page has an accessibility fault, scrolls sideways, or is too small to touch."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(
        page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    )
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    small = page.evaluate(
        "targets => [...document.querySelectorAll(targets)]"
        ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)",
        "button, .button, nav a, .pick, .choices a, .go a, .call a,"
        " input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea, select",
    )
    assert small == []
