"""Is a day read by the declared patterns, and never guessed?"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.importer.dates import DateStyle

DAYS = st.dates(min_value=date(1970, 1, 1), max_value=date(2099, 12, 31))
HIGHRADIUS = DateStyle(("yyyy-mm-dd", "dd-mm-yyyy", "yyyymmdd"))


@given(DAYS)
def test_patterns_that_cannot_be_confused_read_every_day(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day:%d-%m-%Y}",
        f"{day:%d-%m-%Y} 00:00:00",
        f"{day:%Y%m%d}",
        f"{day:%Y%m%d}.0",
        f"{day.isoformat()}T10:11:12.5+02:00",
    ):
        assert HIGHRADIUS.read(text) == day


@given(DAYS)
def test_unpadded_american_days_are_read(day: date) -> None:
    style = DateStyle(("m/d/yyyy",))
    assert style.read(f"{day.month}/{day.day}/{day.year}") == day
    assert style.read(f"{day:%m/%d/%Y}") == day


@given(DAYS)
def test_names_of_months_are_read(day: date) -> None:
    assert DateStyle(("mon d, yyyy", "month d, yyyy")).read(f"{day:%B} {day.day}, {day.year}") == day
    assert DateStyle(("dd-mon-yyyy",)).read(f"{day:%d-%b-%Y}") == day


@given(st.text(max_size=20))
def test_whatever_comes_is_a_day_or_an_error(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(HIGHRADIUS.read(text), date)


@pytest.mark.parametrize(
    "text", ["2020-02-30", "13/2020", "2020-2-3", "31-12-20", "20200230.0", "0", "", "43921"]
)
def test_what_fits_no_pattern_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"no (date|day)"):
        HIGHRADIUS.read(text)


def test_a_date_that_a_spreadsheet_destroyed_is_named_as_such() -> None:
    with pytest.raises(ValueError, match="a spreadsheet lost the date"):
        HIGHRADIUS.read("00:00.0")


@pytest.mark.parametrize(
    "patterns", [("dd-mm-yyyy", "mm-dd-yyyy"), ("d/m/yyyy", "m/d/yyyy"), ("yyyymmdd", "yyyyddmm")]
)
def test_two_patterns_that_read_one_text_differently_are_refused(patterns: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="same text"):
        DateStyle(patterns)


@pytest.mark.parametrize("pattern", ["yyyy-mm", "yyyy-mm-mm", "day", ""])
def test_a_pattern_names_year_month_and_day(pattern: str) -> None:
    with pytest.raises(ValueError, match="must name year, month and day"):
        DateStyle((pattern,))
