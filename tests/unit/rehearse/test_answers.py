"""Does each pair of answers get the right name, and the right rule?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from compliance.decision import parse_question
from compliance.verdict import Requirement, RuleVerdict, Ruling
from gateway.domain.ids import AccountId, CreditorId, CustomerId
from gateway.domain.portfolio import Account
from gateway.domain.words import ActorRole, DebtClass, Verdict
from gateway.rehearse.answers import Answer, Move, move_of, plain, reason
from tests.builders.question import a_question

NOW = datetime.fromisoformat("2026-03-06T10:00:00-05:00")
LATER = NOW + timedelta(hours=3)
ACCOUNT = Account(
    AccountId(UUID(int=1)), CustomerId(UUID(int=2)), CreditorId("acme"), "A-1", DebtClass.CONSUMER,
    ActorRole.ORIGINAL_CREDITOR,
)  # fmt: skip


def a_ruling(at: datetime | None, *verdicts: RuleVerdict, requires: tuple[str, ...] = ()) -> Ruling:
    verdict = Verdict.REFUSE if at is None else Verdict.ALLOW if at == NOW else Verdict.DEFER
    needs = tuple(Requirement(name, "a law") for name in requires)
    return Ruling(verdict, at, "Because.", verdicts, needs, (), (), "sha256:0")


def a_verdict(rule: str, verdict: Verdict, until: datetime | None = None) -> RuleVerdict:
    return RuleVerdict(rule, "pack", verdict, "because", "a law", "block", until)


def an_answer(ruling: Ruling) -> Answer:
    due: Any = None
    return Answer(due, ACCOUNT, parse_question(a_question()).facts, ruling)


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        (NOW, None, Move.NEWLY_BLOCKED),
        (LATER, None, Move.NEWLY_BLOCKED),  # waiting would have helped
        (None, NOW, Move.NEWLY_PERMITTED),
        (None, LATER, Move.NEWLY_PERMITTED),
        (NOW, LATER, Move.LATER),
        (LATER, NOW, Move.EARLIER),
        (NOW, NOW, Move.UNCHANGED),
        (LATER, LATER, Move.UNCHANGED),
        (None, None, Move.UNCHANGED),
    ],
)
def test_two_answers_make_amove_of(before: datetime | None, after: datetime | None, move: Move) -> None:
    assert move_of(an_answer(a_ruling(before)), an_answer(a_ruling(after))) is move


def test_other_requirements_are_other_terms_unless_it_is_blocked_anyway() -> None:
    plain_one, strict = a_ruling(NOW), a_ruling(NOW, requires=("opt_out",))
    assert move_of(an_answer(plain_one), an_answer(strict)) is Move.OTHER_TERMS
    blocked = a_ruling(None, requires=("opt_out",))
    assert move_of(an_answer(a_ruling(None)), an_answer(blocked)) is Move.UNCHANGED


def test_what_only_one_side_asks_for_has_a_name() -> None:
    answer = an_answer(a_ruling(NOW))
    assert (move_of(None, answer), move_of(answer, None)) == (Move.NEWLY_WANTED, Move.NO_LONGER_WANTED)


def test_the_first_refusal_is_the_reason() -> None:
    wait = a_verdict("hours", Verdict.DEFER, LATER)
    ruling = a_ruling(None, wait, a_verdict("stop", Verdict.REFUSE), a_verdict("other", Verdict.REFUSE))
    assert reason(ruling) == ("pack/stop", "Because.")


def test_of_several_waits_the_longest_is_the_reason() -> None:
    waits = (a_verdict("hours", Verdict.DEFER, LATER), a_verdict("cap", Verdict.DEFER, LATER + timedelta(1)))
    assert reason(a_ruling(LATER, *waits, a_verdict("fine", Verdict.ALLOW)))[0] == "pack/cap"


def test_our_own_ids_are_not_shown() -> None:
    said = f"4 calls about account {UUID(int=7)} were placed; account A-7 is meant."
    assert plain(said) == "4 calls about the account were placed; account A-7 is meant."
