"""Can a mail scanner change anything? One with a real browser opens, presses and sends all that it can reach.

It may stop messages: a stop needs nothing but its button, and a wrong stop is the safe error. Everything else
needs answers that a machine does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest

from tests.portal.browsing import a_browser, a_served_site
from tests.portal.site import Site

LOOKS: tuple[tuple[str, dict[str, str]], ...] = (
    ("GET", {}),
    ("HEAD", {}),
    ("OPTIONS", {}),
    ("GET", {"range": "bytes=0-10"}),
    ("GET", {"purpose": "prefetch", "sec-purpose": "prefetch;prerender"}),
    ("GET", {"x-moz": "prefetch", "user-agent": "Mozilla/5.0 (compatible; LinkScanner/1.0)"}),
)
INSIDE = (
    "", "promise", "plan", "dispute", "help", "contact", "times", "places", "prefer", "again", "request",
    "attorney", "bankruptcy", "deceased", "hardship", "theft", "ask", "halt", "leave",
)  # fmt: skip
STOPPED = {"event", "ledger_entry", "ledger_pending", "subject", "customer"}
"""What a stop writes: the event, its ledger entry, and that the customer must be judged again."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser that runs scripts."""
    with a_browser() as started:
        yield started


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """The pages on a loopback address."""
    with a_served_site(sqlite_template, tmp_path) as served:
        yield served


def _reachable(client: Any, start: str) -> set[str]:
    """Return every page of ours that a robot finds by following links."""
    found, waiting = set(), [start]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        for href in re.findall(r'href="([^"]+)"', client.get(path).text):
            target = urlsplit(urljoin(str(client.base_url) + path, href.replace("&amp;", "&")))
            if target.scheme == "http" and target.netloc == client.base_url.netloc.decode():
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    return found


def _changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def test_looking_in_every_way_at_every_page_changes_nothing(site: Site) -> None:
    links = [site.link(), site.link("stop")]
    before = site.everything()
    with httpx2.Client(base_url=site.links._base) as client:
        pages = {page for link in links for page in _reachable(client, link)}
        pages |= {f"/answer/{name}".rstrip("/") for name in INSIDE}
        for page in pages:
            for method, headers in LOOKS:
                answer = client.request(method, page, headers=headers)
                assert answer.status_code in (200, 403, 404, 405), page
                assert "1,250.50" not in answer.text
    assert len(pages) >= len(INSIDE) + 8
    assert site.everything() == before


def test_a_browser_that_presses_every_button_does_no_more_than_stop(site: Site, browser: Any) -> None:
    context = browser.new_context(base_url=site.links._base)
    page = context.new_page()
    with httpx2.Client(base_url=site.links._base) as client:
        pages = sorted(_reachable(client, site.link()) | _reachable(client, site.link("stop")))
    pressed = 0
    for path in pages:
        page.goto(path)
        for number in range(page.locator("button").count()):
            before = site.everything()
            page.goto(path)
            button = page.locator("button").nth(number)
            is_stop = button.get_attribute("value") == "stop" or path.startswith("/u/")
            button.click()
            pressed += 1
            assert _changed(before, site.everything()) <= (STOPPED if is_stop else set()), path
    assert pressed >= len([path for path in pages if "static" not in path])
    assert {event.type for event in site.events()} == {"opt_out"}
    context.close()


def test_a_browser_that_sends_every_form_by_script_changes_nothing(site: Site, browser: Any) -> None:
    context = browser.new_context(base_url=site.links._base)
    page = context.new_page()
    before = site.everything()
    for path in [*(f"{site.link()}{ask}" for ask in ("", "?ask=not-me")), "/answer", "/answer/halt"]:
        page.goto(path)
        for number in range(page.locator("form").count()):
            page.goto(path)
            with page.expect_navigation():  # no button, so nothing says what the form is for
                page.evaluate("n => document.forms[n].submit()", number)
    for name in INSIDE:
        page.goto(site.link())
        page.request.post(f"/answer/{name}".rstrip("/"), form={"form": "x", "scope": "everything"})
    assert _changed(before, site.everything()) <= {"customer_link"}  # the links that were just issued
    assert site.events() == []
    context.close()


def test_one_click_still_stops_after_all_that_looking(site: Site) -> None:
    link = site.link("stop")
    with httpx2.Client(base_url=site.links._base) as client:
        for method, headers in LOOKS:
            client.request(method, link, headers=headers)
        assert site.events() == []
        assert client.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [event.type for event in site.events()] == ["opt_out"]
