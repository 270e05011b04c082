"""Do counted windows agree with the rules that count in them?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.caps import Caps, reached
from compliance.decision import parse_question
from compliance.facts import Facts
from compliance.rulebook import load_rulebook
from gateway.domain.words import Verdict
from tests.builders.question import PACKS, a_question, shipped_rulebook

CALLS = ("us-reg-f", "call-frequency")
WEEK = ("policy-decent-hours", "weekly-cap")


def facts_of(*events: dict[str, Any], **changes: Any) -> Facts:
    return parse_question(a_question(*events, **changes)).facts


def a_call(on: str, result: str = "no_answer") -> dict[str, Any]:
    return {"type": "call", "direction": "outbound", "at": f"{on}T12:00:00-05:00", "result": result}


def counted(facts: Facts) -> dict[tuple[str, str], int]:
    return reached({one.key: one for one in Caps(shipped_rulebook()).binding(facts)}, facts)


def test_a_call_by_a_collector_is_counted_by_law_and_by_policy() -> None:
    counts = counted(facts_of(a_call("2026-03-03"), a_call("2026-03-04")))
    assert (counts[CALLS], counts[WEEK]) == (2, 2)


def test_a_busy_number_was_not_called() -> None:
    assert counted(facts_of(a_call("2026-03-03", "busy")))[CALLS] == 0


def test_the_first_day_of_a_window_falls_out_with_its_date() -> None:
    assert counted(facts_of(a_call("2026-02-28")))[CALLS] == 1
    assert counted(facts_of(a_call("2026-02-27")))[CALLS] == 0


def test_what_no_cap_holds_back_has_none() -> None:
    assert counted(facts_of(a_call("2026-03-03"), kind="validation_notice")) == {}


def test_a_letter_has_no_cap() -> None:
    assert counted(facts_of(a_call("2026-03-03"), channel="letter")) == {}


def test_what_comes_later_does_not_count() -> None:
    facts = facts_of(a_call("2026-03-03"), a_call("2026-03-05"))
    before = Facts(
        **{key: getattr(facts, key) for key in Facts.__slots__} | {"at": facts.at - timedelta(days=2)}
    )
    assert counted(before)[CALLS] == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 24 * 10), max_size=12, unique=True))
def test_a_cap_that_is_reached_is_one_that_defers(hours_ago: list[int]) -> None:
    facts = facts_of()
    at = facts.at
    events = [
        {"type": "email", "direction": "outbound", "at": (at - timedelta(hours=one)).isoformat()}
        for one in hours_ago
    ]
    facts = facts_of(*events, channel="email")
    caps = {one.key: one for one in Caps(shipped_rulebook()).binding(facts)}
    verdicts = {(v.pack, v.rule): v.verdict for v in shipped_rulebook().judge(facts).verdicts}
    for key, count in reached(caps, facts).items():
        assert (count >= caps[key].cap.most) == (verdicts[key] is Verdict.DEFER)


def test_a_cap_lapses_at_midnight_on_the_persons_own_clock() -> None:
    late = facts_of(at="2026-02-28T20:00:00-05:00")  # in UTC it is March already
    said = (PACKS / "us-reg-f.toml").read_text("utf-8")
    ending = said.replace("= 2021-11-30", "= 2021-11-30\neffective_until = 2026-03-01")
    rulebook = load_rulebook({**shipped_rulebook().texts, "us-reg-f.toml": ending})
    assert CALLS in {one.key for one in Caps(rulebook).binding(late)}
