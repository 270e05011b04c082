"""Do the pages hold up in a real browser: no accessibility fault, no sideways scrolling, no script needed?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.portal.browsing import a_browser, a_served_site, is_sound
from tests.portal.browsing import enter as _enter
from tests.portal.site import Site


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages on a loopback address."""
    with a_served_site(sqlite_template, tmp_path_factory.mktemp("browser")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser from the system; scripts are switched off on every page of ours."""
    with a_browser() as started:
        yield started


@pytest.fixture(params=[(320, "light"), (320, "dark"), (1280, "light")], ids=str)
def page(request: pytest.FixtureRequest, browser: Any, site: Site) -> Iterator[Any]:
    """A fresh browser window of one width and colour scheme."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, base_url=site.links._base
    )
    yield context.new_page()
    context.close()


def test_an_error_is_summed_up_and_leads_to_its_field(page: Any, site: Site) -> None:
    page.goto(site.link())
    page.click("button[value=check]")
    is_sound(page)
    page.click(".problem a >> nth=0")
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "postal_code"


def test_the_account_is_sound_where_it_is_narrow_and_where_it_is_dark(page: Any, site: Site) -> None:
    _enter(page, site)
    for path in ("", "/times", "/places"):
        page.goto(f"/answer{path}")
        is_sound(page)


def test_a_promise_is_made_by_keyboard_alone(page: Any, site: Site) -> None:
    _enter(page, site)
    page.goto("/answer/promise")
    page.focus("#day")
    page.keyboard.type("03152027")
    page.focus("#amount")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer/done/*")
    is_sound(page)


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
    is_sound(page)
