"""The rulebook against a second, naive judge (tests/oracle). `python -m bench.walks` is the long version."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.comparing import Findings, Judges, compare, shipped_packs
from tests.oracle.questions import a_question, instants_of
from tests.oracle.rule import RULES
from tests.oracle.walk import walk

SEEDS = st.integers(min_value=0, max_value=2**32).map(Random)


@lru_cache(maxsize=2)
def judges(*, all_on: bool) -> Judges:
    return Judges.of(shipped_packs(all_on=all_on))


@pytest.mark.parametrize("all_on", [False, True], ids=["as shipped", "every pack on"])
@settings(max_examples=100, deadline=None)
@given(random=SEEDS)
def test_both_judges_say_the_same_of_every_rule_at_every_instant(all_on: bool, random: Random) -> None:
    found = Findings()
    facts, policy = a_question(random)
    compare(judges(all_on=all_on), facts, policy, instants_of(random, facts, 5), found)
    assert found.disagreements == []


@settings(max_examples=40, deadline=None)
@given(random=SEEDS)
def test_no_minute_before_permitted_at_is_permitted_and_that_second_is(random: Random) -> None:
    found = Findings()
    facts, policy = a_question(random)
    walk(judges(all_on=False), facts, policy, random, found)
    assert found.disagreements == []


def test_the_oracle_knows_every_kind_of_rule_that_the_packs_use() -> None:
    assert {entry.kind for entry in judges(all_on=True).entries} <= RULES.keys()


@pytest.mark.parametrize(
    ("written", "misread"),
    [
        ("08:00-21:00", "08:00-20:59"),
        ("max_calls = 7", "max_calls = 8"),
        ("days_after_conversation = 7", "days_after_conversation = 6"),
    ],
)
def test_a_rulebook_with_one_wrong_limit_is_found_out(written: str, misread: str) -> None:
    texts = shipped_packs()
    wrong = texts | {"us-reg-f.toml": texts["us-reg-f.toml"].replace(written, misread)}
    mixed, found = Judges(Judges.of(wrong).rulebook, judges(all_on=False).entries), Findings()
    for seed in range(1500):
        facts, policy = a_question(Random(seed))
        compare(mixed, facts, policy, instants_of(Random(seed), facts, 3), found)
        if found.disagreements:
            return
    pytest.fail("nobody noticed")
