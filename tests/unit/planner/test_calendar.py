"""Has the day come on every clock the customer may live by?"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gateway.planner.calendar import Calendar, begins_at, latest_date, local_dates

ZONES = sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/"))
a_day = st.dates(date(2015, 1, 1), date(2035, 12, 31))
some_zones = st.lists(st.sampled_from(ZONES), min_size=1, max_size=4, unique=True).map(tuple)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_today_is_the_date_that_every_clock_has_reached():
    night = at("2027-03-02T01:30-05:00")  # half past one in New York, still yesterday in Los Angeles
    assert Calendar(night).today(("America/New_York",)) == date(2027, 3, 2)
    assert Calendar(night).today(("America/New_York", "America/Los_Angeles")) == date(2027, 3, 1)


def test_distances_are_counted_from_the_latest_date():
    night = at("2027-03-02T01:30-05:00")
    assert latest_date(night, ("America/New_York", "America/Los_Angeles")) == date(2027, 3, 2)


def test_nobody_knows_where_means_the_last_place_on_earth():
    assert Calendar(at("2027-03-02T11:59+00:00")).today(()) == date(2027, 3, 1)
    assert Calendar(at("2027-03-02T12:00+00:00")).today(()) == date(2027, 3, 2)


@pytest.mark.parametrize(
    ("zone", "day", "instant"),
    [
        ("America/New_York", date(2027, 3, 14), "2027-03-14T05:00+00:00"),  # clocks go forward at two
        ("America/New_York", date(2027, 3, 15), "2027-03-15T04:00+00:00"),
        ("America/New_York", date(2027, 11, 7), "2027-11-07T04:00+00:00"),  # clocks go back at two
        ("America/New_York", date(2027, 11, 8), "2027-11-08T05:00+00:00"),
        ("America/Phoenix", date(2027, 3, 15), "2027-03-15T07:00+00:00"),
        ("America/Havana", date(2027, 3, 14), "2027-03-14T05:00+00:00"),  # midnight itself is jumped over
        ("America/Havana", date(2027, 11, 7), "2027-11-07T04:00+00:00"),  # the first of two midnights
        ("Asia/Beirut", date(2027, 3, 28), "2027-03-27T22:00+00:00"),
        ("Pacific/Guam", date(2027, 1, 1), "2026-12-31T14:00+00:00"),
        ("America/Adak", date(2028, 2, 29), "2028-02-29T10:00+00:00"),
    ],
)
def test_a_day_begins_at_its_first_instant_also_when_the_clocks_change(zone, day, instant):
    assert begins_at(day, (zone,)) == at(instant)


@settings(max_examples=300, deadline=None)
@given(a_day, some_zones)
def test_a_day_has_come_from_its_first_instant_on_and_not_before(day, zones):
    first = begins_at(day, zones)
    an_hour_later = local_dates(first + timedelta(hours=1), zones)
    assume(min(an_hour_later) >= day)  # else a country left the day out, crossing the date line
    assert Calendar(first).today(zones) >= day
    assert min(local_dates(first - timedelta(microseconds=1), zones)) < day
