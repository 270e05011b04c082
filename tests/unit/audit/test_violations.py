"""Is every way to break the rules found, and named by its entry?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.audit.violation import ViolationKind
from gateway.domain.words import ActorRole, Channel, DebtClass, MessageKind, Verdict
from gateway.store import Store
from tests.builders.ruling import Book, kinds
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds

DAY = timedelta(days=1)


@pytest.fixture
def book(store: Store, ids: SeededIds) -> Book:
    return Book(store, ids)


def found(book: Book, kind: ViolationKind) -> list[str | None]:
    return [one.entry_id for one in book.audit().violations if one.kind is kind]


def test_true_rulings_make_no_violation(book: Book) -> None:
    book.rule()
    book.rule(A_MONDAY + DAY)
    book.tell("opt_out", A_MONDAY + 2 * DAY, channel="email")
    book.rule(A_MONDAY + 3 * DAY)
    report = book.audit()
    assert report.violations == ()
    assert report.is_clean
    assert (report.asked_again, report.made) == (3, 2)


def test_a_contact_at_night_that_was_asked_about_at_noon(book: Book) -> None:
    at_night = A_MONDAY - timedelta(hours=8)  # 3:00 in New York
    entry = book.rule(at_night, asked=book.facts(A_MONDAY, Channel.EMAIL))
    report = book.audit()
    assert {"other-instant", "ruling-differs", "outside-hours"} <= kinds(report)
    assert {one.entry_id for one in report.violations} == {str(entry)}
    assert report.as_json()["hours"][0]["earliest"] == "03:00"


def test_an_eighth_call_within_seven_days(book: Book) -> None:
    book.role, book.debt_class = ActorRole.THIRD_PARTY_COLLECTOR, DebtClass.CONSUMER
    for hours in range(7):
        book.tell("call", A_MONDAY + timedelta(hours=hours), direction="outbound", result="no_answer")
    entry = book.rule(A_MONDAY + 2 * DAY, Channel.VOICE, verdict=Verdict.ALLOW)
    assert str(entry) in found(book, ViolationKind.OVER_CAP)
    window = book.audit().as_json()["worst_call_windows"][0]
    assert (window["calls"], window["entry_id"]) == (8, str(entry))


def test_the_day_after_the_seventh_has_no_call_left_over(book: Book) -> None:
    book.role, book.debt_class = ActorRole.THIRD_PARTY_COLLECTOR, DebtClass.CONSUMER
    for hours in range(7):
        book.tell("call", A_MONDAY + timedelta(hours=hours), direction="outbound", result="no_answer")
    book.rule(A_MONDAY + 7 * DAY, Channel.VOICE, verdict=Verdict.ALLOW)
    rules = {one.rule for one in book.audit().violations if one.kind is ViolationKind.OVER_CAP}
    assert "us-reg-f/call-frequency" not in rules


def test_a_call_on_the_third_day_after_a_conversation(book: Book) -> None:
    book.role, book.debt_class = ActorRole.THIRD_PARTY_COLLECTOR, DebtClass.CONSUMER
    book.tell("call", A_MONDAY, direction="inbound", result="conversation")
    entry = book.rule(A_MONDAY + 2 * DAY, Channel.VOICE, verdict=Verdict.ALLOW)
    assert found(book, ViolationKind.TOO_SOON) == [str(entry)]
    assert book.audit().as_json()["conversation_gaps"][0]["shortest_seconds"] == 2 * 86_400


def test_a_contact_after_an_opt_out(book: Book) -> None:
    book.tell("opt_out", A_MONDAY, channel="email")
    entry = book.rule(A_MONDAY + DAY, verdict=Verdict.ALLOW)
    assert found(book, ViolationKind.AFTER_STOP) == [str(entry)]
    assert book.audit().tally.reactions["opt_out"].after == 1


def test_the_one_confirmation_of_an_opt_out_is_none(book: Book) -> None:
    book.tell("opt_out", A_MONDAY, channel="email")
    asked = book.facts(A_MONDAY + DAY, Channel.EMAIL, MessageKind.OPT_OUT_CONFIRMATION)
    book.rule(A_MONDAY + DAY, asked=asked)
    again = book.facts(A_MONDAY + 2 * DAY, Channel.EMAIL, MessageKind.OPT_OUT_CONFIRMATION)
    second = book.rule(A_MONDAY + 2 * DAY, asked=again, verdict=Verdict.ALLOW)
    assert found(book, ViolationKind.AFTER_STOP) == [str(second)]
    assert book.audit().tally.reactions["opt_out"].confirmed == 1


def test_a_stop_that_was_recorded_late_is_timed_and_accuses_nobody(book: Book) -> None:
    book.rule(A_MONDAY + DAY)
    book.tell("opt_out", A_MONDAY, recorded_at=A_MONDAY + 2 * DAY, channel="email")
    report = book.audit()
    reaction = report.tally.reactions["opt_out"]
    assert report.violations == ()
    assert (reaction.before, reaction.recorded.worst, reaction.lasted.worst) == (1, 2 * 86_400, 86_400)


@pytest.mark.parametrize("stop", ["bankruptcy", "deceased", "wrong_party", "hold"])
def test_other_stops_forbid_too(book: Book, stop: str) -> None:
    book.tell(stop, A_MONDAY)
    entry = book.rule(A_MONDAY + DAY, verdict=Verdict.ALLOW)
    assert found(book, ViolationKind.AFTER_STOP) == [str(entry)]


def test_an_oral_cease_request_stops_calls_until_it_is_taken_back(book: Book) -> None:
    book.tell("cease_request", A_MONDAY)
    book.rule(A_MONDAY + DAY)
    entry = book.rule(A_MONDAY + DAY, Channel.VOICE, verdict=Verdict.ALLOW)
    book.tell("opted_back_in", A_MONDAY + 2 * DAY, channel="voice")
    book.rule(A_MONDAY + 3 * DAY, Channel.VOICE, verdict=Verdict.ALLOW)
    assert found(book, ViolationKind.AFTER_STOP) == [str(entry)]


def test_a_lifted_hold_forbids_nothing(book: Book) -> None:
    book.tell("hold", A_MONDAY)
    book.tell("hold_lifted", A_MONDAY + timedelta(hours=1))
    book.rule(A_MONDAY + DAY)
    assert book.audit().violations == ()


def test_a_fact_left_out_of_a_question(book: Book) -> None:
    book.tell("opt_out", A_MONDAY, channel="email")
    blind = replace(book.facts(A_MONDAY + DAY, Channel.EMAIL), events=())
    entry = book.rule(A_MONDAY + DAY, asked=blind)
    report = book.audit()
    assert kinds(report) == {"fact-left-out", "after-stop"}
    assert {one.entry_id for one in report.violations} == {str(entry)}
    assert "opt_out" in next(one.what for one in report.violations if one.kind == "fact-left-out")


def test_one_of_our_own_contacts_left_out_of_a_question(book: Book) -> None:
    book.rule()
    blind = replace(book.facts(A_MONDAY + DAY, Channel.EMAIL), events=())
    entry = book.rule(A_MONDAY + DAY, asked=blind)
    assert found(book, ViolationKind.FACT_LEFT_OUT) == [str(entry)]


def test_a_fact_that_nobody_told(book: Book) -> None:
    book.tell("hold", A_MONDAY)
    invented = replace(book.events[0], id="invented", type="hold_lifted", at=A_MONDAY + timedelta(hours=1))
    asked = replace(book.facts(A_MONDAY + DAY, Channel.EMAIL), events=(*book.events, invented))
    entry = book.rule(A_MONDAY + DAY, asked=asked)
    assert found(book, ViolationKind.FACT_ADDED) == [str(entry)]
    assert found(book, ViolationKind.AFTER_STOP) == [str(entry)]


def test_a_ruling_that_the_rules_of_then_do_not_give(book: Book) -> None:
    entry = book.rule(verdict=Verdict.REFUSE, rule="made-up")
    assert found(book, ViolationKind.RULING_DIFFERS) == [str(entry)]
    assert "Then: refuse" in book.audit().violations[0].what


def test_a_missing_disclosure(book: Book) -> None:
    book.role, book.debt_class = ActorRole.THIRD_PARTY_COLLECTOR, DebtClass.CONSUMER
    entry = book.rule(channel=Channel.LETTER, verdict=Verdict.ALLOW, carried=[])
    report = book.audit()
    assert found(book, ViolationKind.MISSING_DISCLOSURE) == [str(entry)]
    assert report.tally.disclosures["reminder-1"]["missing:debt_collector"] == 1


def test_a_message_that_left_after_its_permission_had_ended(book: Book) -> None:
    entry = book.rule(sent_at=A_MONDAY + timedelta(hours=12))  # 23:00
    assert {"after-permission", "outside-hours"} == kinds(book.audit())
    assert set(found(book, ViolationKind.AFTER_PERMISSION)) == {str(entry)}


def test_a_withdrawn_contact_was_not_made(book: Book) -> None:
    at_night = A_MONDAY - timedelta(hours=8)
    book.rule(at_night, asked=book.facts(at_night, Channel.EMAIL), verdict=Verdict.ALLOW)
    book.settle(book.events[-1].id or "", at_night, "rejected")
    report = book.audit()
    assert kinds(report) == {"ruling-differs"}
    assert report.made == 0
