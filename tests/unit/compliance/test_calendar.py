"""Do days, windows, holidays and regions come out right at their edges?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.holidays import HolidaySet, add_business_days, easter
from compliance.local_days import day_end, day_start, local_date, stretches
from compliance.regions import countries_of, is_region, with_parents, zones_of
from compliance.windows import BusinessDays, CalendarDays, CalendarPeriod, Rolling

NEW_YORK = ZoneInfo("America/New_York")
MANY = [ZoneInfo(name) for name in (
    "America/New_York", "America/Santiago", "America/Havana", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Africa/Cairo", "Pacific/Apia", "America/St_Johns", "Africa/Casablanca", "Asia/Beirut",
)]  # fmt: skip


def test_a_day_may_last_twenty_three_or_twenty_five_hours():
    for day, hours in ((date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 3, 9), 24)):
        assert day_end(NEW_YORK, day) - day_start(NEW_YORK, day) == timedelta(hours=hours)


def test_where_clocks_change_at_midnight_the_day_begins_when_they_have():
    assert day_start(ZoneInfo("America/Santiago"), date(2026, 9, 6)) == datetime(2026, 9, 6, 4, tzinfo=UTC)


def test_a_date_that_was_skipped_has_no_length():
    samoa = ZoneInfo("Pacific/Apia")
    assert day_start(samoa, date(2011, 12, 30)) == day_start(samoa, date(2011, 12, 31))


@given(zone=st.sampled_from(MANY), day=st.dates(date(2012, 2, 1), date(2037, 12, 1)))
def test_a_day_begins_at_the_first_second_that_shows_its_date(zone, day):
    start = day_start(zone, day)
    assert local_date(start, zone) == day
    assert local_date(start - timedelta(seconds=1), zone) < day


@given(
    zone=st.sampled_from(MANY),
    day=st.dates(date(2012, 2, 1), date(2037, 12, 1)),
    span=st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda drawn: drawn[0] < drawn[1]),
    probe=st.integers(-100, 100),
)
def test_a_stretch_is_what_the_wall_clock_shows(zone, day, span, probe):
    opens, closes = span[0] * 900, span[1] * 900
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(minutes=15 * probe)
    wall = at.astimezone(zone)
    seconds = wall.hour * 3600 + wall.minute * 60
    expected = wall.date() == day and opens <= seconds < closes
    found = any(start <= at < end for start, end in stretches(zone, day, [(opens, closes)]))
    assert found is expected


FROM = datetime(2026, 3, 4, 17, tzinfo=UTC)  # Wednesday noon in New York
FREES = [
    (CalendarDays(7), "2026-03-11T00:00-04:00"),
    (CalendarDays(1), "2026-03-05T00:00-05:00"),
    (Rolling(24 * 30), "2026-04-03T13:00-04:00"),  # an hour later on the wall: clocks went forward
    (CalendarPeriod("week"), "2026-03-08T00:00-05:00"),  # Sunday
    (CalendarPeriod("week", week_starts=0), "2026-03-09T00:00-04:00"),
    (CalendarPeriod("month"), "2026-04-01T00:00-04:00"),
    (CalendarPeriod("year"), "2027-01-01T00:00-05:00"),
    (BusinessDays(5), "2026-03-11T00:00-04:00"),
]


@pytest.mark.parametrize(("window", "free"), FREES, ids=lambda value: str(value))
def test_when_a_contact_stops_counting(window, free):
    assert window.frees(NEW_YORK, FROM) == datetime.fromisoformat(free)
    assert window.frees(NEW_YORK, FROM) - FROM <= window.longest


FEDERAL = HolidaySet("f", "x", ("01-01", "3 mon 01", "last mon 05", "06-19", "4 thu 11", "12-25"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("07-04", "2026-07-04"),
        ("3 mon 01", "2026-01-19"),
        ("last mon 05", "2026-05-25"),
        ("last mon 12", "2026-12-28"),
        ("4 thu 11", "2026-11-26"),
        ("easter-2", "2026-04-03"),
        ("easter+1", "2026-04-06"),
        ("mon before 05-25", "2026-05-18"),
        ("07-01 wed +1", "2026-07-02"),
        ("07-01 sun +1", "2026-07-01"),
        ("12-26 sat +2 sun +2", "2026-12-28"),
        ("2026-05-04", "2026-05-04"),
    ],
)
def test_how_laws_name_days(text, day):
    assert HolidaySet("x", "y", (text,)).of_year(2026) == {date.fromisoformat(day)}


def test_a_day_of_one_year_is_no_holiday_of_another():
    assert HolidaySet("x", "y", ("2026-05-04",)).of_year(2027) == frozenset()


@pytest.mark.parametrize("day", ["2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25", "2019-04-21"])
def test_easter(day):
    assert easter(int(day[:4])) == date.fromisoformat(day)


def test_business_days_leave_out_weekends_and_holidays():
    assert add_business_days(date(2026, 1, 16), 5, FEDERAL) == date(2026, 1, 26)
    assert add_business_days(date(2026, 1, 16), 5, None) == date(2026, 1, 23)


def test_a_city_brings_its_state_and_country_along():
    assert with_parents("US-NY-NYC") == ("US-NY-NYC", "US-NY", "US")
    assert [is_region(text) for text in ("US", "GB-ENG", "US-NY-NYC", "usa", "US_NY", "")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_a_region_has_all_its_clocks():
    assert zones_of("US-TN") == ("America/Chicago", "America/New_York")
    assert zones_of("IN-MH") == ("Asia/Kolkata",)
    assert zones_of("GB-ENG") == ("Europe/London",)
    assert zones_of("ZZ") == ()
    assert countries_of("America/Toronto") == ("CA",)


def test_every_zone_of_every_region_exists():
    from compliance.region_zones import REGION_ZONES

    for row in REGION_ZONES.split(";"):
        region, *zones = row.split()
        assert is_region(region)
        assert zones
        for zone in zones:
            assert ZoneInfo(zone)
