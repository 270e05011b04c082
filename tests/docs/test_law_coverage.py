"""Does the page about the law's subjects name every rule, and only rules and places that exist?"""

from __future__ import annotations

import re

from tests.docs.law_coverage import PAGE, coverage_page, described, subjects
from tests.docs.pages import ROOT


def test_the_page_is_the_one_that_source_and_packs_make():
    assert PAGE.read_text("utf-8") == coverage_page(), "run `make docs`"


def test_every_rule_carries_a_subject():
    named = {name for each in subjects() for name in each.get("rules", ())}
    assert set(described()) - named == set()


def test_every_rule_that_is_named_exists():
    named = {name for each in subjects() for name in each.get("rules", ())}
    assert named - set(described()) == set()


def test_every_subject_is_carried_or_says_why_not():
    assert [
        each["name"]
        for each in subjects()
        if not (each.get("rules") or each.get("where") or each.get("none"))
    ] == []


def test_what_is_said_to_be_left_out_is_carried_by_nothing():
    assert [
        each["name"] for each in subjects() if "none" in each and (each.get("rules") or "where" in each)
    ] == []


def test_every_place_that_is_named_exists():
    text = " ".join(each.get("where", "") for each in subjects())
    places = [place for place in re.findall(r"`([\w./-]+)`", text) if "/" in place]
    assert places
    assert [place for place in places if not (ROOT / place).exists()] == []
