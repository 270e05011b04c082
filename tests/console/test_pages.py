"""Do the console's pages show what happened, in words, to whoever may see it?"""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from gateway.domain.words import Channel, PointKind, Role
from gateway.events import NewEvent, record_events
from gateway.store import Store, schema
from tests.builders.creditor import a_creditor
from tests.builders.office import OUR_FORM, Office, an_office
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


def page(office: Office, path: str, status: int = 200) -> str:
    answer = office.client.get(path)
    assert answer.status_code == status, answer.text
    return str(answer.text)


def stop(office: Office, customer_id: object, channel: str = "email") -> None:
    event = NewEvent("opt_out", office.desk.clock.now(), customer_id, body={"channel": channel})
    with office.store.begin() as tx:
        record_events(tx, office.desk.ledger, [event], now=event.at, ids=office.desk.ids, source="record")


def test_a_day_shows_what_was_sent_put_off_and_refused_with_the_reason(office: Office) -> None:
    sent, _ = office.customer(name="Sent Ltd")
    office.send(sent)
    refused, _ = office.customer(name="Refused Ltd", number="A-2")
    stop(office, refused.customer_id)
    office.send(refused)
    office.desk.clock.advance(hours=7, minutes=30)  # 18:30 in New York, 23:30 UTC
    late, _ = office.customer(name="Late Ltd", number="A-3", time_zone="Europe/Berlin")
    office.send(late)
    office.sign_in(Role.AUDITOR)
    html = page(office, "/")
    for words in (
        "Sent Ltd",
        "Refused Ltd",
        "Late Ltd",
        "Put off",
        "no message",
        "opted out",
        "Our own policy",
    ):
        assert words in html
    assert "1 Mar, 11:00" in html  # by the customer's clock
    assert "(1 Mar 2027, 16:00 UTC)" in html
    assert "Refused Ltd" not in page(office, "/?ruling=allow")


def test_columns_sort_both_ways_by_address(office: Office) -> None:
    for number, name in enumerate(("Bravo", "alpha", "Charlie")):
        customer, _ = office.customer(name=name, number=f"A-{number}")
        office.send(customer)
    office.sign_in()
    for address, order in (("/?sort=customer", ["alpha", "Bravo", "Charlie"]),
                           ("/?sort=-customer", ["Charlie", "Bravo", "alpha"])):  # fmt: skip
        html = page(office, address)
        assert re.findall(r">(alpha|Bravo|Charlie)<", html) == order
        assert html.count("aria-sort") == 1


def test_addresses_with_nonsense_show_the_plain_page(office: Office) -> None:
    office.sign_in()
    for query in (
        "?on=tomorrow",
        "?on=0001-01-01",
        "?on=9999-12-31",
        "?sort=x",
        "?ruling=x",
        "?channel=x&creditor=y",
    ):
        page(office, "/" + query)


def test_an_empty_day_says_so(office: Office) -> None:
    office.sign_in()
    assert "Nothing was sent or held back" in page(office, "/")
    assert "No contact of this day fits" in page(office, "/?ruling=allow")


def test_a_long_day_is_cut_and_says_where_the_rest_is(office: Office) -> None:
    customer, _ = office.customer()
    office.send(customer)
    with office.store.begin() as tx:
        row = dict(tx.execute(sa.select(schema.contact_log)).one()._mapping)
        more = [row | {"entry_id": office.desk.ids.new()} for _ in range(1000)]
        tx.execute(sa.insert(schema.contact_log), more)
    office.sign_in()
    html = page(office, "/")
    assert html.count('<td class="when">') == 1000
    assert "/v1/contact-log" in html


@pytest.mark.parametrize(
    ("channel", "kind", "shows"),
    [
        (Channel.EMAIL, PointKind.EMAIL, "<iframe"),
        (Channel.SMS, PointKind.MOBILE, 'class="bubble"'),
        (Channel.VOICE, PointKind.MOBILE, "What is said to whoever answers"),
        (Channel.LETTER, PointKind.POSTAL, "Open the letter"),
    ],
)
def test_each_message_is_shown_as_the_customer_has_it(
    office: Office, channel: Channel, kind: PointKind, shows: str
) -> None:
    customer, _ = office.customer(kind)
    consent = [
        NewEvent("consent", office.desk.clock.now(), customer.customer_id, body={"to": to, "written": True})
        for to in ("text", "prerecorded", "channel:voice", "channel:sms")
    ]
    with office.store.begin() as tx:
        record_events(
            tx, office.desk.ledger, consent, now=office.desk.clock.now(), ids=office.desk.ids, source="record"
        )
    office.send(customer, channel)
    attempt_id = only_attempt(office)
    office.sign_in(Role.AUDITOR)
    html = page(office, f"/messages/{attempt_id}")
    assert shows in html
    assert "What the rules said" in html
    assert office.desk.adapters[channel].sent[0].text.strip()[:20] in html.replace("&#39;", "'")


