"""Does every mail lead to what it should, once, and never to more than it proves?"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from channels.message import Unknown
from gateway.domain.ids import AttemptId
from gateway.domain.words import PointKind
from gateway.ledger import EntryKind
from gateway.mailbox import Mailroom, Via
from gateway.store import Store, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.builders.mail import (
    BOUNCES,
    a_complaint,
    a_letter,
    a_mailroom,
    a_report,
    return_path,
    stop_address,
)
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

ANN = "ann@customer.example"


class Office:
    """A customer with an email of ours, and the mailroom."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        self.room: Mailroom = a_mailroom(desk, folder)
        with desk.store.begin() as tx:
            self.customer = a_customer(tx, desk.ids)
            a_contact_point(tx, desk.ids, self.customer, PointKind.EMAIL, value=ANN)
            a_contact_point(tx, desk.ids, self.customer, PointKind.POSTAL)
            an_account(tx, desk.ids, self.customer, days_past_due=12)
            an_outreach(tx, desk.ids, self.customer, desk.clock.now(), channels=["email", "letter"])
        self.dispatch()

    def dispatch(self) -> None:
        asyncio.run(self.desk.dispatcher.run_once())

    def take(self, raw: bytes) -> Any:
        return self.room.take(raw, Via.FILE)

    def rows(self, table: sa.Table) -> list[Any]:
        with self.desk.store.read() as tx:
            return list(tx.execute(sa.select(table).order_by(*table.primary_key)))

    @property
    def attempt_id(self) -> AttemptId:
        return self.desk.email.sent[0].attempt_id

    def state(self) -> str:
        return next(a.state for a in self.rows(schema.attempt) if a.attempt_id == self.attempt_id)

    def retired(self) -> list[str]:
        return [p.kind for p in self.rows(schema.contact_point) if p.retired_at is not None]

    def tasks(self) -> list[str]:
        return sorted(task.kind for task in self.rows(schema.task))

    def events(self) -> list[str]:
        return sorted(event.type for event in self.rows(schema.event))

    def report(self, to: str = BOUNCES, *, about: str = ANN, **told: str) -> bytes:
        return a_report(to, about=about, **told)


@pytest.fixture
def office(store: Store, clock: FixedClock, ids: SeededIds, tmp_path: Path) -> Office:
    """An email that has just left."""
    return Office(a_desk(store, clock, ids), tmp_path / "aside")


def test_a_hard_bounce_to_the_return_path_retires_the_address_and_the_next_channel_comes(office: Office):
    office.take(office.report(return_path(office.attempt_id)))
    assert (office.state(), office.retired()) == ("bounced", ["email"])
    office.dispatch()
    assert sorted(a.channel for a in office.rows(schema.attempt)) == ["email", "letter"]


def test_a_bounce_that_comes_days_later_is_a_new_entry_of_the_ledger(office: Office):
    before = office.desk.kinds().count(EntryKind.CONTACT_OUTCOME)
    office.desk.clock.advance(days=3)
    office.take(office.report(return_path(office.attempt_id)))
    assert office.desk.kinds().count(EntryKind.CONTACT_OUTCOME) == before + 1
    assert office.state() == "bounced"


def test_a_bounce_counts_once_however_often_it_comes(office: Office):
    raw = office.report(return_path(office.attempt_id))
    assert office.take(raw).is_new
    before = office.desk.kinds()
    again = b"Received: from a by b\r\n" + raw.replace(b"\n", b"\r\n")
    assert not office.take(again).is_new
    assert office.desk.kinds() == before


def test_texts_without_any_header_are_told_from_each_other(office: Office):
    assert [office.take(raw).is_new for raw in (b"Hello.", b"Good bye.", b"Hello.")] == [True, True, False]


def test_a_forged_return_path_changes_nothing(office: Office):
    forged = return_path(office.attempt_id).replace("+", "+a")[:9] + "b" * 52 + "@mail.acme.example"
    office.take(
        office.report(
            f"bounces+{'b' * 52}@mail.acme.example", returned=f"Message-ID: <{office.attempt_id}@x>\n"
        )
    )
    office.take(office.report(forged, message_id="<m2@x>"))
    assert (office.state(), office.retired(), office.events()) == ("accepted", [], [])


def test_a_message_id_alone_proves_nothing_unless_the_failed_address_is_the_attempts(office: Office):
    told = {"returned": f"Message-ID: <{office.attempt_id}@acme.example>\n"}
    office.take(office.report(about="bob@elsewhere.example", **told))
    assert office.state() == "accepted"
    office.take(office.report(message_id="<m2@mx.example>", **told))
    assert (office.state(), office.retired()) == ("bounced", ["email"])


