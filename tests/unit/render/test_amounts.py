"""Are amounts written as Babel writes them, though we ask it once for each length only?"""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.money import exponent
from gateway.render.habits import _money

CURRENCIES = ("USD", "EUR", "JPY", "INR", "KWD", "GBP", "MXN", "CAD", "CHF", "SEK")
LOCALES = (
    "en",
    "en_US",
    "en_IN",
    "es",
    "es_ES",
    "es_MX",
    "es_US",
    "de_DE",
    "fr_CA",
    "de_CH",
    "ar_EG",
    "hi_IN",
)


@given(
    st.integers(-(10**13), 10**13), st.sampled_from(CURRENCIES), st.sampled_from(LOCALES), st.integers(0, 2)
)
def test_every_amount_is_written_as_the_library_writes_it(
    minor: int, currency: str, locale: str, finer: int
) -> None:
    amount = Decimal(minor).scaleb(-exponent(currency) - finer)
    assert str(_money(amount, currency, locale)) == format_currency(amount, currency, locale=locale)
