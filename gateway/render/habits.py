"""How do readers of a language and country write money, dates and lists? Formatted once, then remembered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency
from jinja2 import pass_context
from jinja2.runtime import Context

from gateway.domain.money import Money, exponent
from gateway.render.cleaning import Checked, MissingValue, clean

_REMEMBERED = 65_536  # formatting costs 10-15 us; a portfolio repeats its dates and many amounts


@lru_cache(maxsize=512)
def locale_of(language: str, country: str | None) -> str:
    """Return the name of the reader's locale: the language as the country writes it, or else alone."""
    for name in (f"{language}_{country}", language) if country else (language,):
        try:
            return str(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return "en"


@pass_context
def money(context: Context, value: Money) -> Checked:
    """Return an amount with its currency."""
    if value is None:
        raise MissingValue
    return _money(value.amount, value.currency, context.parent["locale"])


@pass_context
def amounts(context: Context, values: Iterable[Money]) -> Checked:
    """Return several amounts as a list in words, one per currency."""
    locale = context.parent["locale"]
    return Checked(format_list([_money(v.amount, v.currency, locale) for v in values], locale=locale))


@pass_context
def day(context: Context, value: date) -> Checked:
    """Return a date with its month and year written out."""
    if value is None:
        raise MissingValue
    return _day(value, "long", context.parent["locale"])


@pass_context
def short_day(context: Context, value: date) -> Checked:
    """Return a date for a table: month shortened, year in full."""
    if value is None:
        raise MissingValue
    return _day(value, "medium", context.parent["locale"])


@pass_context
def listed(context: Context, values: Iterable[str]) -> Checked:
    """Return several words as a list."""
    return Checked(format_list([clean(value) for value in values], locale=context.parent["locale"]))


@lru_cache(maxsize=_REMEMBERED)
def _money(amount: Decimal, currency: str, locale: str) -> Checked:
    """Write an amount into the shape that Babel gives amounts of its length: six times as fast as asking."""
    whole, _, cents = f"{abs(amount):.{exponent(currency)}f}".partition(".")
    shape = _shape(currency, locale, len(whole), amount < 0)
    if shape is None or not _is_exact(amount, currency):
        return Checked(format_currency(amount, currency, locale=locale))
    return Checked(shape.format(*whole, *cents))


@lru_cache(maxsize=4096)
def _shape(currency: str, locale: str, digits: int, negative: bool) -> str | None:
    """Return how an amount with so many digits before the point is written, `{}` for each of its digits; None
    where the locale does not write Latin digits one for one."""
    places = exponent(currency)
    probe = Decimal(f"{'-' if negative else ''}{'8' * digits}.{'8' * places}")
    written = format_currency(probe, currency, locale=locale)
    if "{" in written or "}" in written or written.count("8") != digits + places:
        return None
    return written.replace("8", "{}")


def _is_exact(amount: Decimal, currency: str) -> bool:
    return amount == round(amount, exponent(currency))


@lru_cache(maxsize=_REMEMBERED)
def _day(value: date, width: str, locale: str) -> Checked:
    if width == "medium" and locale.startswith("es"):
        width = "d MMM y"  # CLDR's medium form leaves the month a number in some Spanish locales
    return Checked(format_date(value, format=width, locale=locale))
