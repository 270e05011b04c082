"""Do the pages hold against guessing, forging, framing and reaching for somebody else's things?"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.events import NewEvent, record_events
from tests.builders.account import an_account
from tests.builders.customer import a_person
from tests.builders.invoice import an_invoice
from tests.builders.ledger import a_ledger
from tests.portal.site import RIGHT, WRONG, Site

_FORM = re.compile(r'name="form" value="[^"]+"')
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def test_each_character_of_a_link_changed_is_the_same_neutral_answer_and_changes_nothing(site: Site) -> None:
    path = site.link()
    head, token = path[:3], path[3:]
    form = site.form(path)
    before = site.everything()
    changed = [
        token[:at] + _ALPHABET[(_ALPHABET.index(char) + 1) % len(_ALPHABET)] + token[at + 1 :]
        for at, char in enumerate(token)
    ]
    pages = {_FORM.sub("", site.client.get(head + each).text) for each in [token, *changed]}
    assert len(pages) == 1
    answers = {site.check(head + each).status_code for each in changed[:-1]}
    assert answers == {422}
    for each in changed[:-1]:
        site.post(head + each, {"do": "stop"}, form=form)
    assert site.everything() == before


def test_a_thousand_guesses_at_once_lock_the_link_and_never_the_stop(site: Site) -> None:
    path = site.link()
    form = site.form(path)
    years = [str(1000 + number) for number in range(1000) if str(1000 + number) != RIGHT["birth_year"]]
    guesses = [{"do": "check", **WRONG, "birth_year": year} for year in years]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda guess: site.post(path, guess, form=form).status_code, guesses))
    assert answers.count(422) == 4
    assert answers.count(429) == len(guesses) - 4
    assert site.check(path, RIGHT).status_code == 429
    failed = [row for row in site.rows("ledger_entry") if row.kind == "check.failed"]
    assert len(failed) == 5
    assert site.post(path, {"do": "stop"}).status_code == 200
    assert [event.type for event in site.events()] == ["opt_out"]


def test_fifty_wishes_at_once_are_one(site: Site) -> None:
    site.sign_in()
    form = site.form("/answer/times")
    with ThreadPoolExecutor(10) as pool:
        answers = list(
            pool.map(lambda _: site.post("/answer/times", {"days_mon": "yes"}, form=form), range(50))
        )
    assert {answer.status_code for answer in answers} == {303}
    assert len(site.events()) == 1


@pytest.mark.parametrize("name", ["times", "places", "prefer", "again", "request", "attorney", "bankruptcy",
                                  "deceased", "hardship", "theft", "ask", "halt", "leave"])  # fmt: skip
@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_no_form_is_taken_from_another_site(site: Site, name: str, headers: dict[str, str]) -> None:
    site.sign_in()
    before = site.everything()
    answer = site.client.post(f"/answer/{name}", data={"form": "x"}, headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert site.everything() == before


def test_what_an_image_or_a_script_fetches_changes_nothing(site: Site) -> None:
    site.sign_in()
    before = site.everything()
    for mode in ("no-cors", "cors"):
        headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode, "sec-fetch-dest": "image"}
        site.client.get("/answer/halt?scope=everything", headers=headers)
    assert site.everything() == before


def test_a_foreign_host_name_leads_nowhere_else(site: Site) -> None:
    answer = site.post(site.link(), {"do": "check", **RIGHT})
    assert answer.headers["location"].startswith("/answer")
    page = site.client.get(site.link(), headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    assert "evil.example" not in page.text
    assert "evil.example" not in str(page.headers)


@pytest.mark.parametrize("lang", ["//evil.example", "en%0d%0aset-cookie:x=1", "https://evil.example"])
def test_the_language_in_an_address_redirects_to_nobody(site: Site, lang: str) -> None:
    path = site.link()
    form = site.form(path)
    answer = site.post(f"{path}?lang={lang}", {"do": "check", **RIGHT}, form=form)
    assert answer.headers["location"] == "/answer"


def test_a_session_is_of_one_customer_and_names_nothing_of_another(site: Site) -> None:
    with site.store.begin() as tx:
        other = a_person(tx, site.ids, creditor_id=site.creditor.creditor_id)
        account = an_account(tx, site.ids, other, account_number="BB-7001")
        bill = an_invoice(tx, site.ids, account, days_past_due=9, balance_minor=77_700)
        said = NewEvent("opt_out", site.clock.now(), other.customer_id, body={"channel": "sms"})
        told = record_events(
            tx, a_ledger(site.ids), [said], now=site.clock.now(), ids=site.ids, source="portal"
        )
    site.sign_in()
    theirs = str(told[0].event_id)
    assert site.client.get(f"/answer/done/{theirs}").status_code == 404
    site.post("/answer/halt", {"scope": "email"})
    assert site.post("/answer/again", {"wish": theirs}).status_code == 422
    dispute = site.post("/answer/dispute", {"bill": str(bill.invoice_id), "reason": "amount"})
    for page in (dispute, site.client.get("/answer"), site.client.get("/answer/contact")):
        assert "777.00" not in page.text
        assert "BB-7001" not in page.text
    assert dispute.status_code == 422


def test_a_stolen_cookie_is_dead_once_its_owner_has_left(site: Site) -> None:
    site.sign_in()
    stolen = site.client.cookies["__Host-dunwell-customer"]
    form = site.form("/answer/halt")
    site.client.post("/answer/leave")
    site.client.cookies.set("__Host-dunwell-customer", stolen)
    for name in ("", "/contact", "/again", "/halt"):
        assert site.client.get(f"/answer{name}").status_code == 403
    assert site.post("/answer/halt", {"scope": "everything"}, form=form).status_code == 403
    assert site.events() == []
