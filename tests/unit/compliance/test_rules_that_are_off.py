"""Can a single rule of a pack be off, and is it then never asked and always explained?"""

from __future__ import annotations

import pytest

from compliance.binding import Bar
from compliance.decision import parse_question
from compliance.explanation import explain
from compliance.rulebook import Rulebook, load_rulebook
from gateway.domain.words import Verdict
from tests.builders.question import PACKS, a_question, shipped_rulebook

OFF = 'enabled = false\nwhy_off = "Not yet read."\n'
HOURS = 'id = "contact-hours"\n'
NIGHT = {"at": "2026-03-06T22:00:00-05:00", "person": {"region": "US-FL"}, "actor": {"role": "servicer"}}


def florida(*, off: bool) -> Rulebook:
    text = (PACKS / "us-fl.toml").read_text("utf-8")
    core = (PACKS / "core.toml").read_text("utf-8")
    return load_rulebook({"core": core, "fl": text.replace(HOURS, HOURS + OFF) if off else text})


def facts(**changes):
    return parse_question(a_question(**{**NIGHT, **changes})).facts


@pytest.mark.parametrize("packs", [None, ("us-fl",)])
def test_a_rule_that_is_off_is_not_asked_even_where_its_pack_is_listed(packs):
    assert florida(off=False).judge(facts(), packs=packs).verdict is Verdict.DEFER
    ruling = florida(off=True).judge(facts(), packs=packs)
    assert ruling.verdict is Verdict.ALLOW
    assert "contact-hours" not in {verdict.rule for verdict in ruling.verdicts}
    assert ruling.packs == ("us-fl",)  # its other rules are asked


def test_it_says_why_it_is_off_while_its_pack_is_on():
    rules = {rule.id: rule for rule in florida(off=True).rules() if rule.pack == "us-fl"}
    assert (rules["contact-hours"].enabled, rules["contact-hours"].why_off) == (False, "Not yet read.")
    assert (rules["contact-hours"].pack_enabled, rules["attorney"].enabled) == (True, True)


def test_the_explanation_names_it_as_off():
    book = florida(off=True)
    (pack,) = [one for one in explain(book, facts(), book.judge(facts())) if one.pack.id == "us-fl"]
    assert pack.bar is None
    assert {one.entry.id: one.bar for one in pack.rules}["contact-hours"] is Bar.OFF


def test_switching_a_rule_off_changes_the_digest():
    assert florida(off=True).digest != florida(off=False).digest


def test_a_rule_that_ships_off_in_a_pack_that_is_on_says_why():
    alone = [rule for rule in shipped_rulebook().rules() if rule.pack_enabled and not rule.enabled]
    assert [f"{rule.pack}/{rule.id}" for rule in alone] == ["eu/forbearance"]
    assert all(rule.why_off for rule in alone)
