"""Does the page about the rulebook say what the packs say?"""

from __future__ import annotations

from pathlib import Path

from compliance.page import rulebook_page
from compliance.rules import KINDS
from tests.builders.question import shipped_rulebook

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rulebook.md"


def test_the_page_is_the_one_that_the_packs_make():
    assert PAGE.read_text("utf-8") == rulebook_page(shipped_rulebook().rules()), "run `make docs`"


def test_every_kind_of_rule_is_used_by_a_pack():
    assert {rule.kind for rule in shipped_rulebook().rules()} == set(KINDS)
