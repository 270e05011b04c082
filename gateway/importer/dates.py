"""Which day does a text mean? Only by the patterns that were declared; never by trying what fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_TOKENS = {
    "yyyy": r"(?P<year>[12]\d{3})",
    "yy": r"(?P<year>\d{2})",
    "month": rf"(?P<month>{'|'.join(_MONTH_NAMES)})",
    "mon": rf"(?P<month>{'|'.join(_MONTHS)})",
    "mm": r"(?P<month>\d{2})",
    "m": r"(?P<month>\d{1,2})",
    "dd": r"(?P<day>\d{2})",
    "d": r"(?P<day>\d{1,2})",
}
_TOKEN = re.compile("yyyy|yy|month|mon|mm|m|dd|d")
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AaPp][Mm])?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_TIME_ALONE = re.compile(r"\d{1,3}:\d{2}(?::\d{2})?(?:\.\d+)?")
_CACHE = 50_000  # different texts; a century has 36,525 days
_PROBES = (date(2021, 3, 4), date(1999, 11, 12), date(2030, 1, 2))


@dataclass(frozen=True)
class DateStyle:
    """How a file writes days: patterns of yyyy yy mm m dd d mon month and what stands between them.

    A time of day after the date is left aside, and so is the `.0` of a number that is a day. With `yy`, years
    are of this century. Raises ValueError for two patterns that could mean different days by one text.
    """

    patterns: tuple[str, ...] = ("yyyy-mm-dd",)
    _compiled: tuple[re.Pattern[str], ...] = field(init=False, compare=False, repr=False)
    _seen: dict[str, date] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_compiled", tuple(_compile(pattern) for pattern in self.patterns))
        _refuse_confusion(self.patterns, self._compiled)

    def read(self, text: str | date) -> date:
        """Return the day. Raises ValueError, whose text says which forms are taken."""
        if isinstance(text, date):
            return text
        known = self._seen.get(text)
        if known is not None:
            return known
        day = self._parse(text.strip())
        if len(self._seen) >= _CACHE:
            self._seen.clear()
        self._seen[text] = day
        return day

    def _parse(self, text: str) -> date:
        for pattern in self._compiled:
            if match := pattern.fullmatch(text):
                return _day(match)
        if _TIME_ALONE.fullmatch(text):
            raise ValueError("is a time without its day: a spreadsheet lost the date; export the file again")
        raise ValueError(f"is no date in the form {' or '.join(self.patterns)}")


def _compile(pattern: str) -> re.Pattern[str]:
    parts, end = [], 0
    for token in _TOKEN.finditer(pattern):
        parts += [re.escape(pattern[end : token.start()]), _TOKENS[token[0]]]
        end = token.end()
    parts.append(re.escape(pattern[end:]))
    is_number = pattern == "yyyymmdd"
    try:
        compiled = re.compile("".join(parts) + (r"(?:\.0+)?" if is_number else _TIME), re.IGNORECASE)
    except re.error:
        compiled = None
    if compiled is None or set(compiled.groupindex) != {"year", "month", "day"}:
        raise ValueError(f"the date pattern {pattern!r} must name year, month and day once each")
    return compiled


def _refuse_confusion(patterns: Sequence[str], compiled: Sequence[re.Pattern[str]]) -> None:
    for (one, first), (other, second) in combinations(zip(patterns, compiled, strict=True), 2):
        for probe in _PROBES:
            for text in (_write(one, probe), _write(other, probe)):
                a, b = first.fullmatch(text), second.fullmatch(text)
                if a and b and _day(a) != _day(b):
                    raise ValueError(f"{one!r} and {other!r} read the same text as different days: keep one")


def _write(pattern: str, day: date) -> str:
    words = {
        "yyyy": f"{day.year:04}", "yy": f"{day.year % 100:02}", "month": _MONTH_NAMES[day.month - 1],
        "mon": _MONTHS[day.month - 1], "mm": f"{day.month:02}", "m": str(day.month),
        "dd": f"{day.day:02}", "d": str(day.day),
    }  # fmt: skip
    return _TOKEN.sub(lambda token: words[token[0]], pattern)


def _day(match: re.Match[str]) -> date:
    year, month, day = match["year"], match["month"].lower(), match["day"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    try:
        return date(int(year) if len(year) == 4 else 2000 + int(year), number, int(day))
    except ValueError:
        raise ValueError("is no day of the calendar") from None
