"""How do two answers to one question differ? Told by what matters most."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from compliance.decision import parse_question
from compliance.replay import Answer, Change, difference
from gateway.domain.words import Verdict
from tests.builders.question import a_call, a_question, shipped_rulebook

MORNING = datetime(2026, 3, 9, 12, tzinfo=UTC)
ALLOWED = Answer(Verdict.ALLOW, MORNING, "Nothing stands against it.", frozenset(), frozenset({"opt_out"}))
LATE = frozenset({("us-ma", "contact-hours", "defer")})
DEFERRED = Answer(Verdict.DEFER, MORNING, "It is too early.", LATE, frozenset())
STOPPED = frozenset({("core", "opt-out", "refuse")})
REFUSED = Answer(Verdict.REFUSE, None, "They said stop.", STOPPED, frozenset())

CASES = [
    (ALLOWED, DEFERRED, Change.NEWLY_BLOCKED, "Allowed before, put off now: It is too early."),
    (ALLOWED, REFUSED, Change.NEWLY_BLOCKED, "Allowed before, refused now: They said stop."),
    (DEFERRED, ALLOWED, Change.NEWLY_ALLOWED, "Put off before, allowed now: Nothing stands against it."),
    (DEFERRED, REFUSED, Change.LATER, "Put off before, refused now: They said stop."),
    (REFUSED, DEFERRED, Change.EARLIER, "Refused before, put off now: It is too early."),
    (
        DEFERRED,
        replace(DEFERRED, permitted_at=MORNING + timedelta(days=1)),
        Change.LATER,
        "Put off until 2026-03-10T12:00:00+00:00 instead of 2026-03-09T12:00:00+00:00: It is too early.",
    ),
    (
        DEFERRED,
        replace(DEFERRED, against=frozenset({("us-fl", "contact-hours", "defer")})),
        Change.OTHER_REASONS,
        "Still put off, for other reasons; no longer us-ma/contact-hours; now us-fl/contact-hours.",
    ),
    (
        ALLOWED,
        replace(ALLOWED, requires=frozenset({"debt_collector", "opt_out"})),
        Change.OTHER_REQUIREMENTS,
        "It must carry debt collector, opt out, not opt out.",
    ),
]


@pytest.mark.parametrize(("first", "second", "change", "sentence"), CASES)
def test_a_difference_is_told_in_a_sentence(first, second, change, sentence):
    found = difference(first, second)
    assert found is not None
    assert (found.change, found.sentence) == (change, sentence)


@pytest.mark.parametrize("answer", [ALLOWED, DEFERRED, REFUSED])
def test_the_same_answer_differs_in_nothing(answer):
    assert difference(answer, replace(answer, because="The same in other words.")) is None


def test_an_earlier_end_of_waiting_is_earlier():
    found = difference(DEFERRED, replace(DEFERRED, permitted_at=MORNING - timedelta(hours=1)))
    assert found is not None
    assert found.change is Change.EARLIER


def test_an_answer_holds_what_spoke_against_the_contact():
    calls = [a_call(f"2026-03-05T{9 + hour:02}:00:00-05:00") for hour in range(7)]
    answer = Answer.of(shipped_rulebook().judge(parse_question(a_question(*calls)).facts, policy=()))
    assert answer.verdict is Verdict.DEFER
    assert answer.against == {("us-reg-f", "call-frequency", "defer")}
