"""What does a customer see after the check, and what does each choice begin?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from gateway.domain.portfolio import HowToPay
from tests.builders.account import an_account
from tests.builders.customer import a_person
from tests.builders.invoice import an_invoice
from tests.portal.conftest import MakeSite
from tests.portal.site import Site

PROMISE = {"day": "2027-03-15", "amount": "500.00"}
DISPUTE = {"bill": "all", "reason": "paid", "words": "I paid by cheque in January."}


@pytest.fixture
def inside(site: Site) -> Site:
    """A customer who passed the check."""
    site.sign_in()
    return site


def _done(site: Site, response: Any) -> str:
    assert response.status_code == 303, response.text
    return str(site.client.get(response.headers["location"]).text)


def test_the_account_says_what_is_owed_to_whom_since_when_and_how_it_is_made_up(inside: Site) -> None:
    text = inside.client.get("/answer").text
    for part in (
        "$1,250.50",
        "Acme Supply Co.",
        "January 29, 2027",
        "A-100",
        "I-2041",
        "$1,500.00",
        "$249.50",
    ):
        assert part in text


def test_the_account_says_how_to_pay_with_the_reference(make_site: MakeSite) -> None:
    how = HowToPay(page="https://acme.example/pay", bank="Routing 021000021", post="1 Main Street")
    site = make_site(how_to_pay=how)
    site.sign_in()
    text = site.client.get("/answer").text
    for part in ('href="https://acme.example/pay"', "Routing 021000021", "1 Main Street", "<strong>A-100"):
        assert part in text


def test_what_a_customer_wrote_never_becomes_markup(make_site: MakeSite) -> None:
    site = make_site(name="<b>Acme</b> & Co.")
    site.sign_in()
    page = site.post("/answer/dispute", {"words": '"><script>alert(1)</script>'})
    assert "<script" not in page.text
    assert "&lt;b&gt;Acme&lt;/b&gt; &amp; Co." in page.text


def test_looking_around_after_the_check_changes_nothing(inside: Site) -> None:
    done = inside.post("/answer/promise", PROMISE).headers["location"]
    before = inside.everything()
    for path in ("", "/promise", "/plan", "/dispute", "/help", "/halt"):
        assert inside.client.get(f"/answer{path}").status_code == 200
        assert inside.client.head(f"/answer{path}").status_code == 200
    inside.client.get(done)
    assert inside.everything() == before


def test_a_promise_pauses_the_account_until_its_day(inside: Site) -> None:
    text = _done(inside, inside.post("/answer/promise", PROMISE))
    assert "You pay $500.00 by Monday, March 15, 2027." in text
    [event] = inside.events()
    assert (event.type, str(event.due_on)) == ("promise_to_pay", "2027-03-15")
    assert event.accounts == (str(inside.account.account_id),)
    [row] = inside.rows("promise")
    assert (row.amount_minor, row.currency, row.state) == (50_000, "USD", "open")
    assert "You promised $500.00 by March 15, 2027." in inside.client.get("/answer").text


def test_the_reference_on_the_confirmation_is_the_end_of_the_events_id(inside: Site) -> None:
    text = _done(inside, inside.post("/answer/promise", PROMISE))
    tail = inside.rows("event")[0].event_id.hex[-8:].upper()
    assert f"{tail[:4]}-{tail[4:]}" in text


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        ("2027-02-28", "500.00"),  # before today
        ("2027-04-01", "500.00"),  # 31 days ahead
        ("15/03/2027", "500.00"),
        ("", "500.00"),
        ("2027-03-15", "0"),
        ("2027-03-15", "-5"),
        ("2027-03-15", "1250.51"),  # more than is open
        ("2027-03-15", "ten"),
        ("2027-03-15", "1.005"),
        ("2027-03-15", ""),
    ],
)
def test_a_promise_that_cannot_be_is_sent_back_with_what_was_typed(
    inside: Site, day: str, amount: str
) -> None:
    page = inside.post("/answer/promise", {"day": day, "amount": amount})
    assert page.status_code == 422
    assert f'value="{day}"' in page.text
    assert f'value="{amount}"' in page.text
    assert inside.events() == []


@pytest.mark.parametrize("amount", ["1250.50", "1,250.50", "$1,250.50", "1250,50", "USD 1250.5"])
def test_an_amount_is_read_as_people_write_it(inside: Site, amount: str) -> None:
    assert inside.post("/answer/promise", {"day": "2027-03-15", "amount": amount}).status_code == 303
    assert inside.rows("promise")[0].amount_minor == 125_050


def test_with_two_accounts_the_promise_says_which(inside: Site) -> None:
    with inside.store.begin() as tx:
        other = an_account(tx, inside.ids, inside.customer, account_number="A-200")
        an_invoice(tx, inside.ids, other, days_past_due=5, balance_minor=9_900)
    assert inside.post("/answer/promise", {"day": "2027-03-15", "amount": "99.00"}).status_code == 422
    picked = {"account": f"{other.account_id}:USD", "day": "2027-03-15", "amount": "99.00"}
    assert inside.post("/answer/promise", picked).status_code == 303
    assert inside.rows("promise")[0].account_id == other.account_id


def test_a_form_sent_twice_shows_the_first_result(inside: Site) -> None:
    form = inside.form("/answer/promise")
    first = inside.post("/answer/promise", PROMISE, form=form)
    again = inside.post("/answer/promise", {**PROMISE, "amount": "700.00"}, form=form)
    assert first.headers["location"] == again.headers["location"]
    assert [row.amount_minor for row in inside.rows("promise")] == [50_000]


def test_fifty_at_once_make_one_promise(inside: Site) -> None:
    form = inside.form("/answer/promise")
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: inside.post("/answer/promise", PROMISE, form=form), range(50)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(inside.events()) == len(inside.rows("promise")) == 1


def test_a_form_of_another_page_or_session_is_not_taken(inside: Site) -> None:
    foreign = inside.form("/answer/promise")
    assert inside.post("/answer/dispute", DISPUTE, form=foreign).status_code == 422
    inside.sign_in()
    assert inside.post("/answer/promise", PROMISE, form=foreign).status_code == 422
    assert inside.events() == []


def test_a_dispute_of_everything_pauses_everything_and_tells_a_person(inside: Site) -> None:
    text = _done(inside, inside.post("/answer/dispute", DISPUTE))
    assert "We do not ask you to pay what you contest" in text
    [event] = inside.events()
    assert (event.type, event.scope, event.written, event.accounts) == ("dispute", "whole", True, None)
    assert inside.rows("event")[0].body["words"] == DISPUTE["words"]
    assert [row.kind for row in inside.rows("task")] == ["dispute"]


def test_a_dispute_of_one_of_two_bills_is_about_a_part(inside: Site) -> None:
    with inside.store.begin() as tx:
        bill = an_invoice(tx, inside.ids, inside.account, days_past_due=5, balance_minor=9_900)
    inside.post("/answer/dispute", {"bill": str(bill.invoice_id), "reason": "amount"})
    [event] = inside.events()
    assert (event.scope, event.accounts) == ("part", (str(inside.account.account_id),))
    assert inside.rows("event")[0].body["invoice_number"] == bill.invoice_number


def test_a_plan_is_a_hold_until_a_person_has_answered(inside: Site) -> None:
    text = _done(inside, inside.post("/answer/plan", {"amount": "100", "day": "2027-04-01", "words": "Rent"}))
    assert "March 15, 2027" in text
    [event] = inside.events()
    assert (event.type, str(event.until_on)) == ("hold", "2027-03-15")
    assert inside.rows("event")[0].body["words"] == "Offers 100 USD a month, first on 2027-04-01. Rent"


@pytest.mark.parametrize(
    ("scope", "type_", "channel"),
    [
        ("here", "opt_out", "email"),
        ("sms", "opt_out", "sms"),
        ("voice", "opt_out", "voice"),
        ("everything", "cease_request", None),
    ],
)
def test_stopping_reaches_as_far_as_was_asked(
    inside: Site, scope: str, type_: str, channel: str | None
) -> None:
    text = _done(inside, inside.post("/answer/halt", {"scope": scope}))
    assert "does not settle it" in text
    [event] = inside.events()
    assert (event.type, event.channel) == (type_, channel)
    point = str(inside.point.contact_point_id) if scope == "here" else None
    assert event.contact_point == point


@pytest.mark.parametrize("name", ["promise", "plan", "dispute", "halt"])
def test_a_form_without_answers_changes_nothing(inside: Site, name: str) -> None:
    page = inside.post(f"/answer/{name}", {})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert inside.events() == []


def test_an_answer_let_waiting_outreach_be_judged_again(inside: Site) -> None:
    inside.post("/answer/promise", PROMISE)
    [row] = inside.rows("customer")
    assert row.facts_version == 1


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (15, 403)])
def test_a_session_ends_after_a_quarter_of_an_hour_without_use(
    inside: Site, minutes: int, status: int
) -> None:
    inside.clock.advance(minutes=minutes)
    assert inside.client.get("/answer").status_code == status


def test_a_session_in_use_ends_after_an_hour(inside: Site) -> None:
    for _ in range(4):
        inside.clock.advance(minutes=14)
        assert inside.client.get("/answer").status_code == 200
    inside.clock.advance(minutes=4)
    assert inside.client.get("/answer").status_code == 403


def test_a_cookie_that_was_signed_out_is_dead(inside: Site) -> None:
    stolen = inside.client.cookies["__Host-dunwell-customer"]
    inside.client.post("/answer/leave")
    inside.client.cookies.set("__Host-dunwell-customer", stolen)
    assert inside.client.get("/answer").status_code == 403


@pytest.mark.parametrize("cookie", ["", "x", "A" * 91, "é"])
def test_a_forged_cookie_opens_nothing(site: Site, cookie: str) -> None:
    headers = {"cookie": f"__Host-dunwell-customer={cookie}".encode()}
    assert site.client.get("/answer", headers=headers).status_code == 403


def test_nobody_reads_another_customers_confirmation(inside: Site) -> None:
    done = inside.post("/answer/promise", PROMISE).headers["location"]
    with inside.store.begin() as tx:
        other = a_person(tx, inside.ids, creditor_id=inside.creditor.creditor_id)
    inside.client.cookies.clear()
    neighbour = replace(inside, customer=other)
    assert neighbour.check(neighbour.link(contact_point_id=None)).status_code == 303
    assert neighbour.client.get(done).status_code == 404


def test_a_company_is_known_by_an_invoice_number(make_site: MakeSite) -> None:
    site = make_site(person={"is_company": True, "birth_year": None})
    assert site.check(site.link(), {"postal_code": "10005", "birth_year": "1980"}).status_code == 422
    assert site.check(site.link(), {"postal_code": "10005", "invoice_number": "i 2041"}).status_code == 303


def test_a_spanish_reader_gets_spanish_dates_and_may_switch(make_site: MakeSite) -> None:
    site = make_site(person={"language": "es", "country": "US"})
    site.sign_in()
    assert "29 de enero de 2027" in site.client.get("/answer").text
    assert "January 29, 2027" in site.client.get("/answer?lang=en").text
    assert 'href="/answer/promise?lang=en"' in site.client.get("/answer?lang=en").text


def test_with_nothing_open_there_is_nothing_to_promise(make_site: MakeSite) -> None:
    site = make_site()
    with site.store.begin() as tx:
        tx.exec_driver_sql("UPDATE invoice SET balance_minor = 0")
    site.sign_in()
    text = site.client.get("/answer").text
    assert "Nothing is open today" in text
    assert "/answer/promise" not in text
    assert site.client.get("/answer/promise", follow_redirects=False).status_code == 303
