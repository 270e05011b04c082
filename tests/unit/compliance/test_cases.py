"""Does the rulebook as it ships answer every case in the tables, and do the tables reach every rule?"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from compliance.rules import KINDS
from tests.builders.question import shipped_rulebook
from tests.unit.compliance.cases import ADVICE, EVERY_RULE, TOGETHER, ask, every_row, rows_of, rule_named
from tests.unit.compliance.cases.hard_parts import HARD_PARTS
from tests.unit.compliance.cases.page import cases_page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "cases.md"


@pytest.mark.parametrize("kind", [*KINDS, TOGETHER])
def test_every_case_in_a_table_comes_out_as_it_says(kind):
    answered = {(row.entry, row.words): ask(row) for row in rows_of(kind)}
    wrong = [
        (row.entry, row.words, row.outcome, answered[row.entry, row.words])
        for row in rows_of(kind)
        if answered[row.entry, row.words].outcome != row.outcome
    ]
    assert wrong == []


def test_every_kind_of_rule_has_a_table():
    used = {rule.kind for rule in shipped_rulebook().rules()}
    assert [kind for kind in KINDS if kind in used and not rows_of(kind)] == []


def test_every_rule_that_is_on_is_seen_to_oppose_and_to_allow():
    seen = defaultdict(set)
    for _, row in every_row():
        if row.outcome != "not asked":
            seen[row.entry].add("allows" if row.outcome == "allow" else "opposes")
        if row.outcome == ADVICE and set(rule_named(row.entry).limits) == {"advice"}:
            seen[row.entry].add("allows")  # it is never silent
    lacking = {
        f"{rule.pack}/{rule.id}": {"allows", "opposes"} - seen[f"{rule.pack}/{rule.id}"]
        for rule in shipped_rulebook().rules()
        if rule.enabled
    }
    assert {entry: directions for entry, directions in lacking.items() if directions} == {}


def test_a_row_stands_in_the_table_of_its_kind():
    kinds = {f"{rule.pack}/{rule.id}": rule.kind for rule in shipped_rulebook().rules()}
    strays = [
        row.words for kind, row in every_row() if row.entry != EVERY_RULE and kinds.get(row.entry) != kind
    ]
    assert strays == []


def test_no_case_stands_twice():
    told = [(row.entry, row.words) for _, row in every_row()]
    assert [each for each, times in Counter(told).items() if times > 1] == []


@pytest.mark.parametrize("part", HARD_PARTS)
def test_each_hard_part_is_shown_by_cases(part):
    told = {(kind, row.words) for kind, row in every_row()}
    assert set(HARD_PARTS[part]) <= told


def test_the_page_is_the_one_that_the_tables_make():
    assert PAGE.read_text("utf-8") == cases_page(), "run `make docs`"
