"""Can an officer read which rules there are, which hold for a customer and why, and what was ruled?"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from compliance.rulebook import Rulebook, load_rulebook
from gateway.domain.ids import EntryId, OutreachId
from gateway.domain.portfolio import Account
from gateway.domain.words import Channel, PointKind, Role
from gateway.ledger import Entry, EntryKind
from gateway.oneoffs import OneOff, draft
from gateway.store import schema
from tests.builders.dispatcher import ROOT, shipped_rulebook
from tests.builders.office import Office, an_office
from tests.console.test_pages import page, stop

NOBODY = "00000000-0000-7000-8000-000000000000"


def words_of(html: str) -> str:
    """Return a page as it reads."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).replace("&#39;", "'")


def the_ruling(office: Office) -> str:
    with office.store.read() as tx:
        entry_id = tx.execute(sa.select(schema.contact_log.c.entry_id)).scalar_one()
    return f"/rulings/{entry_id}"


def a_draft(change: tuple[str, str]) -> Rulebook:
    """Return the shipped rulebook with one thing written differently."""
    files = sorted((ROOT / "config/compliance").glob("*.toml"))
    return load_rulebook({file.name: file.read_text("utf-8").replace(*change) for file in files})


def put_in_force(office: Office, rulebook: Rulebook) -> None:
    """Write a rulebook into the ledger, as the daemon does at its start."""
    entry = Entry(
        entry_id=EntryId(office.desk.ids.new()),
        customer_id=None,
        kind=EntryKind.RULEBOOK_CHANGED,
        at=office.desk.clock.now(),
        public={"before": None, "now": rulebook.digest},
        private={"reasoning": "1", "packs": dict(rulebook.texts)},
    )
    with office.store.begin() as tx:
        office.desk.ledger.append(tx, [entry])


def packs_ruled_by(office: Office, account: Account) -> set[str]:
    """Return the packs of the rulings that a one-off by any channel would get."""
    due = draft(account, OneOff("", Channel.EMAIL, "", "", ""), OutreachId(account.account_id))
    with office.store.read() as tx:
        asked = office.parts.previewer.by_channel(tx, due, tuple(Channel), office.desk.clock.now())
    return {id_ for one in asked.values() for _, ruling in one.rulings for id_ in ruling.packs}


@pytest.mark.parametrize("role", list(Role))
def test_everybody_who_is_signed_in_reads_them_and_nothing_changes(office: Office, role: Role) -> None:
    customer, account = office.customer()
    office.send(customer)
    office.sign_in(role)
    before = office.desk.kinds(), office.desk.outreach()
    for path in ("/rules", f"/accounts/{account.account_id}/rules", the_ruling(office)):
        page(office, path)
    assert (office.desk.kinds(), office.desk.outreach()) == before


def test_nobody_else_reads_them(office: Office) -> None:
    _, account = office.customer()
    for path in ("/rules", f"/accounts/{account.account_id}/rules", f"/rulings/{NOBODY}"):
        assert office.client.get(path, follow_redirects=False).headers["location"] == "/sign-in"


def test_the_packs_that_apply_are_shown_with_the_facts_behind_them(office: Office) -> None:
    customer, account = office.customer(PointKind.EMAIL, PointKind.MOBILE)
    stop(office, customer.customer_id)
    office.sign_in(Role.AUDITOR)
    html = page(office, f"/accounts/{account.account_id}/rules")
    shown = set(re.findall(r'<section class="card pack-told" id="pack-([\w-]+)"', html))
    assert shown - {"core"} == packs_ruled_by(office, account)
    text = words_of(html)
    assert "the area code 212 of the mobile number ending in 23" in text
    assert "5550123" not in text
    assert "Email: ○ Refuse, opted out of emails" in text
    assert "The customer stopped emails" in text
    assert "America/New York" in text


def test_the_rules_of_a_customer_are_found_from_both_pages(office: Office) -> None:
    _, account = office.customer()
    office.sign_in()
    address = f"/accounts/{account.account_id}/rules"
    assert f'href="{address}"' in page(office, f"/accounts/{account.account_id}")
    answer = office.client.get("/accounts?show=rules&number=A-1", follow_redirects=False)
    assert answer.headers["location"] == address
    page(office, f"/accounts/{NOBODY}/rules", 404)


def test_of_several_accounts_with_one_number_the_rules_are_chosen(office: Office) -> None:
    office.customer()
    office.customer(creditor_id="other")
    office.sign_in()
    html = page(office, "/accounts?number=A-1&show=rules")
    assert len(re.findall(r'href="/accounts/[\w-]+/rules"', html)) == 2


