"""Do the counts of calls agree with a naive recount, day by day?"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.builders.question import a_call, answer_to


@given(
    days=st.lists(st.integers(0, 20), max_size=25),
    talks=st.lists(st.integers(0, 20), max_size=2),
    asked=st.integers(0, 6),
)
def test_a_naive_recount_agrees(days, talks, asked):
    """Walk the calendar day by day, recounting everything on each, until a call is free."""
    first = date(2026, 2, 10)  # through the clock change of 8 March
    today = first + timedelta(days=20 + asked)
    called = [first + timedelta(days=day) for day in days]
    spoken = [first + timedelta(days=day) for day in talks]

    def is_free(day: date) -> bool:
        window = [day - timedelta(days=back) for back in range(7)]
        placed = sum(each in window for each in [*called, *spoken])
        return placed + 1 <= 7 and not any(each in window for each in spoken)

    free = today
    while not is_free(free):
        free += timedelta(days=1)
    events = [a_call(f"{each}T14:00:00+00:00") for each in called]
    events += [a_call(f"{each}T15:00:00+00:00", "conversation") for each in spoken]
    answer = answer_to(*events, at=f"{today}T20:00:00+00:00")
    assert answer["permitted_at"][:10] == str(free)
