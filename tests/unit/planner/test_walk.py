"""Whatever happens, day by day: do the promises of the planner hold?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.domain.strategy import Strategy
from gateway.domain.words import OutreachState
from gateway.planner.calendar import begins_at
from gateway.planner.steps import dunning_steps
from tests.unit.planner.plans import NOTICE, LateStart, Missed, a_step, a_strategy
from tests.unit.planner.world import World

# Sets of clocks that change on different days or never, and one pair a world apart.
ZONES = (
    ("America/New_York",),
    ("America/Phoenix", "America/Denver"),
    ("America/New_York", "Pacific/Honolulu", "America/Adak"),
    ("Pacific/Guam", "America/Los_Angeles"),
    ("America/Havana",),
    ("Australia/Lord_Howe",),
)
STARTS = (datetime(2027, 2, 20, tzinfo=UTC), datetime(2027, 10, 20, tzinfo=UTC))  # before both clock changes

strategies = st.builds(
    lambda first, gaps, before, after, notice, **rest: _strategy(first, gaps, before, after, notice, rest),
    first=st.integers(1, 8),
    gaps=st.lists(st.integers(4, 15), max_size=3),
    before=st.booleans(),
    after=st.booleans(),
    notice=st.booleans(),
    missed=st.sampled_from(Missed),
    late_start=st.sampled_from(LateStart),
    min_days_between=st.integers(1, 4),
)
happenings = st.lists(
    st.tuples(
        st.sampled_from(("send", "send", "send", "bill", "pay", "pay all", "off", "refuse", "nothing")),
        st.integers(1, 30),
    ),
    min_size=30,
    max_size=80,
)


def _strategy(first: int, gaps: list[int], before: bool, after: bool, notice: bool, rest: dict) -> Strategy:
    steps = [a_step("soon", -3)] if before else []
    steps.append(NOTICE if notice else a_step("s0", first))
    day = first if not notice else 1
    for number, gap in enumerate(gaps, start=1):
        day += gap
        steps.append(a_step(f"s{number}", day))
    if after:
        steps.append(a_step("after", after=5))
    return a_strategy(*steps, **rest)


@settings(max_examples=250, deadline=None)
@given(strategies, st.sampled_from(ZONES), st.sampled_from(STARTS), happenings)
def test_the_promises_hold_on_every_day(strategy, zones, start, happenings):
    world, now = World(strategy, zones, bills={start.date(): 1000}), start
    for what, number in happenings:
        now += timedelta(hours=19)
        _happen(world, what, number, now)
        _check_open(world, strategy, now)
    _check_sent(world, strategy)


def _happen(world: World, what: str, number: int, now: datetime) -> None:
    today = now.date()
    if what == "bill":
        world.bills[today + timedelta(days=number - 15)] = 1000
    elif what == "pay" and world.bills:
        world.bills[min(world.bills)] = number * 30
    elif what == "pay all":
        world.bills = {}
    if what != "off":
        world.run(now)
    if what == "send":
        world.send(now)
    elif what == "refuse":
        world.hold(OutreachState.REFUSED)


def _check_open(world: World, strategy: Strategy, now: datetime) -> None:
    under_way = [one for one in world.outreach if one.state in (OutreachState.DUE, OutreachState.REFUSED)]
    assert len(under_way) <= 1
    for planned in under_way:
        step = next(one for one in strategy.steps if one.id == planned.step)
        if planned.cycle.startswith("before:"):
            due_on = date.fromisoformat(planned.cycle.removeprefix("before:"))
            own = due_on + timedelta(days=step.days_past_due or 0)
        elif step.days_past_due is not None and world.cycle and planned.cycle == world.cycle.key:
            own = world.cycle.anchor_on + timedelta(days=step.days_past_due)
        else:
            continue
        assert now >= begins_at(own, world.zones)  # nothing before its day in any zone


def _check_sent(world: World, strategy: Strategy) -> None:
    keys = [(one.outreach.step, one.outreach.cycle) for one in world.sent]
    assert len(keys) == len(set(keys))  # each step once per cycle
    order = [step.id for step in dunning_steps(strategy)]
    for number in {cycle for _, cycle in keys if not cycle.startswith("before:")}:
        went = [order.index(step) for step, cycle in keys if cycle == number]
        assert went == sorted(went)  # in order
        gone = {order[i] for i in range(went[-1])}
        passed = {step for cycle, step in world.passed if str(cycle) == number}
        assert gone - passed <= {order[i] for i in went}  # none jumped without a word
    for one, other in pairwise(world.sent):
        for before, after in zip(one.dates, other.dates, strict=True):
            assert (after - before).days >= strategy.min_days_between  # never a burst, in no zone
    if strategy.missed is Missed.SEND_LATE:
        assert not world.passed


@settings(max_examples=150, deadline=None)
@given(strategies, st.sampled_from(ZONES), st.sampled_from(STARTS), st.integers(2, 30))
def test_days_off_are_caught_up_as_the_strategy_says(strategy, zones, start, off):
    world = World(strategy, zones, bills={start.date(): 1000})
    days = [*range(-5, 6), *range(6 + off, 120)]  # a run a day, but for the days off
    for number in days:
        now = start + timedelta(days=number, hours=18)
        world.run(now)
        world.send(now)
    order = [step.id for step in dunning_steps(strategy)]
    went = [one.outreach.step for one in world.sent if not one.outreach.cycle.startswith("before:")]
    passed = [step for _, step in world.passed]
    assert sorted([*went, *passed], key=order.index) == order  # every step was sent or noted, once
    if strategy.missed is Missed.COLLAPSE:
        assert order[-1] in went
    _check_sent(world, strategy)


def test_each_local_day_of_a_clock_change_gets_its_step_once():
    for zones in ZONES:
        for start in (datetime(2027, 3, 10, tzinfo=UTC), datetime(2027, 11, 3, tzinfo=UTC)):
            steps = [a_step(f"s{number}", number) for number in range(1, 8)]
            world = World(a_strategy(*steps), zones, bills={start.date(): 1000})
            for hour in range(24 * 11):
                world.run(start + timedelta(hours=hour))
                world.send(start + timedelta(hours=hour))
            assert [one.outreach.step for one in world.sent] == [step.id for step in steps]
