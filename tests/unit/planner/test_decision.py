"""What does a dunning run do about one customer, day after day?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.domain.words import OutreachState
from gateway.planner.decision import (
    BELOW_MINIMUM,
    CYCLE_ENDED,
    NOBODY_CALLED,
    NOTHING_DUE,
    OVERDUE_NOW,
    STRATEGY_CHANGED,
)
from tests.unit.planner.plans import NOTICE, Missed, a_step, a_strategy
from tests.unit.planner.world import World

DUE = date(2027, 3, 1)
NOON = datetime(2027, 3, 1, 17, tzinfo=UTC)  # noon in New York on the due date


def day(number: int) -> datetime:
    return NOON + timedelta(days=number)


@pytest.fixture
def world() -> World:
    return World(a_strategy(a_step("soon", -3), a_step("one", 3), a_step("two", 10)), bills={DUE: 1000})


def states(world: World) -> list[tuple[str, str]]:
    return [(one.step, one.state.value) for one in world.outreach]


def test_reminders_go_before_and_after_the_due_date_each_on_its_day(world):
    assert world.days(day(-9), 40) == ["soon 6", "one 12", "two 19"]
    assert world.cycles == 1


def test_a_second_run_on_the_same_day_changes_nothing(world):
    world.run(day(3))
    before = list(world.outreach)
    again = world.run(day(3))
    assert world.outreach == before
    assert (again.plan, again.begins, again.ends, again.cancels) == (None, None, None, [])


def test_one_outreach_speaks_of_everything_open(world):
    world.bills |= {DUE - timedelta(days=1): 700, DUE - timedelta(days=2): 300}
    world.run(day(3))
    assert len(world.outreach) == 1


def test_settlement_ends_the_cycle_and_cancels_what_is_open(world):
    world.run(day(3))
    world.bills[DUE] = 0
    assert world.run(day(4)).ends == CYCLE_ENDED
    assert states(world) == [("one", "cancelled")]
    assert world.days(day(5), 30) == []


@pytest.mark.parametrize("covered_by", ["cash", "credit note"])
def test_what_a_credit_covers_is_not_chased(world, covered_by):
    if covered_by == "cash":
        world.cash = 1000
    else:
        world.bills[DUE + timedelta(days=1)] = -1000
    assert world.days(day(-5), 40) == []


def test_a_new_debt_after_settlement_begins_again_at_step_one(world):
    assert world.days(day(1), 11) == ["one 2", "two 9"]
    world.bills = {}
    world.run(day(12))
    world.bills = {DUE + timedelta(days=20): 800}
    assert world.days(day(21), 20) == ["one 2", "two 9"]
    assert world.cycles == 2


def test_a_part_payment_neither_jumps_nor_restarts_a_step(world):
    world.bills = {DUE: 1000, DUE + timedelta(days=2): 1000}
    assert world.days(day(1), 4) == ["one 2"]
    world.bills[DUE] = 0  # the oldest bill is paid; the next one is two days younger
    assert world.days(day(5), 30) == ["two 5"]


def test_a_newer_older_bill_does_not_jump_a_step(world):
    assert world.days(day(1), 3) == ["one 2"]
    world.bills[DUE - timedelta(days=30)] = 500
    assert world.days(day(4), 20) == ["two 6"]


@pytest.mark.parametrize("state", [OutreachState.REFUSED, OutreachState.DEFERRED, OutreachState.IN_HAND])
def test_while_a_step_is_under_way_no_other_is_planned(world, state):
    world.run(day(3))
    for number in range(4, 30):
        world.hold(state)
        assert world.run(day(number)).plan is None


def test_a_broken_outreach_waits_for_a_person(world):
    world.run(day(3))
    world.hold(OutreachState.BROKEN)
    assert world.days(day(4), 30) == []


def test_after_a_long_refusal_the_next_step_keeps_its_distance(world):
    world.strategy = a_strategy(a_step("one", 3), a_step("two", 10), min_days_between=4)
    world.run(day(3))
    world.send(day(20))
    assert world.days(day(20), 10) == ["two 4"]


def test_a_step_that_a_person_cancelled_is_behind_us(world):
    world.run(day(3))
    world._set(world.outreach[0], state=OutreachState.CANCELLED, because="Asked by the key account manager.")
    assert world.days(day(4), 20) == ["two 6"]


def test_below_the_minimum_nothing_is_planned_and_no_cycle_begins(world):
    world.bills = {DUE: 499}
    assert world.run(day(3)).below_minimum
    assert world.days(day(3), 30) == []
    assert world.cycles == 0


def test_a_payment_down_to_below_the_minimum_cancels_and_a_new_bill_brings_it_back(world):
    world.run(day(3))
    world.bills[DUE] = 400
    assert [because for _, because in world.run(day(4)).cancels] == [BELOW_MINIMUM]
    world.bills[DUE + timedelta(days=4)] = 900
    world.run(day(6))
    assert states(world) == [("one", "due")]


def test_a_reminder_before_the_due_date_is_cancelled_by_payment(world):
    world.run(day(-3))
    world.bills = {}
    assert [because for _, because in world.run(day(-2)).cancels] == [NOTHING_DUE]


def test_a_reminder_before_the_due_date_gives_way_once_the_bill_is_overdue(world):
    world.run(day(-3))
    assert [because for _, because in world.run(day(1)).cancels] == [OVERDUE_NOW]


def test_no_reminder_before_due_goes_to_somebody_who_is_overdue(world):
    world.bills = {DUE - timedelta(days=30): 900, DUE: 900}
    world.strategy = a_strategy(a_step("soon", -3), a_step("one", 3))
    assert world.days(day(-3), 6) == ["one 0"]


def test_another_strategy_begins_a_cycle_of_its_own(world):
    world.run(day(3))
    world.strategy = a_strategy(NOTICE, a_step("later", after=40), id="other")
    decision = world.run(day(4))
    assert (decision.ends, decision.begins.number, decision.plan.id) == (STRATEGY_CHANGED, 2, "notice")
    assert states(world) == [("one", "cancelled"), ("notice", "due")]


def test_without_a_strategy_nothing_goes_on(world):
    world.run(day(3))
    world.strategy = None
    assert world.run(day(4)).ends == STRATEGY_CHANGED
    assert world.days(day(5), 30) == []


def test_a_pause_holds_back_the_next_step_and_what_is_open(world):
    world.run(day(3))
    world.paused_until = DUE + timedelta(days=8)
    decision = world.run(day(4))
    assert [one.step for one in decision.postpones] == ["one"]
    world.send(day(8))
    world.paused_until = DUE + timedelta(days=15)
    assert world.days(day(9), 20) == ["two 6"]


def test_third_party_collection_waits_for_the_validation_period(world):
    world.strategy = a_strategy(NOTICE, a_step("first", after=40), missed=Missed.COLLAPSE)
    assert world.days(day(90), 60) == ["notice 0", "first 40"]


def test_the_planner_looks_again_when_something_can_change_and_not_every_day(world):
    assert world.run(day(-9)).look_on == DUE - timedelta(days=3)
    world.days(day(-3), 1)
    assert world.run(day(-2)).look_on == DUE + timedelta(days=1)
    world.bills = {}
    assert world.run(day(-1)).look_on is None


def test_a_call_that_nobody_made_lets_the_plan_go_on(world):
    world.run(day(3))
    world._set(world.outreach[0], lapses_on=(day(10)).date())
    assert world.run(day(9)).cancels == []
    assert [because for _, because in world.run(day(10)).cancels] == [NOBODY_CALLED]
    assert states(world) == [("one", "cancelled"), ("two", "due")]
