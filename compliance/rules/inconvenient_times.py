"""Has the person said that this time or place is inconvenient?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import ClassVar, Self

from compliance.case import Case
from compliance.consents import held_at
from compliance.facts import Event
from compliance.holidays import WEEKDAYS
from compliance.hours import OpenHours, Spans
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, defer, refuse, strictest
from compliance.rule import A_CONTACT, NEVER, Quiet
from compliance.wishes import standing_wishes
from gateway.domain.words import Channel, MessageKind

_CONVENIENT = allow("no time or place that the person called inconvenient")
_MIDNIGHT = 86400
_TIED_TO_A_PLACE = ("landline", "postal")
"""A mobile telephone or a mailbox is not at a place by itself (comment 6(b)(1)(ii)-1)."""


@dataclass(frozen=True, slots=True)
class InconvenientTimes:
    """What the person said binds by every clock, until the person says otherwise."""

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"inconvenient"}), _CONVENIENT)

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls()

    def ask(self, case: Case, at: datetime) -> Opinion:
        opinions = [_about(case, bar, at) for bar in standing_wishes(case, at)]
        stated = [opinion for opinion in opinions if opinion is not _CONVENIENT]
        return strictest(stated) if stated else _CONVENIENT


def _about(case: Case, bar: Event, at: datetime) -> Opinion:
    if bar.place is not None:
        point = case.facts.contact_point
        if point.kind not in _TIED_TO_A_PLACE or point.place != bar.place:
            return _CONVENIENT
    elif case.facts.channel is Channel.LETTER:
        return _CONVENIENT  # a letter is read when its reader likes
    consent = held_at(case, "inconvenient_time", at)
    if consent is not None and consent.at >= bar.at:
        return allow("the person consented to this time", until=case.permission_ends(consent))
    return _wait(case, bar, at)


def _wait(case: Case, bar: Event, at: datetime) -> Opinion:
    hours, zones = _convenient_hours(bar.days, bar.from_time, bar.to_time), case.calendars
    closes = hours.closes(zones, at)
    if closes is not None:
        return allow("not a time that the person called inconvenient", until=closes)
    opens = _first(hours.opens(zones, at), case.bar_ends(bar))
    what = f"this {'place' if bar.place else 'time'} inconvenient on {case.day(bar.at)}"
    if case.answers_after(bar.at) and _is_same_stretch(case, hours, opens):
        return allow("answers what the customer sent at this time or place", until=opens)
    if opens is None:
        return refuse(f"the person called {what}", sentence=f"The person called {what}, without end.")
    contact = A_CONTACT[case.facts.channel]
    said = f"The person called {what}; the {contact} may go from {case.moment(opens)}."
    return defer(f"the person called {what}", opens, sentence=said)


def _is_same_stretch(case: Case, hours: OpenHours, opens: datetime | None) -> bool:
    """The one answer may go during the very stretch in which the customer wrote."""
    assert case.answered is not None
    written = case.answered.at
    start = hours.opens(case.calendars, written)
    return start is None or start == opens or (opens is not None and opens < start)


@lru_cache(maxsize=1024)
def _convenient_hours(days: tuple[str, ...], from_time: str | None, to_time: str | None) -> OpenHours:
    """Return the hours of the week that an inconvenient time leaves."""
    barred: list[list[tuple[int, int]]] = [[] for _ in WEEKDAYS]
    start, end = _seconds(from_time, 0), _seconds(to_time, _MIDNIGHT)
    for index, day in enumerate(WEEKDAYS):
        if days and day not in days:
            continue
        if start < end:
            barred[index].append((start, end))
        else:  # it crosses midnight, into the next day
            barred[index].append((start, _MIDNIGHT))
            barred[(index + 1) % 7].append((0, end))
    return OpenHours([_complement(spans) for spans in barred])


def _complement(barred: Sequence[tuple[int, int]]) -> Spans:
    free, start = [], 0
    for opens, closes in sorted(barred):
        if start < opens:
            free.append((start, opens))
        start = max(start, closes)
    return (*free, (start, _MIDNIGHT)) if start < _MIDNIGHT else tuple(free)


def _seconds(text: str | None, default: int) -> int:
    if text is None:
        return default
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((instant for instant in (one, other) if instant is not None), default=None)
