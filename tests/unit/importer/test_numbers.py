"""Is an amount read in the declared style, and in no other?"""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.importer.numbers import NumberStyle, whole_id

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
EUROPEAN = NumberStyle(decimal=",", thousands=".")
AMERICAN = NumberStyle(thousands=",", symbols=("$",))
EITHER = NumberStyle(decimal="either")


@given(AMOUNTS)
def test_a_plain_amount_is_read_back(amount: Decimal) -> None:
    assert NumberStyle().read(f"{amount:f}") == amount
    assert NumberStyle().minor(f"{amount:f}", "USD") == int(amount * 100)


@given(AMOUNTS)
def test_thousands_and_signs_of_every_style_are_read_back(amount: Decimal) -> None:
    american = f"{abs(amount):,.2f}"
    european = american.translate(str.maketrans(",.", ".,"))
    sign = "-" if amount < 0 else ""
    assert AMERICAN.read(f"{sign}${american}") == amount
    assert EUROPEAN.read(f"{european}{sign}") == amount
    assert EITHER.read(f"{american}{sign}") == EITHER.read(f"{sign}{european}") == amount


@given(AMOUNTS.filter(bool))
def test_brackets_make_an_amount_negative(amount: Decimal) -> None:
    assert AMERICAN.read(f"({abs(amount):,.2f})") == -abs(amount)


@given(st.text(max_size=20))
def test_whatever_comes_is_an_amount_or_an_error(text: str) -> None:
    for style in (NumberStyle(), EUROPEAN, AMERICAN, EITHER):
        with suppress(ValueError):
            assert style.read(text).is_finite()


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (NumberStyle(), "1,234.56"),  # thousands were not declared
        (NumberStyle(), "1,5"),  # a decimal comma was not declared
        (AMERICAN, "1,23.00"),  # no group of three
        (AMERICAN, "1.234,56"),
        (EUROPEAN, "1,234.56"),
        (EITHER, "1.234"),  # 1234 or 1.234?
        (EITHER, "1,234"),
        (EITHER, "1,5"),
        (NumberStyle(), "-5.00-"),  # two signs
        (NumberStyle(), "(-5.00)"),
        (NumberStyle(), "NaN"),
        (NumberStyle(), "Infinity"),
        (NumberStyle(), "1e5"),
        (NumberStyle(), "=1+1"),
    ],
)
def test_what_could_be_read_two_ways_is_no_amount(style: NumberStyle, text: str) -> None:
    with pytest.raises(ValueError, match=r"no number|two signs"):
        style.read(text)


def test_a_fraction_of_a_cent_is_an_error_unless_the_profile_rounds() -> None:
    with pytest.raises(ValueError, match="more decimals than USD"):
        NumberStyle().minor("64982.589", "USD")
    assert NumberStyle(rounding="half-up").minor("64982.585", "USD") == 6498259
    assert NumberStyle().minor("0.1", "USD") == 10
    assert NumberStyle().minor("500", "JPY") == 500
    assert NumberStyle().minor("1.234", "KWD") == 1234


@given(st.integers(min_value=0, max_value=10**14))
def test_an_id_that_became_a_number_is_itself_again(number: int) -> None:
    assert whole_id(f"{number}.0") == str(number)
    assert whole_id(str(number)) == str(number)


def test_an_id_that_lost_digits_is_refused() -> None:
    assert whole_id("1.930571429E9") == "1930571429"
    assert whole_id("CC3411") == "CC3411"
    assert whole_id("0042") == "0042"
    with pytest.raises(ValueError, match="lost digits"):
        whole_id("1.93E+09")


def test_a_style_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="different"):
        NumberStyle(decimal=",", thousands=",")
    with pytest.raises(ValueError, match="rounding"):
        NumberStyle(rounding="up")
