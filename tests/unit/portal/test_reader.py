"""How do readers write money, and is what they type understood?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.money import Money
from gateway.portal.reader import Reader

US, MEXICO, SPAIN = Reader("en", "US"), Reader("es", "MX"), Reader("es", "ES")


@pytest.mark.parametrize(
    ("reader", "typed", "amount"),
    [
        (US, "1250.50", "1250.50"),
        (US, "$1,250.50", "1250.50"),
        (US, "1250", "1250"),
        (US, "1,250", "1250"),
        (US, "٣٤", "34"),
        (SPAIN, "1250,50", "1250.50"),
        (SPAIN, "1.250,50 €", "1250.50"),
        (SPAIN, "1250.50", "1250.50"),
        (SPAIN, "1.250", "1250"),
        (MEXICO, "1,250.50", "1250.50"),
    ],
)
def test_an_amount_is_read_by_the_readers_habit(reader: Reader, typed: str, amount: str) -> None:
    assert reader.read_amount(typed, "USD") == Money(Decimal(amount), "USD")


@pytest.mark.parametrize("typed", ["", "ten", "1.2.3", "1,2,3.4.5", "..", "1.005", "9" * 40])
def test_what_is_no_amount_is_not_guessed_at(typed: str) -> None:
    assert US.read_amount(typed, "USD") is None


def test_a_currency_without_cents_takes_none() -> None:
    assert US.read_amount("12.50", "JPY") is None


@given(st.integers(1, 10**11), st.sampled_from([US, MEXICO, SPAIN]), st.sampled_from(["USD", "EUR", "JPY"]))
def test_what_a_page_fills_in_reads_back_as_itself(minor: int, reader: Reader, currency: str) -> None:
    money = Money.from_minor(minor, currency)
    assert reader.read_amount(reader.number(money), currency) == money


@given(st.text(max_size=40))
def test_no_text_makes_it_stumble(typed: str) -> None:
    read = SPAIN.read_amount(typed, "EUR")
    assert read is None or read.currency == "EUR"


def test_the_year_is_written_out() -> None:
    assert US.day(date(2027, 3, 1)) == "March 1, 2027"
    assert SPAIN.day(date(2027, 3, 1)) == "1 de marzo de 2027"
