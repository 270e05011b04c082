"""Which step comes next, and when? Tables that a collections manager can read."""

from datetime import date, timedelta

import pytest

from gateway.planner.steps import Finished, NextStep, Taken, anchor, next_step, next_upcoming
from tests.unit.planner.plans import NOTICE, LateStart, Missed, a_step, a_strategy

DUE = date(2027, 3, 1)


def day(days_past_due: int) -> date:
    return DUE + timedelta(days=days_past_due)


def ask(strategy, today, *, taken=(), last=None, anchor_on=DUE):
    return next_step(
        strategy,
        anchor_on=anchor_on,
        taken=[Taken(name, day(on)) for name, on in taken],
        last_sent_on=None if last is None else day(last),
        today=day(today),
    )


def summary(found):
    """(next step, its day, what was passed over)"""
    passed = [one.step for one in found.passed]
    if isinstance(found, Finished):
        return None, None, passed
    return found.step.id, (found.on - DUE).days, passed


@pytest.mark.parametrize(
    ("missed", "today", "taken", "last", "expected"),
    [
        # nothing sent yet
        (Missed.SEND_LATE, 1, [], None, ("one", 3, [])),
        (Missed.SEND_LATE, 3, [], None, ("one", 3, [])),
        # days off over one step: late, noted as skipped, or simply late because nothing else is due
        (Missed.SEND_LATE, 8, [], None, ("one", 3, [])),
        (Missed.SKIP, 8, [], None, ("two", 10, ["one"])),
        (Missed.COLLAPSE, 8, [], None, ("one", 3, [])),
        # days off over two steps: only `collapse` goes straight to the later one
        (Missed.SEND_LATE, 14, [], None, ("one", 3, [])),
        (Missed.SKIP, 14, [], None, ("three", 21, ["one", "two"])),
        (Missed.COLLAPSE, 14, [], None, ("two", 10, ["one"])),
        (Missed.COLLAPSE, 30, [], None, ("three", 21, ["one", "two"])),
        (Missed.SKIP, 30, [], None, (None, None, ["one", "two", "three"])),
        # a step is due on its very day, not missed
        (Missed.SKIP, 10, [("one", 3)], 3, ("two", 10, [])),
        (Missed.COLLAPSE, 21, [("one", 3), ("two", 10)], 10, ("three", 21, [])),
        # after a late step the next one keeps its distance of two days
        (Missed.SEND_LATE, 14, [("one", 14)], 14, ("two", 16, [])),
        (Missed.SEND_LATE, 10, [("one", 9)], 9, ("two", 11, [])),
        (Missed.SEND_LATE, 4, [("one", 4)], 4, ("two", 10, [])),
        # a passed step counts as behind us, and gives no distance to keep
        (Missed.SKIP, 10, [("one", 3)], None, ("two", 10, [])),
        # the end
        (Missed.SEND_LATE, 99, [("one", 3), ("two", 10), ("three", 21)], 21, (None, None, [])),
    ],
)
def test_steps_advance_as_the_strategy_says(missed, today, taken, last, expected):
    strategy = a_strategy(missed=missed, min_days_between=2)
    assert summary(ask(strategy, today, taken=taken, last=last)) == expected


def test_days_after_previous_count_from_the_day_the_previous_one_was_sent():
    strategy = a_strategy(a_step("one", 3), a_step("two", after=7))
    assert summary(ask(strategy, 9, taken=[("one", 9)], last=9)) == ("two", 16, [])


@pytest.mark.parametrize("missed", list(Missed))
def test_what_the_law_asks_to_be_sent_is_never_passed_over(missed):
    strategy = a_strategy(NOTICE, a_step("two", 40), missed=missed)
    assert summary(ask(strategy, 60)) == ("notice", 1, [])


def test_what_stands_before_the_furthest_step_is_never_gone_back_to():
    found = ask(
        a_strategy(a_step("new", 1), a_step("one", 3), a_step("two", 10)), 5, taken=[("one", 3)], last=3
    )
    assert summary(found) == ("two", 10, [])


def test_a_step_that_the_file_no_longer_has_is_passed():
    assert summary(ask(a_strategy(), 12, taken=[("gone", 3)], last=3)) == ("one", 4, [])


def test_a_new_cycle_keeps_its_distance_from_the_last_one():
    strategy = a_strategy(min_days_between=14)
    assert summary(ask(strategy, 3, last=-1)) == ("one", 13, [])


@pytest.mark.parametrize(
    ("late_start", "began", "expected"),
    [
        (LateStart.FIRST_STEP, 1, 0),  # the usual case: days count from the due date
        (LateStart.FIRST_STEP, 3, 0),
        (LateStart.FIRST_STEP, 60, 57),  # an old debt, new to us: the first step falls on the first day
        (LateStart.BY_AGE, 60, 0),
    ],
)
def test_an_old_debt_that_is_new_to_us_begins_at_the_first_step(late_start, began, expected):
    strategy = a_strategy(late_start=late_start)
    assert (anchor(strategy, DUE, day(began)) - DUE).days == expected


def test_after_a_late_start_the_steps_keep_their_distances():
    strategy = a_strategy(missed=Missed.COLLAPSE)
    from_day_57 = anchor(strategy, DUE, day(60))
    assert isinstance(ask(strategy, 60, anchor_on=from_day_57), NextStep)
    assert summary(ask(strategy, 60, anchor_on=from_day_57)) == ("one", 60, [])
    assert summary(ask(strategy, 61, taken=[("one", 60)], last=60, anchor_on=from_day_57)) == ("two", 67, [])


UPCOMING = (a_step("early", -7), a_step("soon", -2), a_step("one", 3))


@pytest.mark.parametrize(
    ("missed", "today", "taken", "last", "expected"),
    [
        (Missed.SEND_LATE, -9, [], None, ("early", -7)),
        (Missed.SEND_LATE, -7, [], None, ("early", -7)),
        (Missed.SEND_LATE, -5, [], None, ("early", -7)),
        (Missed.SKIP, -5, [], None, ("soon", -2)),
        (Missed.COLLAPSE, -1, [], None, ("soon", -2)),
        (Missed.SKIP, -1, [], None, None),
        (Missed.SEND_LATE, -5, [(0, "early")], -7, ("soon", -2)),
        (Missed.SEND_LATE, -1, [(0, "early"), (0, "soon")], -2, None),
        # one that was sent listed everything: it spoke for what had its day by then
        (Missed.SEND_LATE, -5, [], -6, ("soon", -2)),
        # the distance would carry it past the due date
        (Missed.SEND_LATE, 0, [], -1, None),
    ],
)
def test_reminders_before_a_due_date(missed, today, taken, last, expected):
    found = next_upcoming(
        a_strategy(*UPCOMING, missed=missed, min_days_between=2),
        due_dates=[DUE],
        taken={(day(due), name) for due, name in taken},
        last_sent_on=None if last is None else day(last),
        today=day(today),
    )
    assert (found and (found.step.id, (found.on - DUE).days)) == expected


def test_of_several_due_dates_the_earliest_reminder_comes_first():
    found = next_upcoming(
        a_strategy(a_step("soon", -2)),
        due_dates=[day(0), day(5)],
        taken={(day(0), "soon")},
        last_sent_on=day(-2),
        today=day(-1),
    )
    assert found is not None
    assert (found.due_on, found.on) == (day(5), day(3))