@pytest.mark.parametrize(
    ("status", "said", "task"),
    [
        ("5.7.1", "550 5.7.1 blocked by policy: poor reputation of your IP", ["sender-refused"]),
        ("5.7.1", "554 5.7.1 message contains spam", ["delivery-failed"]),
        ("5.2.2", "552 5.2.2 mailbox full", []),
        ("4.2.2", "452 4.2.2 over quota", []),
    ],
)
def test_what_says_nothing_of_the_address_never_retires_it(office: Office, status: str, said: str, task: Any):
    for number in range(4):
        office.take(
            office.report(
                return_path(office.attempt_id), status=status, said=said, message_id=f"<{number}@x>"
            )
        )
        office.desk.clock.advance(days=1)
        office.dispatch()
        for sent in office.desk.email.sent[1:]:
            report = office.report(return_path(sent.attempt_id), status=status, said=said)
            office.take(report)
    assert office.retired() == []
    assert sorted(set(office.tasks())) == task


def test_softer_failures_retire_an_address_when_there_are_three_in_a_month(office: Office):
    for _ in range(3):
        for sent in list(office.desk.email.sent):
            office.take(
                office.report(return_path(sent.attempt_id), status="5.4.1", said="554 no answer from host")
            )
        office.desk.clock.advance(days=1)
        office.dispatch()
    assert len(office.desk.email.sent) == 3
    assert office.retired() == ["email"]


def test_a_delay_changes_nothing_but_what_was_unknown(office: Office):
    office.take(office.report(return_path(office.attempt_id), status="4.4.1", action="delayed"))
    assert (office.state(), office.tasks()) == ("accepted", [])


@pytest.mark.parametrize(
    ("action", "state"), [("delayed", "accepted"), ("relayed", "accepted"), ("delivered", "delivered")]
)
def test_a_report_settles_an_attempt_of_which_nobody_knew(
    store: Store, clock: FixedClock, ids: SeededIds, tmp_path: Path, action: str, state: str
):
    desk = a_desk(store, clock, ids)
    desk.email.answer_next(Unknown("cut"))
    office = Office(desk, tmp_path)
    assert office.state() == "unknown"
    office.take(office.report(return_path(office.attempt_id), status="2.0.0", said="250 ok", action=action))
    assert office.state() == state
    assert [task.closed_at is None for task in office.rows(schema.task)] == [False]


def test_an_answer_settles_an_attempt_of_which_nobody_knew(
    store: Store, clock: FixedClock, ids: SeededIds, tmp_path: Path
):
    desk = a_desk(store, clock, ids)
    desk.email.answer_next(Unknown("cut"))
    office = Office(desk, tmp_path)
    office.take(
        a_letter("Away.", In_Reply_To=f"<{office.attempt_id}@acme.example>", Auto_Submitted="auto-replied")
    )
    assert (office.state(), office.events()) == ("accepted", [])


def test_a_complaint_stops_emails(office: Office):
    office.take(a_complaint("abuse", about="x@y.example", returned=f"Message-ID: <{office.attempt_id}@a>\n"))
    assert (office.events(), office.tasks()) == (["opt_out"], [])


def test_a_complaint_that_names_the_reader_alone_stops_emails_too(office: Office):
    office.take(a_complaint("fraud", about=ANN))
    assert office.events() == ["opt_out"]


@pytest.mark.parametrize("kind", ["auth-failure", "not-spam"])
def test_a_report_that_is_no_complaint_stops_nothing(office: Office, kind: str):
    office.take(a_complaint(kind, about=ANN, returned=f"Message-ID: <{office.attempt_id}@a>\n"))
    assert (office.events(), office.tasks()) == ([], [])


def test_a_complaint_about_nobody_waits_for_a_person(office: Office):
    office.take(a_complaint("abuse", about="x@y.example"))
    assert (office.events(), office.tasks()) == ([], ["unmatched-inbound"])


def test_the_unsubscribe_address_stops_emails_to_whom_it_was_given(office: Office):
    to = stop_address(office.attempt_id)
    office.take(a_letter("", sender="bob@elsewhere.example", To=to, Subject="unsubscribe"))
    assert (office.events(), office.tasks()) == (["opt_out"], [])
    office.take(a_letter("", To=to, Subject="unsubscribe", Message_ID="<2@x>", sender=ANN))
    assert (office.events(), office.tasks()) == (["email", "opt_out", "opt_out"], [])


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"}]
)
def test_a_machines_answer_is_kept_and_is_no_answer(office: Office, headers: dict[str, str]):
    office.take(a_letter("I dispute this.", **headers))
    assert (office.events(), office.tasks(), len(office.desk.email.sent)) == ([], [], 1)
    assert office.desk.kinds().count(EntryKind.INBOUND_RECEIVED) == 1


