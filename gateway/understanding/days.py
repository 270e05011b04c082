"""Which day does somebody name? English and Spanish, seen from the day on which it was written."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gateway.understanding.calendar_words import DAY_NUMBERS, MONTHS, NUMBERS, WEEKDAYS

NEAR = timedelta(days=60)  # of two readings of 3/4, the one within this time is meant


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that a text names. certain: it can be no other."""

    day: date
    certain: bool = True


_W = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_M = "|".join(sorted(MONTHS, key=len, reverse=True))
_N = rf"\d{{1,2}}|{'|'.join(NUMBERS)}"
_ORDINAL = r"(?:st|nd|rd|th)?"


def _at(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_month(today: date) -> tuple[int, int]:
    return (today.year + today.month // 12, today.month % 12 + 1)


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _day_of_month(number: int, today: date) -> Iterator[NamedDay]:
    """The next day with that number; months that lack it are passed over."""
    if not 1 <= number <= 31:
        return
    year, month = today.year, today.month
    for _ in range(3):
        found = _at(year, month, number)
        if found and found >= today:
            yield NamedDay(found)
            return
        year, month = _next_month(date(year, month, 1))


def _day_in_month(month: int, number: int, today: date, year: int | None = None) -> Iterator[NamedDay]:
    if year is not None:
        found = _at(year + 2000 if year < 100 else year, month, number)
    else:
        found = _at(today.year, month, number)
        if found is None or found < today:
            found = _at(today.year + 1, month, number)
    if found:
        yield NamedDay(found, certain=today <= found <= today + timedelta(days=366))


def _weekday(match: re.Match[str], today: date) -> Iterator[NamedDay]:
    """The coming one. On the day itself, and after "next", it may be that one or a week later."""
    ahead = (WEEKDAYS[match["weekday"]] - today.weekday()) % 7
    said_next = bool(match["next"])
    vague = said_next or ahead == 0 or bool(match["after"])
    weeks = 7 if ahead == 0 else 0
    if (said_next and ahead + today.weekday() < 7 and ahead) or match["after"]:
        weeks = 7  # later in this week: most people mean the week after
    day = today + timedelta(days=ahead + weeks)
    number = match["number"]
    if number and int(number) != day.day:
        for other in _day_of_month(int(number), today):
            yield NamedDay(other.day, certain=other.day.weekday() == WEEKDAYS[match["weekday"]])
        return
    yield NamedDay(day, certain=not vague or bool(number))


def _numeric(match: re.Match[str], today: date) -> Iterator[NamedDay]:
    """3/15 is one day; 3/4 is two, unless only one of them is near."""
    first, second, year = int(match["first"]), int(match["second"]), match["year"]
    readings = [
        named.day
        for month, number in dict.fromkeys(((first, second), (second, first)))
        if 1 <= month <= 12 and 1 <= number <= 31
        for named in _day_in_month(month, number, today, int(year) if year else None)
    ]
    near = [day for day in readings if today <= day <= today + NEAR]
    if len(near) == 1 or len(readings) == 1:
        yield NamedDay((near or readings)[0], certain=bool(near))
    elif readings:
        yield NamedDay(readings[0], certain=False)


def _in_days(match: re.Match[str], today: date) -> Iterator[NamedDay]:
    said = match["number"]
    number = int(said) if said.isdigit() else NUMBERS[said]
    unit = match["unit"]
    if unit.startswith(("day", "dia")):
        yield NamedDay(today + timedelta(days=number), certain=said != "couple")
    elif unit.startswith(("week", "semana")):
        yield NamedDay(today + timedelta(weeks=number), certain=said != "couple")
    else:
        year, month = divmod(today.month - 1 + number, 12)
        last = _last_day(today.year + year, month + 1).day
        yield NamedDay(date(today.year + year, month + 1, min(today.day, last)), certain=False)


def _written_month(match: re.Match[str], today: date) -> Iterator[NamedDay]:
    year = match["year"]
    yield from _day_in_month(MONTHS[match["month"]], int(match["number"]), today, int(year) if year else None)


def _month_end(match: re.Match[str], today: date) -> Iterator[NamedDay]:
    yield NamedDay(_last_day(today.year, today.month))


def _month_start(match: re.Match[str], today: date) -> Iterator[NamedDay]:
    yield NamedDay(date(*_next_month(today), 1), certain=True)


def _week_end(match: re.Match[str], today: date) -> Iterator[NamedDay]:
    yield NamedDay(today + timedelta(days=(4 - today.weekday()) % 7), certain=False)


def _next_week(match: re.Match[str], today: date) -> Iterator[NamedDay]:
    yield NamedDay(today + timedelta(days=7 - today.weekday() + 4), certain=False)


def _sometime_next_month(match: re.Match[str], today: date) -> Iterator[NamedDay]:
    yield NamedDay(_last_day(*_next_month(today)), certain=False)


def _after(days: int) -> Callable[[re.Match[str], date], Iterator[NamedDay]]:
    def named(match: re.Match[str], today: date) -> Iterator[NamedDay]:
        yield NamedDay(today + timedelta(days=days))

    return named


def _iso(match: re.Match[str], today: date) -> Iterator[NamedDay]:
    found = _at(int(match["year"]), int(match["month"]), int(match["number"]))
    if found:
        yield NamedDay(found, certain=today <= found)


def _numbered(match: re.Match[str], today: date) -> Iterator[NamedDay]:
    said = match["number"]
    yield from _day_of_month(int(said) if said.isdigit() else DAY_NUMBERS[said], today)


# In this order: what one has read is taken out of the text before the next one reads.
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Iterator[NamedDay]]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"\b(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<number>\d{1,2})\b", _iso),
        (
            r"\b(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})(?:[/.-](?P<year>20\d\d|"
            r"\d\d))?\b(?![/.-]?\d)", _numeric),
        (r"\bday after tomorrow\b|\bpasado manana\b", _after(2)),
        (
            r"\btomorrow\b|(?<!la )(?<!esta )\bmanana\b(?! por)|\bmanana por la (?:manana|tarde|"
            r"noche)\b|\bmanana mismo\b", _after(1)),
        (r"\b(?:later |by the end of )?today\b|\btonight\b|\bthis (?:afternoon|evening|morning)\b|\bhoy\b"
         r"|\besta (?:noche|tarde)\b|\bend of (?:the )?(?:day|business)\b|\beod\b", _after(0)),
        (
            r"\b(?:end|last day|last) of (?:the |this )?month\b|\bmonths? end\b|\beom\b|\b(?:fin|"
            r"final|finales|fines) de(?:l| este)? mes\b"
         r"|\bultimo dia del mes\b", _month_end),
        (r"\b(?:first|1st|beginning|start) of (?:the |next )(?:next )?month\b"
         r"|\b(?:primero|1|principios?|inicios?|comienzos?) de(?:l)?(?: proximo)? mes\b", _month_start),
        (
            r"\bend of (?:the |this )?week\b|\beow\b|\bthis weekend\b|\b(?:fin|final) de (?:la |"
            r"esta )?semana\b", _week_end),
        (r"\bnext week\b|\b(?:la )?(?:proxima semana|semana (?:que viene|entrante|proxima))\b", _next_week),
        (
            r"\bnext month\b|\b(?:el )?(?:proximo mes|mes (?:que viene|entrante|proximo))\b",
            _sometime_next_month),
        (
            rf"\b(?P<month>{_M})\.? (?:the )?(?P<number>\d{{1,2}}){_ORDINAL}\b(?: "
            rf"(?P<year>20\d\d))?", _written_month),
        (
            rf"\b(?P<number>\d{{1,2}}){_ORDINAL} (?:of |de |del )?(?P<month>{_M})\b(?: (?:de |"
            rf"del )?(?P<year>20\d\d))?",
         _written_month),
        (rf"\b(?:in|within|give me|en|dentro de) (?P<number>{_N})(?: of)?(?: more| mas)? "
         r"(?P<unit>days?|weeks?|months?|dias?|semanas?|mes(?:es)?)\b", _in_days),
        (rf"\b(?P<next>next |proximo |(?:el )?proximo )?(?P<weekday>{_W})\b(?P<after> after next)?"
         rf"(?:(?: the| el| dia)? (?P<number>\d{{1,2}})(?:st|nd|rd|th)?\b(?! ?(?:am|pm|:|"
         rf"dollars|dolares|bucks)))?", _weekday),
        (
            r"\bthe (?P<number>\d{1,2})(?:st|nd|rd|th)?\b(?! (?:payment|account|notice|time|"
            r"invoice|bill|letter|text|call))", _numbered),
        (
            r"\b(?:the )?(?P<number>\d{1,2})(?:st|nd|rd|th)\b(?! (?:payment|account|notice|time|"
            r"invoice|bill|letter|text|call))",
         _numbered),
        (
            r"\b(?:on |by )?the (?P<number>first|fifteenth|tenth|fifth|third)\b(?! (?:payment|"
            r"account|notice|time|one|invoice|bill))",
         _numbered),
        (
            r"\b(?:el|para el|antes del|del) (?:dia )?(?P<number>\d{1,2}|primero|quince)\b(?! "
            r"(?:por|%|dolares|mil))", _numbered),
    )
)  # fmt: skip


def named_days(words: str, today: date) -> tuple[NamedDay, ...]:
    """Return the days that plain words name, each once, in the order of the calendar."""
    found: dict[date, NamedDay] = {}
    for pattern, read in _READERS:
        for match in pattern.finditer(words):
            for named in read(match, today):
                held = found.get(named.day)
                found[named.day] = NamedDay(named.day, named.certain or (held is not None and held.certain))
        words = pattern.sub(" ~ ", words)
    return tuple(found[day] for day in sorted(found))
