"""What amount does a text mean? Only in the style that was declared; anything else is no number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cached_property

from gateway.domain.money import exponent

_SPACES = "\u00a0\u202f\u2009 "  # what people and programs put between thousands
_EITHER = "either"
_ROUNDING = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN}
_ID_AS_FLOAT = re.compile(r"(\d+)\.0*")
_ID_AS_POWER = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")


@dataclass(frozen=True)
class NumberStyle:
    """How a file writes numbers.

    decimal: the decimal mark; "either" is comma or point, whichever stands before exactly two last digits,
    for programs that always write two decimals and follow each user's habit.
    thousands: what may group the digits in threes; none by default, because 1,234 would be read two ways.
    symbols: currency signs that may stand beside the digits.
    rounding: half-up or half-even, for files that carry fractions of a minor unit; None: such an amount is
    an error.
    """

    decimal: str = "."
    thousands: str = ""
    symbols: tuple[str, ...] = ()
    rounding: str | None = None

    def __post_init__(self) -> None:
        if self.rounding is not None and self.rounding not in _ROUNDING:
            raise ValueError(f"rounding must be one of {', '.join(_ROUNDING)}")
        if self.decimal == _EITHER:
            return
        if len(self.decimal) != 1 or len(self.thousands) > 1 or self.decimal == self.thousands:
            raise ValueError("decimal and thousands must be two different single characters")

    def read(self, text: str | Decimal) -> Decimal:
        """Return the number. Raises ValueError, whose text does not repeat the value."""
        if isinstance(text, Decimal):
            return text
        match = self._pattern.fullmatch(text.strip(_SPACES))
        if match is None:
            raise ValueError(f"is no number with {self._described}")
        before, after = self._parts(match["digits"])
        value = Decimal(f"{before or 0}.{after or 0}")
        signs = sum(bool(match[name]) for name in ("open", "sign", "trailing"))
        if signs > 1:
            raise ValueError("has two signs")
        return -value if signs else value

    def minor(self, text: str | Decimal, currency: str) -> int:
        """Return the number in minor units. Raises ValueError, also for a fraction of one unless the style
        rounds."""
        if isinstance(text, str) and self.decimal == ".":
            whole, _, decimals = text.partition(".")
            digits = whole + decimals
            if len(decimals) == exponent(currency) and digits.isdecimal() and digits.isascii():
                return int(digits)  # nearly every amount of nearly every file
        value = self.read(text)
        scaled = value.scaleb(exponent(currency))
        if self.rounding:
            return int(scaled.quantize(Decimal(1), rounding=_ROUNDING[self.rounding]))
        minor = int(scaled)
        if scaled != minor:
            raise ValueError(f"has more decimals than {currency} has")
        return minor

    def _parts(self, digits: str) -> tuple[str, str]:
        mark, groupers = self.decimal, self._groupers
        if mark == _EITHER:
            mark, groupers = digits[-3:-2] or ".", ",." + _SPACES
        before, _, after = digits.rpartition(mark) if mark in digits else (digits, "", "")
        for grouper in groupers:
            before = before.replace(grouper, "")
        return before, after

    @property
    def _described(self) -> str:
        if self.decimal == _EITHER:
            return "two decimals"
        grouping = f" and {self.thousands!r} between thousands" if self.thousands else ""
        return f"{self.decimal!r} before the decimals{grouping}"

    @property
    def _groupers(self) -> str:
        return _SPACES if self.thousands == " " else self.thousands

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        mark = re.escape(self.decimal)
        plain = rf"\d{{1,18}}(?:{mark}\d{{0,12}})?|{mark}\d{{1,12}}"
        digits = plain
        if self.decimal == _EITHER:
            digits = r"\d{1,3}(?:,\d{3})+\.\d{2}|\d{1,3}(?:\.\d{3})+,\d{2}|\d{1,18}(?:[.,]\d{2})?"
        elif self.thousands:
            between = f"[{re.escape(self._groupers)}]"
            digits = rf"\d{{1,3}}(?:{between}\d{{3}}){{1,5}}(?:{mark}\d{{0,12}})?|{plain}"
        symbol = "(?:" + "|".join(re.escape(s) for s in self.symbols) + ")?" if self.symbols else ""
        return re.compile(
            rf"(?P<open>\()?\s*(?:\+|(?P<sign>[-\u2212]))?\s*{symbol}\s*(?P<digits>{digits})\s*{symbol}"
            rf"(?P<trailing>[-\u2212])?\s*(?(open)\))"
        )


def whole_id(text: str) -> str:
    """Return an id that a table program turned into a number: 1930571429.0 and 1.930571429E9 are 1930571429.

    Raises ValueError where digits were lost on the way, as in 1.93E+09.
    """
    if match := _ID_AS_FLOAT.fullmatch(text):
        return match[1]
    if not _ID_AS_POWER.fullmatch(text):
        return text
    value = Decimal(text)
    if int(value.as_tuple().exponent) > 0:
        raise ValueError("lost digits when a spreadsheet wrote it as a power of ten; export it again as text")
    return str(int(value)) if value == int(value) else text
