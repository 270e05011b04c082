"""Is every payment plan exact, and within what the creditor agrees to?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.money import Money
from gateway.domain.payment_plan import (
    Interval,
    Limit,
    PlanPolicy,
    broken_limits,
    by_amount,
    by_count,
    choice_of,
    possible_plans,
)

TODAY = date(2027, 3, 1)
OWED = Money(Decimal("1250.50"), "USD")


@given(
    minor=st.integers(1, 10**12),
    count=st.integers(1, 120),
    percent=st.integers(0, 90),
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
    interval=st.sampled_from(Interval),
)
def test_the_instalments_are_positive_and_pay_the_balance_exactly(
    minor: int, count: int, percent: int, currency: str, interval: Interval
) -> None:
    owed = Money.from_minor(minor, currency)
    plan = by_count(owed, count, interval, TODAY, percent)
    if plan is not None:
        assert plan.total == owed
        assert len(plan.instalments) == count
        assert all(part.money.minor > 0 for part in plan.instalments)
        assert list(plan.instalments) == sorted(plan.instalments, key=lambda part: part.due_on)


@given(minor=st.integers(1, 10**9), amount=st.integers(1, 10**9))
def test_a_plan_by_amount_pays_that_amount_and_the_rest_at_last(minor: int, amount: int) -> None:
    plan = by_amount(Money.from_minor(minor, "USD"), Money.from_minor(amount, "USD"), Interval.WEEKLY, TODAY)
    if plan is not None:
        assert plan.total.minor == minor
        assert all(part.money.minor == amount for part in plan.instalments[:-1])
        assert 0 < plan.last.money.minor <= amount


def test_the_last_instalment_takes_the_rest() -> None:
    plan = by_count(OWED, 3, Interval.MONTHLY, TODAY)
    assert plan is not None
    assert [str(part.money.amount) for part in plan.instalments] == ["416.83", "416.83", "416.84"]


def test_a_down_payment_is_paid_first() -> None:
    plan = by_count(OWED, 4, Interval.MONTHLY, TODAY, 50)
    assert plan is not None
    assert [str(part.money.amount) for part in plan.instalments] == ["625.25", "208.41", "208.41", "208.43"]


@pytest.mark.parametrize(
    ("first", "interval", "days"),
    [
        ("2027-01-31", Interval.MONTHLY, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("2027-11-30", Interval.MONTHLY, ["2027-11-30", "2027-12-30", "2028-01-30", "2028-02-29"]),
        ("2027-02-28", Interval.WEEKLY, ["2027-02-28", "2027-03-07", "2027-03-14", "2027-03-21"]),
        ("2027-12-24", Interval.TWO_WEEKLY, ["2027-12-24", "2028-01-07", "2028-01-21", "2028-02-04"]),
    ],
)
def test_instalments_keep_the_first_ones_day(first: str, interval: Interval, days: list[str]) -> None:
    plan = by_count(OWED, 4, interval, date.fromisoformat(first))
    assert plan is not None
    assert [part.due_on.isoformat() for part in plan.instalments] == days


POLICY = PlanPolicy(fewest=2, most=6, longest_days=100, least_instalment=Decimal(200), begins_within_days=14)


@pytest.mark.parametrize(
    ("count", "interval", "begins_in", "limits"),
    [
        (2, Interval.MONTHLY, 0, ()),
        (1, Interval.MONTHLY, 0, (Limit.FEWEST,)),
        (4, Interval.MONTHLY, 0, ()),  # the last one is due after 92 days
        (5, Interval.MONTHLY, 0, (Limit.LONGEST,)),
        (6, Interval.WEEKLY, 0, ()),
        (7, Interval.WEEKLY, 0, (Limit.MOST, Limit.LEAST)),
        (2, Interval.WEEKLY, 14, ()),
        (2, Interval.WEEKLY, 15, (Limit.BEGINNING,)),
        (2, Interval.WEEKLY, -1, (Limit.BEGINNING,)),
        (2, Interval.TWO_WEEKLY, 0, (Limit.INTERVAL,)),
    ],
)
def test_a_plan_outside_the_policy_says_which_limit_it_breaks(
    count: int, interval: Interval, begins_in: int, limits: tuple[Limit, ...]
) -> None:
    policy = PlanPolicy(
        2, 6, 100, Decimal(200), intervals=(Interval.WEEKLY, Interval.MONTHLY), begins_within_days=14
    )
    plan = by_count(OWED, count, interval, TODAY + timedelta(days=begins_in))
    assert plan is not None
    assert broken_limits(plan, policy, TODAY) == limits


def test_a_down_payment_that_is_too_small_breaks_its_limit() -> None:
    plan = by_count(OWED, 4, Interval.MONTHLY, TODAY)
    assert plan is not None
    assert broken_limits(plan, PlanPolicy(down_payment_percent=26), TODAY) == (Limit.DOWN_PAYMENT,)


@given(
    minor=st.integers(1, 10**9),
    most=st.integers(2, 36),
    least=st.integers(1, 500),
    percent=st.integers(0, 60),
    interval=st.sampled_from(Interval),
)
def test_every_plan_that_is_shown_is_within_the_policy(
    minor: int, most: int, least: int, percent: int, interval: Interval
) -> None:
    policy = PlanPolicy(most=most, least_instalment=Decimal(least), down_payment_percent=percent)
    owed = Money.from_minor(minor, "USD")
    for plan in possible_plans(owed, interval, TODAY, policy, TODAY):
        assert broken_limits(plan, policy, TODAY) == ()
        assert plan.total == owed


def test_a_choice_of_plans_keeps_the_shortest_and_the_longest() -> None:
    plans = possible_plans(OWED, Interval.MONTHLY, TODAY, PlanPolicy(), TODAY)
    assert [len(plan.instalments) for plan in plans] == list(range(2, 13))
    assert [len(plan.instalments) for plan in choice_of(plans, 5)] == [2, 4, 7, 10, 12]
