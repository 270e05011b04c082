"""Does the account's page show what a one-off would say, before anything is queued?"""

from __future__ import annotations

import html

from gateway.domain.words import PointKind, Role
from tests.builders.office import OUR_FORM, Office
from tests.builders.phone_call import somebody


def ask(office: Office, account_id: object, **form: str) -> str:
    fields = {"template": "statement", "key": "form-1"} | form
    path = f"/accounts/{account_id}/outreach/preview"
    answer = office.client.post(path, data=fields, headers=OUR_FORM)
    return f"{answer.status_code} {html.unescape(answer.text)}"


def test_without_a_channel_each_is_shown_and_nothing_is_queued(office: Office) -> None:
    _, account = office.customer(PointKind.EMAIL, PointKind.MOBILE, PointKind.POSTAL)
    office.sign_in()
    before = office.desk.kinds()
    shown = ask(office, account.account_id)
    assert shown.startswith("200")
    for words in (
        "<h3>Email</h3>",
        "<h3>Text message</h3>",
        "<h3>Letter</h3>",
        "2 parts of GSM-7",
        "1 page.",
    ):
        assert words in shown
    assert "Attached: document-1.pdf (statement)" in shown
    assert "the price list has no price for fake" in shown
    assert (office.desk.outreach(), office.desk.kinds()) == ([], before)


def test_a_chosen_channel_is_shown_alone(office: Office) -> None:
    _, account = office.customer(PointKind.EMAIL, PointKind.MOBILE)
    office.sign_in()
    shown = ask(office, account.account_id, channel="sms")
    assert "<h3>Text message</h3>" in shown
    assert "<h3>Email</h3>" not in shown


def test_a_call_shows_who_hears_what(office: Office) -> None:
    somebody(office)
    office.sign_in()
    path = office.client.get("/accounts?number=A-1", follow_redirects=False).headers["location"]
    shown = ask(office, path.rpartition("/")[2], channel="voice")
    assert "What is said to whoever answers" in shown
    assert "press 1" in shown
    assert "What a machine hears" in shown


def test_what_is_refused_says_why_and_has_no_words(office: Office) -> None:
    _, account = office.customer(PointKind.EMAIL)
    office.sign_in()
    shown = ask(office, account.account_id, channel="letter")
    assert "Not as things are" in shown
    assert '<pre class="words"' not in shown


def test_a_customer_cannot_write_markup_into_it(office: Office) -> None:
    _, account = office.customer(PointKind.EMAIL, name="<b id=own>Ltd</b>")
    office.sign_in()
    path = f"/accounts/{account.account_id}/outreach/preview"
    answer = office.client.post(path, data={"template": "statement"}, headers=OUR_FORM)
    assert answer.status_code == 200
    assert "<b id=own>" not in answer.text


def test_who_may_not_ask_sees_nothing(office: Office) -> None:
    _, account = office.customer()
    assert "To sign in, open a sign-in link" in ask(office, account.account_id)
    office.sign_in(Role.AUDITOR)
    assert ask(office, account.account_id).startswith("403")


def test_a_form_with_nonsense_is_refused(office: Office) -> None:
    _, account = office.customer()
    office.sign_in()
    assert ask(office, account.account_id, template="love-letter").startswith("422")
    assert ask(office, account.account_id, channel="pigeon").startswith("422")
    assert ask(office, "00000000-0000-7000-8000-000000000000").startswith("404")
