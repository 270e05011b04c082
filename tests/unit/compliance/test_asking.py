"""Does one rule that waits, lapses, breaks or contradicts itself come to the right answer?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from compliance.asking import Asked
from compliance.case import Case
from compliance.decision import parse_question
from compliance.opinion import Opinion, allow, defer, refuse, strictest
from compliance.permitted import permission_ends
from gateway.domain.words import Verdict
from tests.builders.question import a_question, fact, shipped_rulebook

NOON = datetime(2026, 3, 6, 17, tzinfo=UTC)  # in New York
HOUR = timedelta(hours=1)


class Says:
    """A rule that says what it is told to."""

    passes = frozenset()
    quiet = None

    def __init__(self, answer: Callable[[datetime], Opinion]) -> None:
        self.answer = answer

    def ask(self, case: Case, at: datetime) -> Opinion:
        return self.answer(at)


def asked(answer: Callable[[datetime], Opinion], **changes) -> Asked:
    entry = shipped_rulebook().packs[0].entries[0]
    return Asked(replace(entry, id="it", effective_from=date(2020, 1, 1), **changes, rule=Says(answer)))


def a_case() -> Case:
    return Case(parse_question(a_question(at="2026-03-06T12:00:00-05:00")).facts)


def hour_by_hour(last: datetime, then: Opinion) -> Callable[[datetime], Opinion]:
    """A rule that waits an hour at a time until an instant, and then says something else."""
    return lambda at: defer(f"wait after {at:%H:%M}", at + HOUR) if at < last else then


def test_waiting_is_followed_to_its_end():
    opinion, verdict = asked(hour_by_hour(NOON + 3 * HOUR, allow("free"))).ask(a_case(), NOON)
    assert (verdict.verdict, verdict.until, verdict.because) == (
        Verdict.DEFER, NOON + 3 * HOUR, "wait after 17:00",
    )  # fmt: skip
    assert opinion.until == verdict.until


def test_a_wait_that_ends_in_a_refusal_is_one():
    opinion, verdict = asked(hour_by_hour(NOON + HOUR, refuse("after all"))).ask(a_case(), NOON)
    assert (verdict.verdict, verdict.because, verdict.until) == (Verdict.REFUSE, "after all", None)
    assert opinion.verdict is Verdict.REFUSE


def test_waiting_that_never_ends_is_a_refusal():
    rule = asked(lambda at: defer("wait", at + timedelta(seconds=1)))
    assert rule.ask(a_case(), NOON)[1].because == "waiting never ends"


@pytest.mark.parametrize("until", [None, NOON - HOUR, NOON])
def test_who_waits_must_say_for_what(until):
    rule = asked(lambda at: Opinion(Verdict.DEFER, "wait", until))
    opinion = rule.opine(a_case(), NOON)
    assert (opinion.verdict, opinion.because) == (
        Verdict.REFUSE, "the rule it could not say until when to wait",
    )  # fmt: skip


def test_a_rule_that_lapses_forbids_nothing_afterwards():
    midnight = datetime(2026, 3, 7, 5, tzinfo=UTC)
    rule = asked(lambda at: defer("wait", at + timedelta(days=9)), effective_until=date(2026, 3, 7))
    assert rule.opine(a_case(), NOON).until == midnight
    assert rule.ask(a_case(), NOON)[1].until == midnight
    assert not rule.binds(a_case(), midnight)


@pytest.mark.parametrize("wait", [HOUR, 12 * HOUR])
def test_a_wait_that_ends_before_the_rule_does_is_left_as_it_is(wait):
    said = defer("wait", NOON + wait, notes=("n",))
    rule = asked(lambda at: said if at < NOON + wait else allow("free"), effective_until=date(2026, 3, 7))
    assert rule.opine(a_case(), NOON) is said


def test_what_a_rule_adds_survives_the_waiting():
    first = replace(defer("wait", NOON + HOUR), source="a source", notes=("a note",))
    rule = asked(lambda at: first if at == NOON else hour_by_hour(NOON + 2 * HOUR, allow("free"))(at))
    opinion, verdict = rule.ask(a_case(), NOON)
    assert (verdict.source, opinion.notes, verdict.until) == ("a source", ("a note",), NOON + 2 * HOUR)


def test_allowing_sentences_are_told_apart_and_remembered():
    rule = asked(lambda at: replace(allow("free"), source=f"source {at:%H}"))
    at_noon, later = rule.ask(a_case(), NOON)[1], rule.ask(a_case(), NOON + HOUR)[1]
    assert (at_noon.source, later.source) == ("source 17", "source 18")
    assert rule.ask(a_case(), NOON)[1] is at_noon
    assert (at_noon.until, at_noon.effect, at_noon.rule, at_noon.pack) == (None, "block", "it", "core")


def test_no_more_sentences_are_remembered_than_there_is_room_for():
    rule = asked(lambda at: allow(f"free at {at:%H:%M}"))
    for minutes in range(200):
        at = NOON + timedelta(minutes=minutes)
        assert rule.ask(a_case(), at)[1].because == f"free at {at:%H:%M}"
    assert rule.ask(a_case(), at)[1] is not rule.ask(a_case(), at)[1]


def test_the_strictest_of_several_opinions():
    late, later = defer("a", NOON), defer("b", NOON + HOUR)
    ends, ends_later, lasts = allow("c", until=NOON), allow("d", until=NOON + HOUR), allow("e")
    assert strictest([late, refuse("no"), refuse("never"), later]).because == "no"
    assert strictest([lasts, late, later, late]) is later
    assert strictest([lasts, ends_later, ends]) is ends
    assert strictest([lasts, allow("f")]) is lasts


def test_a_clause_becomes_a_sentence_where_none_is_given():
    assert refuse("on hold").said() == "On hold."
    assert refuse("on hold", sentence="It rests.").said() == "It rests."
    assert defer("on hold", NOON, sentence="It rests.").said() == "It rests."


def test_a_permission_ends_with_the_first_that_ends_or_begins():
    case = a_case()
    begins = asked(lambda at: refuse("no"))
    begins.entry = replace(begins.entry, effective_from=date(2026, 4, 1))
    first_of_april = datetime(2026, 4, 1, 4, tzinfo=UTC)
    assert permission_ends([allow("a")], [], case) is None
    assert (
        permission_ends([allow("a"), allow("b", until=NOON), allow("c", until=NOON + HOUR)], [], case) == NOON
    )
    assert permission_ends([], [begins], case) == first_of_april
    assert permission_ends([allow("a", until=NOON)], [begins], case) == NOON


def test_what_a_case_comes_to_is_worked_out_once():
    case = Case(parse_question(a_question(fact("hold"))).facts)
    assert case.all_contacts is case.all_contacts
    assert case.standing("hold") is case.standing("hold")
    assert case.clocks is case.__dict__["clocks"]
