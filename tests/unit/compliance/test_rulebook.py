"""Do all rules together fail closed, and find the very first second at which a contact is permitted?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.asking import Asked
from compliance.case import Case
from compliance.decision import parse_question
from compliance.rulebook import Rulebook, load_rulebook
from gateway.domain.words import Verdict
from tests.builders.question import a_call, a_question, answer_to, fact, sent, shipped_rulebook


class Broken:
    """A rule that cannot decide."""

    passes = frozenset()
    quiet = None

    def ask(self, case, at):
        raise ZeroDivisionError("what a pity")


def with_broken_rule() -> Rulebook:
    packs = shipped_rulebook().packs
    core = next(pack for pack in packs if pack.kind == "core")
    broken = replace(core.entries[0], id="broken", rule=Broken())
    return Rulebook([replace(core, entries=(*core.entries, broken))], "sha256:test")


def test_a_rule_that_cannot_decide_refuses_by_its_name():
    ruling = with_broken_rule().judge(parse_question(a_question()).facts)
    assert ruling.verdict is Verdict.REFUSE
    (verdict,) = [verdict for verdict in ruling.verdicts if verdict.rule == "broken"]
    assert (verdict.verdict, verdict.because) == (Verdict.REFUSE, "the rule broken could not decide")
    assert "pity" not in ruling.because


def test_a_date_beyond_the_calendar_refuses_rather_than_fails():
    answer = answer_to(fact("hold", until="9999-12-31"))
    assert answer["verdict"] == "refuse"


def test_the_daemons_question_includes_every_enabled_policy():
    facts = parse_question(a_question(at="2026-03-06T20:30:00-05:00")).facts
    assert shipped_rulebook().judge(facts, policy=()).verdict is Verdict.ALLOW
    ruling = shipped_rulebook().judge(facts)
    assert ruling.verdict is Verdict.DEFER
    assert "policy-decent-hours" in ruling.packs
    assert "policy-quiet-sundays" not in ruling.packs


def test_a_permission_ends_when_hours_close():
    ruling = shipped_rulebook().judge(parse_question(a_question()).facts)
    assert ruling.not_after == datetime(2026, 3, 7, 1, tzinfo=UTC)  # 20:00 in New York
    letter = shipped_rulebook().judge(parse_question(a_question(channel="letter")).facts)
    assert letter.not_after is None


def test_a_rule_is_in_force_by_the_persons_own_date():
    entry = shipped_rulebook().packs[0].entries[0]
    rule = Asked(replace(entry, effective_from=date(2026, 3, 6), effective_until=date(2026, 3, 7)))
    case = Case(parse_question(a_question()).facts)
    midnight = datetime(2026, 3, 6, 5, tzinfo=UTC)  # in New York
    assert not rule.in_force(case, midnight - timedelta(seconds=1))
    assert rule.in_force(case, midnight)
    assert rule.in_force(case, midnight + timedelta(hours=24) - timedelta(seconds=1))
    assert not rule.in_force(case, midnight + timedelta(hours=24))


LAPSING = """
[pack]
id = "xx-lapsing"
title = "A ban that lapses and one that begins"
regions = ["US"]
effective_from = 2020-01-01
verified_on = 2026-11-22
evidence = "T"

[[rule]]
id = "nights-only"
kind = "contact_hours"
sentence = "Until 9 March only before six."
channels = ["voice"]
source = "XX Code 1"
effect = "block"
effective_until = 2026-03-09
limits = { hours = { every_day = ["00:00-06:00"] } }

