"""What is overdue after credits and unapplied payments?"""

from datetime import date, timedelta

import pytest

from gateway.domain.portfolio import OpenItem
from gateway.planner.balance import reaches_minimum, standing

TODAY = date(2027, 3, 1)


def item(minor: int, days_past_due: int, currency: str = "USD", disputed: bool = False) -> OpenItem:
    return OpenItem(currency, TODAY - timedelta(days=days_past_due), minor, disputed)


@pytest.mark.parametrize(
    ("items", "unapplied", "overdue", "oldest"),
    [
        ([item(100, 1)], {}, {"USD": 100}, 1),
        ([item(100, 0)], {}, {}, None),  # on its due date a bill is not overdue
        ([item(100, 5), item(50, 9)], {}, {"USD": 150}, 9),
        ([item(100, 5), item(-100, 0)], {}, {}, None),  # a credit of today covers it
        ([item(100, 5), item(-30, 40)], {}, {"USD": 70}, 5),  # an old credit is no bill
        ([item(100, 9), item(100, 5)], {"USD": 100}, {"USD": 100}, 5),  # cash pays the oldest first
        ([item(100, 9), item(100, 5)], {"USD": 150}, {"USD": 50}, 5),
        ([item(100, 9)], {"USD": 500}, {}, None),
        ([item(100, 9)], {"CAD": 500}, {"USD": 100}, 9),  # another currency pays nothing
        ([item(100, 9, "USD"), item(70, 3, "CAD")], {}, {"USD": 100, "CAD": 70}, 9),
        ([item(100, 9, disputed=True)], {}, {}, None),  # a disputed bill is not chased
        ([item(100, 9, disputed=True), item(40, 2)], {"USD": 30}, {"USD": 10}, 2),  # and takes no credit
    ],
)
def test_credits_pay_the_oldest_bill_first(items, unapplied, overdue, oldest):
    now = standing(items, unapplied, TODAY)
    assert now.overdue_minor == overdue
    assert now.oldest_due_on == (None if oldest is None else TODAY - timedelta(days=oldest))


def test_what_falls_due_is_named_by_day_unless_a_credit_covers_it():
    items = [item(100, -3), item(100, -3, "CAD"), item(100, -9), item(-100, 0)]
    assert standing(items, {}, TODAY).falling_due == (TODAY + timedelta(days=3), TODAY + timedelta(days=9))
    assert standing([item(100, -3), item(-100, 0)], {}, TODAY).falling_due == ()


@pytest.mark.parametrize(
    ("overdue", "enough"),
    [
        ({"USD": 999}, False),
        ({"USD": 1000}, True),
        ({"CAD": 1}, True),
        ({"USD": 1, "CAD": 1}, True),
        ({}, False),
    ],
)
def test_a_balance_reaches_the_minimum_in_some_currency(overdue, enough):
    assert reaches_minimum(overdue, {"USD": 1000}) == enough
