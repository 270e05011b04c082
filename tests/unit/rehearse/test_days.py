"""Are two diaries compared customer by customer and step by step?"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.ids import CustomerId
from gateway.domain.words import Channel
from gateway.rehearse.days import compare
from gateway.rehearse.text import _length
from gateway.simulate import Diary
from gateway.simulate.customers import Payers
from gateway.simulate.rehearsal import STEP, on_grid
from gateway.store.rehearsal import Made
from tests.fakes.clock import A_MONDAY


def made(customer: int, hours: float, step: str = "one", channel: Channel = Channel.EMAIL) -> Made:
    at = A_MONDAY + timedelta(hours=hours)
    return Made(CustomerId(UUID(int=customer)), channel, "plan", step, "1", at)


def a_diary(*contacts: Made) -> Diary:
    return Diary(A_MONDAY, A_MONDAY + timedelta(days=14), made=list(contacts))


def test_customers_are_new_gone_or_both() -> None:
    days = compare(a_diary(made(1, 0), made(2, 0)), a_diary(made(2, 0), made(3, 0)))
    assert [one.int for one in days.newly] == [3]
    assert [one.int for one in days.no_longer] == [1]
    assert (days.both, days.first.same, days.only_before, days.only_after) == (1, 1, 1, 1)
    assert days.changes_anything


def test_delays_come_with_median_and_worst() -> None:
    before = a_diary(*(made(one, 0) for one in (1, 2, 3, 4)))
    after = a_diary(made(1, 1), made(2, 2), made(3, 9), made(4, -1))
    told = compare(before, after).first.as_dict()
    assert told["later"] == {"count": 3, "median_seconds": 7200, "worst_seconds": 32400}
    assert told["earlier"] == {"count": 1, "median_seconds": 3600, "worst_seconds": 3600}


def test_who_waits_longest_comes_first() -> None:
    days = compare(a_diary(made(1, 0), made(2, 0)), a_diary(made(1, 1), made(2, 5)))
    assert [(one.int, by) for one, by in days.delayed] == [
        (2, timedelta(hours=5)),
        (1, timedelta(hours=1)),
    ]


def test_another_channel_at_the_same_instant_is_a_change() -> None:
    days = compare(a_diary(made(1, 0)), a_diary(made(1, 0, channel=Channel.SMS)))
    assert days.other_channel == {("email", "sms"): 1}
    assert days.changes_anything
    assert days.by_channel() == {"email": (1, 0), "sms": (0, 1)}


def test_the_same_days_change_nothing() -> None:
    diary = a_diary(made(1, 0), made(1, 200, "two"), made(2, 5))
    days = compare(diary, diary)
    assert not days.changes_anything
    assert [on.isoformat() for on in days.by_day()] == ["2027-03-01", "2027-03-10"]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "less than a minute"), (59, "59 min"), (60, "1 h"), (1500, "1 day 1 h"), (2881, "2 days 1 min")],
)
def test_lengths_are_said_in_words(minutes: int, words: str) -> None:
    assert _length(timedelta(minutes=minutes)) == words


@given(
    st.datetimes(min_value=A_MONDAY.replace(tzinfo=None)).map(lambda at: at.replace(tzinfo=A_MONDAY.tzinfo))
)
def test_the_clock_jumps_to_the_second_after_a_quarter(at) -> None:
    there = on_grid(at)
    assert timedelta() <= there - at < STEP
    assert (there.minute % 15, there.second, there.microsecond) == (0, 1, 0)


def test_a_customer_pays_alike_whatever_others_do() -> None:
    alone, among = Payers(5), Payers(5)
    contacts = [made(7, 24 * day) for day in range(20)]
    alone.hear(contacts)
    among.hear([one for each in contacts for one in (made(8, 0), each)])
    paid = lambda payers: [  # noqa: E731
        day for day in range(60)
        if CustomerId(UUID(int=7)) in payers.paying_by(A_MONDAY.date() + timedelta(days=day))
    ]  # fmt: skip
    assert paid(alone) == paid(among) != []
