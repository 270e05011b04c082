"""Can a person open and settle from the console whatever waits for them, once and only where they may?"""

from __future__ import annotations

import re
from uuid import UUID

import pytest
import sqlalchemy as sa

from channels.message import NotSent, Scope, Unknown
from gateway.domain.ids import EntryId
from gateway.domain.words import Channel, PointKind, Role
from gateway.store import schema, task_rows, tasks
from gateway.tasks.attempts import masked
from tests.builders.office import OUR_FORM, Office


def a_task(office: Office, answer: Unknown | NotSent) -> str:
    """Send a reminder that ends so; return the page of the task that it leaves."""
    customer, _ = office.customer(PointKind.EMAIL, customer_number="C-1", name="Alex Rivera")
    office.desk.email.answer_next(answer)
    office.send(customer)
    office.sign_in()
    with office.store.read() as tx:
        (task,) = tasks.open_tasks(tx)
    return f"/tasks/{task.task_id}"


def an_unknown(office: Office) -> str:
    return a_task(office, Unknown("timeout"))


def test_the_page_of_an_unknown_outcome_shows_the_attempt_and_masks_the_address(office: Office) -> None:
    page = an_unknown(office)
    assert page in office.client.get("/tasks").text
    shown = office.client.get(page).text
    for words in ("Alex Rivera", "by email", "timeout", "a…@northwind.example", "It went", "It did not go"):
        assert words in shown, words
    assert "accounts@northwind.example" not in shown


def test_what_the_providers_list_said_stands_there(office: Office) -> None:
    page = an_unknown(office)
    with office.store.begin() as tx:
        (task,) = tasks.open_tasks(tx)
        task_rows.say(tx, task.kind, task.reference, "The list of twilio did not show it.")
    assert "The list of twilio did not show it." in office.client.get(page).text


@pytest.mark.parametrize(("found", "state"), [("sent", "accepted"), ("not-sent", "rejected")])
def test_what_was_found_is_written_once_with_name_and_note(office: Office, found: str, state: str) -> None:
    page = an_unknown(office)
    form = {"found": found, "note": "The relay’s log has it."}
    first = office.client.post(page, data=form, headers=OUR_FORM)
    assert "It is written down" in first.text
    assert "Nothing was written twice" in office.client.post(page, data=form, headers=OUR_FORM).text
    assert office.desk.states() == [state]
    assert office.desk.kinds().count("contact.outcome") == 2
    query = sa.select(schema.ledger_entry.c.entry_id).where(schema.ledger_entry.c.kind == "contact.outcome")
    with office.store.read() as tx:
        kept = [office.desk.ledger.open(tx, EntryId(one))["private"] for one in tx.execute(query).scalars()]
        closed = tasks.closed_task(tx, UUID(page.rpartition("/")[2]))
    (told,) = [one for one in kept if isinstance(one, dict) and "note" in one]
    assert told["note"] == form["note"]
    assert closed is not None
    assert closed.closed_by == told["found_by"] != "dunwell"


def test_without_an_answer_nothing_is_written_and_the_note_stays(office: Office) -> None:
    page = an_unknown(office)
    for wrong in ({"note": "Hm."}, {"found": "close", "note": "Hm."}, {"found": "retry", "note": "Hm."}):
        answer = office.client.post(page, data=wrong, headers=OUR_FORM)
        assert answer.status_code == 422
        assert "Hm." in answer.text
    assert office.desk.states() == ["unknown"]


def test_a_broken_contact_is_tried_again_and_other_tasks_are_closed(office: Office) -> None:
    broken = a_task(office, NotSent(scope=Scope.CONTENT, retryable=False, code="552"))
    assert "It is judged anew" in office.client.post(broken, data={"found": "retry"}, headers=OUR_FORM).text
    assert [state for state, _ in office.desk.outreach()] == ["due"]
    other = {"task_id": office.desk.ids.new(), "customer_id": None, "kind": "stale-feed", "reference": "acme"}
    with office.store.begin() as tx:
        task_rows.insert_tasks(tx, [{**other, "text": "Old.", "opened_at": office.desk.clock.now()}])
    answer = office.client.post(f"/tasks/{other['task_id']}", data={"found": "close"}, headers=OUR_FORM)
    assert "The task is closed" in answer.text
    assert "Nothing waits" in office.client.get("/tasks").text


def test_readers_and_foreign_forms_settle_nothing(office: Office) -> None:
    page = an_unknown(office)
    assert office.client.post(page, data={"found": "sent"}).status_code == 403
    office.sign_in(Role.AUDITOR)
    assert re.search(r"<button[^>]* disabled[^>]*>Write it down", office.client.get(page).text)
    assert office.client.post(page, data={"found": "sent"}, headers=OUR_FORM).status_code == 403
    assert office.desk.states() == ["unknown"]


def test_an_id_of_nothing_is_not_there(office: Office) -> None:
    office.sign_in()
    page = f"/tasks/{office.desk.ids.new()}"
    assert office.client.get(page).status_code == 404
    assert office.client.post(page, data={"found": "sent"}, headers=OUR_FORM).status_code == 404


@pytest.mark.parametrize(
    ("channel", "to", "shown"),
    [
        (Channel.EMAIL, "ann@example.org", "a…@example.org"),
        (Channel.SMS, "+12125550145", "a number that ends in 45"),
        (Channel.LETTER, "Ann\n1 Main St\nAlbany NY 12207\nUS", "a postal address in Albany NY 12207"),
        (Channel.LETTER, "", "a postal address"),
    ],
)
def test_nobody_needs_the_whole_address(channel: Channel, to: str, shown: str) -> None:
    assert masked(channel, to) == shown