def test_a_call_is_shown_with_its_keys_and_what_a_machine_hears(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    office = an_office(store, clock, ids, creditor=a_creditor(contact_person="Pat Kim"))
    customer, _ = office.customer(PointKind.LANDLINE)
    office.send(customer, Channel.VOICE)
    office.sign_in(Role.AUDITOR)
    html = page(office, f"/messages/{only_attempt(office)}").replace("&#39;", "'")
    for words in (
        "If you can speak for Northwind Traders, press 1.",
        "To say when you will pay, press 1.",
        "What a machine hears",
        "This is Pat Kim from Acme. Please call me back at +15185550100.",
    ):
        assert words in html


def only_attempt(office: Office) -> str:
    with office.store.read() as tx:
        return str(tx.execute(sa.select(schema.attempt.c.attempt_id)).scalar_one())


def test_the_email_in_its_frame_can_run_and_load_nothing(office: Office) -> None:
    customer, _ = office.customer()
    office.send(customer)
    attempt_id = only_attempt(office)
    office.sign_in()
    assert 'sandbox src="/messages/' in page(office, f"/messages/{attempt_id}")
    answer = office.client.get(f"/messages/{attempt_id}/body")
    policy = answer.headers["content-security-policy"]
    assert "sandbox;" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert answer.text == office.desk.email.sent[0].html
    page(office, f"/messages/{attempt_id}/letter.pdf", 404)


def test_a_letter_is_made_again_from_the_ledger(office: Office) -> None:
    customer, _ = office.customer(PointKind.POSTAL)
    office.send(customer, Channel.LETTER)
    office.sign_in()
    answer = office.client.get(f"/messages/{only_attempt(office)}/letter.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_an_erased_customers_message_cannot_be_read(office: Office) -> None:
    customer, _ = office.customer()
    office.send(customer)
    with office.store.begin() as tx:
        tx.execute(sa.update(schema.subject).values(wrapped_key=None))
    office.sign_in()
    assert "data was erased" in page(office, f"/messages/{only_attempt(office)}", 404)


def test_the_story_of_an_account_is_found_by_its_number(office: Office) -> None:
    customer, _ = office.customer()
    office.send(customer)
    office.sign_in()
    html = page(office, "/accounts?number=A-1")
    assert "Reminder 1 by email." in html
    assert "What comes next" in html
    assert "$1,250.50" in html
    assert "No account has this number" in page(office, "/accounts?number=A-9", 404)


def test_of_several_accounts_with_one_number_the_reader_chooses(office: Office) -> None:
    office.customer()
    office.customer(creditor_id="other")
    office.sign_in()
    html = page(office, "/accounts?number=A-1")
    assert "Several accounts have the number A-1" in html
    assert html.count('href="/accounts/') == 2


def ask(office: Office, account_id: object, **form: str) -> str:
    fields = {"channel": "email", "template": "statement", "key": "form-1"} | form
    answer = office.client.post(f"/accounts/{account_id}/outreach", data=fields, headers=OUR_FORM)
    return f"{answer.status_code} {answer.text}"


def test_a_one_off_is_queued_and_its_answer_says_whether_when_and_why(office: Office) -> None:
    _, account = office.customer(PointKind.EMAIL, PointKind.POSTAL)
    office.sign_in()
    assert "Queued: it may go now" in ask(office, account.account_id)
    office.desk.clock.advance(hours=12)
    office.sign_in()
    late = ask(office, account.account_id, key="form-2")
    assert "Queued: it has to wait" in late
    assert "2 Mar 2027, 08:00" in late


def test_the_same_form_sent_twice_queues_once(office: Office) -> None:
    _, account = office.customer(PointKind.EMAIL, PointKind.POSTAL)
    office.sign_in()
    ask(office, account.account_id)
    ask(office, account.account_id)
    assert len(office.desk.outreach()) == 1
    assert ask(office, account.account_id, channel="letter").startswith("409")
    office.dispatch()
    assert "This was asked for before" in ask(office, account.account_id)


def test_a_form_that_asks_for_nonsense_is_refused_on_a_page(office: Office) -> None:
    _, account = office.customer()
    office.sign_in()
    assert "422" in ask(office, account.account_id, channel="pigeon")
    assert "422" in ask(office, account.account_id, template="love-letter")
    assert ask(office, "00000000-0000-7000-8000-000000000000").startswith("404")


def test_an_auditor_sees_why_there_is_nothing_to_press(office: Office) -> None:
    _, account = office.customer()
    office.sign_in(Role.AUDITOR)
    html = page(office, f"/accounts/{account.account_id}")
    assert "<fieldset disabled>" in html
    assert "Your session is for reading" in html
    assert ask(office, account.account_id).startswith("403")


def test_a_channel_that_cannot_be_used_says_why(office: Office) -> None:
    customer, account = office.customer()
    stop(office, customer.customer_id)
    office.sign_in()
    html = page(office, f"/accounts/{account.account_id}")
    assert 'value="email" required aria-describedby="why-email" disabled' in html
    assert "opted out" in html
    assert "No channel may be used as things are" in html


def test_every_rule_is_listed_with_its_source(office: Office) -> None:
    office.sign_in(Role.AUDITOR)
    html = page(office, "/rules")
    rules = office.parts.rulebook.rules()
    assert f"{len(rules)} of {len(rules)} rules" in html
    assert "12 CFR 1006.14(h)" in html
    assert "No rule fits" in page(office, "/rules?find=nothing+of+the+sort")


def test_the_status_page_says_what_is_wrong(office: Office) -> None:
    office.sign_in()
    office.faults["disk"] = "The disk is full."
    html = page(office, "/status")
    assert "Something is wrong" in html
    assert "The disk is full." in html


def test_names_are_escaped(office: Office) -> None:
    customer, account = office.customer(name="<script>alert(1)</script>")
    office.send(customer)
    office.sign_in()
    for path in ("/", f"/accounts/{account.account_id}", f"/messages/{only_attempt(office)}"):
        assert "<script>alert" not in page(office, path)


def test_the_stylesheet_is_one_small_file_of_ours(office: Office) -> None:
    answer = office.client.get("/static/console.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert "@import" not in answer.text
    assert "url(" not in answer.text
    assert len(answer.content) < 16_000
