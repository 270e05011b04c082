"""Are the pages of plans, files and confirmations sound in a real browser, on paper and without scripts?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.domain.payment_plan import PlanPolicy
from tests.builders.files import A_JPEG, A_PDF
from tests.portal.browsing import a_browser, a_served_site, enter, is_sound
from tests.portal.site import Site

SIZES = [(360, 740), (1280, 800)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser."""
    with a_browser() as started:
        yield started


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """A creditor who agrees to plans."""
    policy = PlanPolicy(least_instalment=Decimal(50), down_payment_percent=30)
    with a_served_site(sqlite_template, tmp_path, plans=policy) as served:
        yield served


@pytest.fixture(params=[(s, language) for s in SIZES for language in ("en", "es")], ids=str)
def page(request: pytest.FixtureRequest, browser: Any, site: Site) -> Iterator[Any]:
    """A window of one size and language, behind the check."""
    (width, height), language = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=language, base_url=site.links._base
    )
    window = context.new_page()
    enter(window, site)
    window.language = f"?lang={language}"
    yield window
    context.close()


def _wish(page: Any, amount: str = "") -> None:
    page.goto(f"/answer/plan{page.language}")
    is_sound(page)
    page.check("input[value=monthly]")
    page.fill("#day", "2027-03-15")
    page.fill("#amount", amount)
    page.click("main button")
    for summary in page.query_selector_all("summary"):
        summary.click()


def test_plans_are_sound_from_the_wish_to_the_confirmation(page: Any) -> None:
    _wish(page, "1")
    is_sound(page)
    page.click("main button")  # nothing chosen
    is_sound(page)
    _wish(page)
    page.check("input[name=plan] >> nth=1")
    page.click("main button")
    page.wait_for_url("**/answer/done/*")
    is_sound(page)
    page.goto(f"/answer{page.language}")
    is_sound(page)


def test_a_dispute_with_files_is_sound_from_the_form_to_the_confirmation(page: Any, tmp_path: Path) -> None:
    page.goto(f"/answer/dispute{page.language}")
    page.check("input[value=all]")
    page.check("input[value=amount]")
    page.fill("#words", "Ordered nine, got seven.")
    page.set_input_files("#files", _file(tmp_path, "a.pdf", b"no pdf at all"))
    page.click("main button")
    is_sound(page)
    assert page.input_value("#words") == "Ordered nine, got seven."
    files = [_file(tmp_path, "b.pdf", A_PDF), _file(tmp_path, "c.jpg", A_JPEG)]
    page.set_input_files("#files", files)
    page.click("main button")
    page.wait_for_url("**/answer/done/*")
    is_sound(page)
    assert "Ordered nine, got seven." in page.inner_text("main")


def test_a_confirmation_on_paper_has_what_it_needs_and_nothing_to_press(page: Any, site: Site) -> None:
    page.goto(f"/answer/promise{page.language}")
    page.fill("#day", "2027-03-20")
    page.fill("#amount", "100")
    page.click("main button")
    page.wait_for_url("**/answer/done/*")
    assert not {"alex", "rivera", "A-100", "100"} & set(page.url.casefold().split("/"))
    page.emulate_media(media="print")
    assert page.is_visible(".ref")
    assert not page.is_visible(".go")
    assert not page.is_visible("nav")
    assert not page.is_visible("footer form")


def _file(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)