def test_an_allowed_ruling_shows_what_it_required_and_carried(office: Office) -> None:
    customer, _ = office.customer(PointKind.MOBILE)
    office.send(customer, Channel.SMS)
    office.sign_in()
    text = words_of(page(office, the_ruling(office)))
    assert "Nothing stands against this text message now." in text
    assert "America/New York 11:00 EST" in text
    assert "The message carried" in text
    assert shipped_rulebook().digest in text
    assert "The same." in text


@pytest.mark.parametrize(("hours", "verdict"), [(0, "Refused"), (12, "Put off")])
def test_a_ruling_that_held_back_has_its_page_too(office: Office, hours: int, verdict: str) -> None:
    customer, account = office.customer()
    if not hours:
        stop(office, customer.customer_id)
    office.desk.clock.advance(hours=hours)
    office.send(customer)
    office.sign_in()
    address = the_ruling(office)
    text = words_of(page(office, address))
    assert verdict in text
    assert "What stood in the way" in text
    assert f'href="{address}"' in page(office, "/")
    assert f'href="{address}"' in page(office, f"/accounts/{account.account_id}")


def test_a_ruling_made_without_the_rulebook_says_so(office: Office) -> None:
    customer, _ = office.customer(PointKind.POSTAL)
    office.send(customer)
    office.sign_in()
    assert "decided before any rule was asked" in page(office, the_ruling(office))


def test_what_todays_rules_would_rule_differently_is_told(office: Office) -> None:
    customer, _ = office.customer()
    office.send(customer)
    put_in_force(office, shipped_rulebook())
    stricter = a_draft(("08:00-20:00", "13:00-14:00"))
    today = an_office(office.store, office.desk.clock, office.desk.ids, rulebook=stricter)
    today.sign_in()
    html = page(today, the_ruling(office))
    assert "Different." in html
    assert "Allowed before, put off now" in html
    then = re.search(r'href="(/rules\?rulebook=[^"]+)"', html)
    assert then is not None
    assert "Rules as they were" in page(today, then[1])


def test_the_rules_of_a_digest_that_never_was_are_not_there(office: Office) -> None:
    office.sign_in()
    assert "was ever in force here" in page(office, "/rules?rulebook=sha256:0", 404)


def test_an_erased_customers_ruling_keeps_what_proves_it(office: Office) -> None:
    customer, _ = office.customer()
    office.send(customer)
    with office.store.begin() as tx:
        tx.execute(sa.update(schema.subject).values(wrapped_key=None))
    office.sign_in()
    html = page(office, the_ruling(office))
    assert "data was erased" in html
    assert shipped_rulebook().digest in html


def test_there_is_no_page_for_what_was_never_ruled(office: Office) -> None:
    office.sign_in()
    page(office, f"/rulings/{NOBODY}", 404)
    page(office, "/rulings/x", 422)


@pytest.mark.parametrize(
    ("query", "shows", "hides"),
    [
        ("place=US-MA", "us-ma", "us-fl"),
        ("place=US-MA", "us-reg-f", "ca-on"),  # what holds in the whole country holds there too
        ("place=everywhere", "policy-decent-hours", "us-reg-f"),
        ("state=off", "policy-quiet-sundays", "us-reg-f"),
        ("channel=voice&find=frequency", "us-reg-f", "us-fl"),
        ("find=florida", "us-fl", "us-reg-f"),
        ("find=1006.14", "us-reg-f", "us-fl"),
    ],
)
def test_rules_are_found_by_place_state_channel_and_words(
    office: Office, query: str, shows: str, hides: str
) -> None:
    office.sign_in()
    found = set(re.findall(r'<span class="dim">\w+, ([\w-]+);', page(office, f"/rules?{query}")))
    assert shows in found
    assert hides not in found


def test_the_rules_page_names_digest_date_and_strategies(office: Office) -> None:
    office.sign_in()
    before = words_of(page(office, "/rules"))
    assert "not yet recorded in the contact ledger" in before
    put_in_force(office, shipped_rulebook())
    after = words_of(page(office, "/rules"))
    assert shipped_rulebook().digest in after
    assert "since 1 Mar 2027, 16:00 UTC, by the contact ledger" in after
    assert "Companies, first party" in after
    assert "Switched off:" in after


def test_nonsense_in_the_address_shows_all_rules(office: Office) -> None:
    office.sign_in()
    count = len(shipped_rulebook().rules())
    html = page(office, "/rules?place=Mars&channel=pigeon&state=perhaps")
    assert f"{count} of {count} rules" in html
    assert "No rule fits" in page(office, "/rules?find=zebra")


def test_an_account_of_an_unknown_creditor_says_why_there_are_no_rules(office: Office) -> None:
    _, account = office.customer()
    previewer = replace(office.parts.previewer, creditors={})
    without = an_office(office.store, office.desk.clock, office.desk.ids, previewer=previewer)
    without.sign_in()
    assert "not in the settings" in page(without, f"/accounts/{account.account_id}/rules", 404)
