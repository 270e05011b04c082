"""Does a customer come to a payment plan: at once within the policy, else by a person?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
import sqlalchemy as sa

from gateway.domain.payment_plan import Interval, PlanPolicy
from gateway.store import schema
from tests.builders.account import an_account
from tests.builders.invoice import an_invoice
from tests.portal.conftest import MakeSite
from tests.portal.site import Site

WISH = {"interval": "monthly", "day": "2027-03-15", "amount": ""}
SHOW = {**WISH, "do": "show"}
AGREE = {**WISH, "do": "agree", "total": "125050", "plan": "3"}


@pytest.fixture
def inside(make_site: MakeSite) -> Site:
    """A customer of a creditor who agrees to plans, behind the check."""
    site = make_site(plans=PlanPolicy(most=5, least_instalment=Decimal(100)))
    site.sign_in()
    return site


def _amounts(site: Site) -> list[int]:
    return [row.amount_minor for row in site.rows("instalment")]


def test_the_possible_plans_are_shown_with_every_date_and_amount(inside: Site) -> None:
    page = inside.post("/answer/plan", SHOW)
    assert page.status_code == 200
    for part in ("3 payments, $416.83 every month", "$416.84", "March 15, 2027", "May 15, 2027"):
        assert part in page.text
    assert "6 payments" not in page.text
    assert inside.events() == []


def test_a_plan_that_is_agreed_to_is_in_force_at_once(inside: Site) -> None:
    answer = inside.post("/answer/plan", AGREE)
    text = inside.client.get(answer.headers["location"]).text
    for part in ("Your payment plan is agreed.", "$1,250.50 in 3 instalments", "Thursday, April 15, 2027"):
        assert part in text
    assert _amounts(inside) == [41_683, 41_683, 41_684]
    [event] = inside.events()
    assert (event.type, str(event.until_on)) == ("hold", "2027-03-19")
    assert inside.rows("task") == []


def test_the_account_shows_the_plan_and_offers_no_other(inside: Site) -> None:
    inside.post("/answer/plan", AGREE)
    text = inside.client.get("/answer").text
    assert "Next: $416.83 by March 15, 2027." in text
    assert 'href="/answer/plan"' not in text
    assert 'href="/answer/promise"' not in text
    assert inside.client.get("/answer/plan", follow_redirects=False).status_code == 303


def test_fifty_at_once_make_one_plan(inside: Site) -> None:
    form = inside.form("/answer/plan")
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: inside.post("/answer/plan", AGREE, form=form), range(50)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(inside.events()) == len(inside.rows("payment_plan")) == 1


def test_an_own_proposal_within_the_policy_can_be_agreed_to(inside: Site) -> None:
    wish = {"interval": "weekly", "day": "2027-03-08", "amount": "400"}
    page = inside.post("/answer/plan", {**wish, "do": "show"})
    assert "As you proposed: 4 payments, $400.00 every week" in page.text
    inside.post("/answer/plan", {**wish, "do": "agree", "total": "125050", "plan": "own"})
    assert _amounts(inside) == [40_000, 40_000, 40_000, 5_050]


def test_a_proposal_outside_the_policy_goes_before_a_person_and_says_so(inside: Site) -> None:
    wish = {**WISH, "amount": "50"}
    page = inside.post("/answer/plan", {**wish, "do": "show"})
    assert "We cannot agree to $50.00 each time on this page." in page.text
    assert 'value="own"' not in page.text
    answer = inside.post(
        "/answer/plan", {**wish, "do": "agree", "total": "125050", "plan": "person", "words": "Two children"}
    )
    assert "A person looks at it." in inside.client.get(answer.headers["location"]).text
    assert inside.rows("payment_plan") == []
    assert [row.kind for row in inside.rows("task")] == ["hold"]
    offered = inside.rows("event")[0].body["words"]
    assert offered == "Offers 50 USD a month, first on 2027-03-15. Two children"


@pytest.mark.parametrize(
    "change",
    [
        {"plan": "6"},
        {"plan": "2.0"},
        {"plan": "own"},  # nothing was proposed
        {"plan": "person"},
        {"plan": ""},
        {"interval": "yearly"},
        {"day": "2027-05-01"},  # later than the policy begins
        {"day": "2027-02-28"},
        {"amount": "-1", "plan": "own"},
        {"amount": "2000", "plan": "own"},
        {"amount": "99", "plan": "own"},  # below the smallest instalment
        {"total": "1"},
    ],
)
def test_a_form_that_was_tampered_with_agrees_to_nothing(inside: Site, change: dict[str, str]) -> None:
    page = inside.post("/answer/plan", {**AGREE, **change})
    assert page.status_code == 422
    assert inside.events() == []


def test_a_balance_that_changed_meanwhile_shows_the_plans_again(inside: Site) -> None:
    with inside.store.begin() as tx:
        tx.execute(sa.update(schema.invoice).values(balance_minor=100_000))
    page = inside.post("/answer/plan", AGREE)
    assert page.status_code == 422
    assert "has changed in the meantime" in page.text
    assert "$333.33" in page.text


def test_with_one_interval_nobody_is_asked_for_it(make_site: MakeSite) -> None:
    site = make_site(plans=PlanPolicy(intervals=(Interval.TWO_WEEKLY,)))
    site.sign_in()
    assert "How often" not in site.client.get("/answer/plan").text
    page = site.post("/answer/plan", {"day": "2027-03-15", "do": "show"})
    assert "every two weeks" in page.text


def test_of_two_accounts_the_plan_is_about_one(inside: Site) -> None:
    with inside.store.begin() as tx:
        other = an_account(tx, inside.ids, inside.customer, account_number="A-200")
        an_invoice(tx, inside.ids, other, days_past_due=5, balance_minor=90_000, invoice_number="I-3")
    assert inside.post("/answer/plan", SHOW).status_code == 422
    picked = {**AGREE, "account": f"{other.account_id}:USD", "total": "90000"}
    assert inside.post("/answer/plan", picked).status_code == 303
    assert inside.rows("payment_plan")[0].account_id == other.account_id
    assert inside.client.get("/answer/plan").status_code == 200


def test_where_no_plan_is_possible_the_page_says_so(make_site: MakeSite) -> None:
    site = make_site(plans=PlanPolicy(least_instalment=Decimal(1000)))
    site.sign_in()
    page = site.post("/answer/plan", SHOW)
    assert "No plan is possible on this page" in page.text
    assert 'value="agree"' not in page.text