def test_a_stop_is_a_stop_whatever_the_program_that_sent_it_calls_itself(office: Office):
    office.take(a_letter("Stop.", Precedence="bulk"))
    assert (office.events(), office.tasks(), len(office.desk.email.sent)) == (
        ["opt_out"],
        ["inbound-text"],
        1,
    )


def test_a_machine_that_wants_proof_of_the_sender_waits_for_a_person(office: Office):
    office.take(a_letter("Please confirm that you are a human.", Subject="Sender verification"))
    assert (office.events(), office.tasks()) == ([], ["inbound-text"])


def test_a_reply_takes_effect_and_waits_for_a_person(office: Office):
    office.take(a_letter("This is not mine.\n\n> You owe us. Reply STOP to stop.\n"))
    assert office.events() == ["dispute", "email"]
    assert "inbound-text" in office.tasks()


def test_a_subject_of_the_writers_own_is_read(office: Office):
    office.take(a_letter("", Subject="Stop emailing me"))
    assert "opt_out" in office.events()
    office.take(a_letter("Thanks", Subject="Re: I dispute this debt", Message_ID="<2@x>"))
    assert "dispute" in office.events()


def test_a_stop_is_not_taken_back_in_anybodys_name(office: Office):
    office.take(a_letter("STOP"))
    office.take(a_letter("START", Message_ID="<2@x>"))
    assert (office.events().count("opted_back_in"), office.tasks()) == (0, ["inbound-text"])
    office.take(a_letter("START", Message_ID="<3@x>", In_Reply_To=f"<{office.attempt_id}@acme.example>"))
    assert office.events().count("opted_back_in") == 1


def test_help_by_mail_waits_for_a_person_and_nothing_is_answered(office: Office):
    office.take(a_letter("HELP"))
    assert (office.tasks(), len(office.rows(schema.outreach))) == (["inbound-text"], 1)


def test_a_mail_from_nobody_we_know_changes_nothing_and_waits_for_a_person(office: Office):
    office.take(a_letter("I dispute this. Stop.", sender="eve@elsewhere.example"))
    assert (office.events(), office.tasks()) == ([], ["unmatched-inbound"])


def test_a_mail_that_is_set_aside_lies_in_the_folder_with_one_task(office: Office):
    bomb = b"Content-Type: message/rfc822\n\n" * 500
    assert office.take(bomb).set_aside == "too-deep"
    assert not office.take(bomb).is_new
    (file,) = office.folder.iterdir()
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (bomb, 0o600)
    assert office.tasks() == ["mail-set-aside"]


def test_a_long_mail_is_read_from_its_beginning_and_set_aside(office: Office):
    taken = office.take(
        a_letter("I dispute this.\n") + b"\n" + b"x" * 70 + b"\n" + b"lorem ipsum\n" * 4_000_000
    )
    assert (taken.kind, taken.set_aside) == ("reply", "too-long")
    assert "mail-set-aside" in office.tasks()
    assert "email" in office.events()


def test_a_mail_that_breaks_its_reader_is_set_aside_and_leaves_nothing_half_done(
    store: Store, clock: FixedClock, ids: SeededIds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    office = Office(a_desk(store, clock, ids), tmp_path)

    def breaks(*_: Any, **__: Any) -> None:
        raise ValueError("a value of theirs")

    monkeypatch.setattr("gateway.mailbox.acting.receive", breaks)
    assert office.take(a_letter("Hello")).set_aside == "broken"
    assert (office.events(), office.tasks()) == ([], ["mail-set-aside"])


@pytest.mark.parametrize("is_answer", [True, False])
def test_a_wrong_person_retires_the_address_only_in_answer_to_an_email_of_ours(
    office: Office, is_answer: bool
):
    headers = {"In_Reply_To": f"<{office.attempt_id}@mail.acme.example>"} if is_answer else {}
    office.take(a_letter("You have the wrong person. I am not Ann.", **headers))
    assert office.retired() == (["email"] if is_answer else [])
    assert ("wrong_party" in office.events()) is is_answer
    assert ("opt_out" in office.events()) is not is_answer
    assert "inbound-text" in office.tasks()
