"""Does the naive recount agree with the rulebook's windows, and with the words of a pack's hours?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.windows import CalendarDays, CalendarPeriod, Rolling, Window
from gateway.audit.acts import Act
from gateway.audit.limits import Limit
from gateway.audit.opening import is_open

NEW_YORK = ZoneInfo("America/New_York")
WINDOWS: list[tuple[dict[str, object], Window]] = [
    ({"days": 1}, CalendarDays(1)),
    ({"days": 7}, CalendarDays(7)),
    ({"rolling_hours": 24}, Rolling(24)),
    ({"calendar": "week"}, CalendarPeriod("week")),
    ({"calendar": "week", "week_starts": "mon"}, CalendarPeriod("week", 0)),
    ({"calendar": "month"}, CalendarPeriod("month")),
    ({"calendar": "year"}, CalendarPeriod("year")),
]
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
ZONES = st.sampled_from(["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"])


def a_call(at: datetime) -> Act:
    return Act("call", at, 1, False, "c", None, None, (), None, "no_answer", None, None, None)


@pytest.mark.parametrize(("said", "window"), WINDOWS)
@given(first=INSTANTS, later=st.timedeltas(timedelta(), timedelta(days=40)), zone=ZONES)
def test_a_contact_counts_as_long_as_the_rulebook_lets_it(
    said: dict[str, object], window: Window, first: datetime, later: timedelta, zone: str
) -> None:
    limit, clock = Limit(1, "", {**said, "counts": ["call"], "per": "customer"}), ZoneInfo(zone)
    at = first + later
    assert limit.holds(a_call(first), at, clock) == (at < window.frees(clock, first))


@pytest.mark.parametrize(
    ("clock", "open_"),
    [
        ("2027-03-01 08:00:00", False),  # "after 8": the very second is not
        ("2027-03-01 08:00:01", True),
        ("2027-03-01 20:59:59", True),
        ("2027-03-01 21:00:00", False),  # "before 9"
        ("2027-03-06 12:00:00", False),  # a Saturday
        ("2027-03-07 13:30:00", True),  # a Sunday, with hours of its own
    ],
)
def test_hours_are_open_at_both_ends(clock: str, open_: bool) -> None:
    hours = {"weekdays": ["08:00-21:00"], "sun": ["13:00-17:00"]}
    assert is_open(hours, datetime.fromisoformat(clock).replace(tzinfo=NEW_YORK)) is open_


def test_an_open_day_begins_at_midnight() -> None:
    assert is_open({"every_day": ["00:00-24:00"]}, datetime(2027, 3, 1, tzinfo=NEW_YORK))