[[rule]]
id = "afternoons"
kind = "contact_hours"
sentence = "From 9 March only in the afternoon."
channels = ["voice"]
source = "XX Code 1"
effect = "block"
effective_from = 2026-03-09
limits = { hours = { every_day = ["13:00-18:00"] } }
"""


def test_the_search_heeds_rules_that_lapse_and_rules_that_begin():
    core = "".join(_text(name) for name in ("core.toml",))
    reg_f, holidays = _text("us-reg-f.toml"), _text("holidays.toml")
    rulebook = load_rulebook({"core": core, "f": reg_f, "h": holidays, "x": LAPSING})
    ruling = rulebook.judge(parse_question(a_question()).facts)
    # Until the 9th the two rules never meet; then the morning passes before the afternoon opens.
    assert ruling.permitted_at == datetime(2026, 3, 9, 17, 0, 1, tzinfo=UTC)


def _text(name: str) -> str:
    from tests.builders.question import PACKS

    return (PACKS / name).read_text("utf-8")


# Clocks with half hours, quarter hours, changes of half an hour, at midnight, and none at all.
ZONES = (
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "America/Phoenix",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/London",
    "Pacific/Auckland",
)
# Around clock changes in both hemispheres, a leap day and the turn of a year.
MOMENTS = tuple(
    datetime(*day, tzinfo=UTC)
    for day in ((2026, 3, 7), (2026, 10, 31), (2026, 4, 4), (2026, 10, 3), (2028, 2, 28), (2026, 12, 30))
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUARTER = timedelta(minutes=15)
quarters = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")


@st.composite
def situations(draw):
    """Draw an instant, clocks, and what happened: everything falls on a quarter of an hour."""
    at = draw(st.sampled_from(MOMENTS)) + QUARTER * draw(st.integers(0, 200))
    zones = draw(st.lists(st.sampled_from(ZONES), min_size=1, max_size=2, unique=True))
    back = st.integers(1, 900).map(lambda count: at - QUARTER * count)
    return {
        "at": at,
        "zones": zones,
        "calls": draw(st.lists(back, max_size=9)),
        "talks": draw(st.lists(back, max_size=1)),
        "texts": draw(st.lists(back, max_size=3)),
        "promise": draw(st.none() | st.integers(-2, 3)),
        "inconvenient": draw(
            st.none()
            | st.tuples(quarters, quarters, st.lists(st.sampled_from(DAYS), max_size=3, unique=True)).filter(
                lambda drawn: drawn[0] != drawn[1]
            )
        ),
    }


def is_permitted(at: datetime, drawn) -> bool:
    """Decide the same from the words of the law alone, reading clocks and nothing else."""
    return all(_permitted_by(ZoneInfo(name), at, drawn) for name in drawn["zones"])


def _permitted_by(zone: ZoneInfo, at: datetime, drawn) -> bool:
    wall = at.astimezone(zone)
    today, reads = wall.date(), wall.time()
    if not time(8) < reads < time(20):
        return False

    def days_since(then: datetime) -> int:
        return (today - then.astimezone(zone).date()).days

    called = [*drawn["calls"], *drawn["talks"]]
    if sum(days_since(each) < 7 for each in called) > 6 or any(
        days_since(each) < 7 for each in drawn["talks"]
    ):
        return False
    everything = [*called, *drawn["texts"]]
    if (
        sum(days_since(each) == 0 for each in everything) >= 2
        or sum(days_since(e) < 7 for e in everything) >= 7
    ):
        return False
    if any(at - each < timedelta(hours=4) for each in called):
        return False
    if drawn["promise"] is not None and today <= drawn["at"].date() + timedelta(days=drawn["promise"]):
        return False
    return drawn["inconvenient"] is None or not _is_inconvenient(wall, *drawn["inconvenient"])


def _is_inconvenient(wall: datetime, start: str, end: str, days: list[str]) -> bool:
    reads, today = f"{wall:%H:%M}", wall.weekday()

    def named(day: int) -> bool:
        return not days or DAYS[day % 7] in days

    if start < end:
        return named(today) and start <= reads < end
    return (named(today) and reads >= start) or (named(today - 1) and reads < end)


@settings(max_examples=120, deadline=None)
@given(drawn=situations())
def test_an_independent_walk_finds_the_same_instant(drawn):
    """Walk from quarter to quarter of an hour, and a second past each, until the words of the law are met."""
    at = drawn["at"]
    events = [a_call(each.isoformat()) for each in drawn["calls"]]
    events += [a_call(each.isoformat(), "conversation") for each in drawn["talks"]]
    events += [sent("sms", each.isoformat()) for each in drawn["texts"]]
    if drawn["promise"] is not None:
        due = at.date() + timedelta(days=drawn["promise"])
        events.append(fact("promise_to_pay", "2025-12-01", due_on=str(due)))
    if drawn["inconvenient"] is not None:
        start, end, days = drawn["inconvenient"]
        events.append(fact("inconvenient", "2025-12-01", **{"from": start, "to": end, "days": days}))
    places = [{"clue": "declared", "time_zone": zone} for zone in drawn["zones"]]
    answer = answer_to(
        *events,
        at=at.isoformat(),
        person={"region": "US", "locations": places},
        policy={"packs": ["policy-decent-hours"]},
    )
    walked = at
    for _ in range(15 * 96):
        if is_permitted(walked, drawn):
            break
        if is_permitted(walked + timedelta(seconds=1), drawn):
            walked += timedelta(seconds=1)
            break
        walked += QUARTER
    permitted_at = answer["permitted_at"] and datetime.fromisoformat(answer["permitted_at"])
    if is_permitted(walked, drawn):
        assert permitted_at == walked, answer["because"]
    else:
        assert permitted_at is None or permitted_at > walked
