"""Does the explanation of a question tell of the very packs and rules that the rulebook asked?"""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from compliance.binding import Bar
from compliance.decision import parse_question
from compliance.explanation import PackStanding, RuleStanding, explain
from compliance.facts import Facts
from gateway.domain.words import ActorRole, DebtClass, Verdict
from tests.builders.question import a_call, a_question, fact, sent, shipped_rulebook
from tests.oracle.questions import a_question as any_question


def facts_of(*events: dict[str, Any], **changes: Any) -> Facts:
    return parse_question(a_question(*events, **changes)).facts


def explained(facts: Facts) -> dict[str, PackStanding]:
    book = shipped_rulebook()
    return {one.pack.id: one for one in explain(book, facts, book.judge(facts))}


def rule(facts: Facts, pack: str, name: str) -> RuleStanding:
    return next(one for one in explained(facts)[pack].rules if one.entry.id == name)


@pytest.mark.parametrize("seed", range(40))
def test_packs_and_verdicts_are_those_of_the_ruling(seed: int) -> None:
    random, book = Random(seed), shipped_rulebook()
    for _ in range(10):
        facts, _ = any_question(random)
        ruling = book.judge(facts)
        standings = explain(book, facts, ruling)
        applying = [one for one in standings if one.bar is None]
        assert tuple(one.pack.id for one in applying if one.pack.kind != "core") == ruling.packs
        told = [one.verdict for pack in standings for one in pack.rules if one.verdict]
        assert tuple(told) == ruling.verdicts


def test_a_ruling_on_other_facts_is_not_explained() -> None:
    book, facts = shipped_rulebook(), facts_of()
    other = book.judge(replace(facts, actor=replace(facts.actor, role=ActorRole.ORIGINAL_CREDITOR)))
    with pytest.raises(ValueError, match="does not answer"):
        explain(book, facts, other)


@pytest.mark.parametrize(
    ("pack", "changes", "bar"),
    [
        ("us-reg-f", {}, None),
        ("us-reg-f", {"actor": {"role": "original_creditor"}}, Bar.ROLE),
        ("us-reg-f", {"account": {"debt_class": "commercial"}}, Bar.DEBT_CLASS),
        ("us-fl", {}, Bar.ELSEWHERE),
        ("us-fl", {"person": {"region": "US-FL"}}, None),
        ("us-fl", {"actor": {"regions": ["US-FL"]}}, None),  # a licence brings its state's law along
        ("us-reg-f", {"at": "2021-11-29T10:00:00-05:00"}, Bar.NOT_YET),
    ],
)
def test_a_pack_that_does_not_apply_says_why(pack: str, changes: dict[str, Any], bar: Bar | None) -> None:
    assert explained(facts_of(**changes))[pack].bar is bar


def test_a_pack_that_is_off_says_so_where_it_would_bind() -> None:
    off = next(p for p in shipped_rulebook().packs if not p.enabled and p.regions and p.kind == "law")
    region = min(off.regions)
    assert explained(facts_of(person={"region": region}))[off.id].bar is Bar.OFF
    assert explained(facts_of(person={"region": "JP"}))[off.id].bar is Bar.ELSEWHERE


def test_what_names_the_region_is_told() -> None:
    standing = explained(
        facts_of(person={"region": None, "locations": [{"clue": "mobile", "region": "US-FL"}]})
    )
    assert [(sign.region, sign.named_by) for sign in standing["us-fl"].signs] == [("US-FL", "location")]
    licensed = explained(facts_of(actor={"regions": ["US-FL"]}))["us-fl"].signs
    assert [sign.named_by for sign in licensed] == ["licence"]


def test_a_zone_names_the_country_where_nothing_else_does() -> None:
    person = {"region": None, "locations": [{"clue": "declared", "time_zone": "America/New_York"}]}
    signs = explained(facts_of(person=person))["us-tcpa"].signs
    assert {(sign.region, sign.named_by) for sign in signs} == {("US", "zone")}


def test_a_limit_tells_how_much_is_used_by_which_calls_and_when_the_oldest_stops_counting() -> None:
    calls = [a_call(f"2026-03-0{day}", id=f"c{day}") for day in (1, 2, 3)]
    standing = rule(facts_of(*calls, a_call("2026-03-04", "busy")), "us-reg-f", "call-frequency")
    assert standing.tally is not None
    assert (standing.tally.used, standing.tally.most) == (3, 7)
    assert [event.id for event in standing.tally.contacts] == ["c3", "c2", "c1"]
    assert standing.tally.frees_at is not None
    assert standing.tally.frees_at.isoformat() == "2026-03-08T05:00:00+00:00"


def test_a_limit_about_other_contact_points_counts_nothing_here() -> None:
    at_home = facts_of(sent("sms", "2026-03-04"), person={"region": "US-MA"})
    assert rule(at_home, "us-ma", "telephone-cap").tally is not None
    assert rule(at_home, "us-ma", "telephone-cap-elsewhere").tally is None


def test_a_rule_tells_the_events_that_it_looked_at() -> None:
    standing = rule(facts_of(fact("cease_request", written=True, id="stop")), "us-reg-f", "cease-request")
    assert standing.verdict is not None
    assert standing.verdict.verdict is Verdict.REFUSE
    assert [event.id for event in standing.told] == ["stop"]


def test_a_rule_of_another_channel_says_so() -> None:
    assert rule(facts_of(channel="letter"), "us-reg-f", "call-frequency").bar is Bar.OTHER_CHANNEL


def test_every_debt_class_and_role_can_be_explained() -> None:
    facts = facts_of()
    for role in ActorRole:
        for debt in DebtClass:
            asked = replace(
                facts, actor=replace(facts.actor, role=role), account=replace(facts.account, debt_class=debt)
            )
            assert explained(asked)["core"].bar is None
