"""Who reads this page, in which language, and how do they write money and dates?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import NumberFormatError, format_currency, format_decimal, parse_decimal
from fastapi import Request

from gateway.domain.money import Money, exponent
from gateway.portal.catalogue import LANGUAGES, best_language
from gateway.render.habits import locale_of

_LONGEST_AMOUNT = 20  # characters; enough for any balance with its separators


@dataclass(frozen=True, slots=True)
class Reader:
    """The language and country of whoever reads."""

    language: str
    country: str | None = None
    chosen: str | None = None  # picked with the language switch

    @property
    def locale(self) -> str:
        """The reader's locale by name."""
        return locale_of(self.language, self.country)

    def money(self, value: Money) -> str:
        """Return an amount as the reader writes it."""
        return str(format_currency(value.amount, value.currency, locale=self.locale))

    def less(self, value: Money) -> str:
        """Return an amount that is taken off."""
        return self.money(Money(-value.amount, value.currency)) if value.amount else self.money(value)

    def number(self, value: Money) -> str:
        """Return an amount as the reader would type it: no currency, nothing between the thousands."""
        places = "0" * exponent(value.currency)
        pattern = f"0.{places}" if places else "0"
        return str(format_decimal(value.amount, format=pattern, locale=self.locale))

    def day(self, value: date) -> str:
        """Return a date with its month and year written out."""
        return str(format_date(value, format="long", locale=self.locale))

    def size(self, count: int) -> str:
        """Return a file's size in megabytes or kilobytes."""
        unit, each = ("MB", 1_000_000) if count >= 1_000_000 else ("KB", 1_000)
        return f"{format_decimal(round(max(count / each, 1), 1), locale=self.locale)}\N{NO-BREAK SPACE}{unit}"

    def weekday(self, value: date) -> str:
        """Return a date with its day of the week."""
        return str(format_date(value, format="full", locale=self.locale))

    def moment(self, at: datetime, zone: str) -> str:
        """Return an instant by the clock of a time zone, and the zone's name."""
        local = at.astimezone(ZoneInfo(zone))
        time = format_time(local, format="short", locale=self.locale)
        name = get_timezone_name(local, width="long", locale=self.locale)
        return f"{self.day(local.date())}, {time} ({name})"

    def read_amount(self, text: str, currency: str) -> Money | None:
        """Return what the reader typed, or None where it is no amount of that currency."""
        amount = self._decimal(text)
        if amount is None:
            return None
        money = Money(amount, currency)
        try:
            return money if money.minor is not None else None
        except ValueError:  # a fraction of a cent
            return None

    def _decimal(self, text: str) -> Decimal | None:
        typed = "".join(char for char in text if char.isdecimal() or char in ".,'’-")
        if len(typed) > _LONGEST_AMOUNT:
            return None
        whole, separator, fraction = typed.replace(",", ".").rpartition(".")
        try:
            if separator and len(fraction) in (1, 2) and whole.isdigit():
                return Decimal(f"{whole}.{fraction}")  # one or two digits at the end can only be cents
            return parse_decimal(typed, locale=Locale.parse(self.locale), strict=True)
        except (InvalidOperation, NumberFormatError):
            return None


def reader_of(request: Request, language: str | None = None, country: str | None = None) -> Reader:
    """Return the reader: the switch first, then the customer's own language, then the browser's."""
    chosen = request.query_params.get("lang")
    chosen = chosen if chosen in LANGUAGES else None
    found = chosen or best_language(language) or best_language(request.headers.get("accept-language"))
    return Reader(found or LANGUAGES[0], country, chosen)
