"""Hours, days and places: what the clocks on the person's walls say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from compliance.facts import Event
from tests.oracle.answering import answered_at
from tests.oracle.asked import Asked
from tests.oracle.consents import consents, has_consent
from tests.oracle.holidays import WEEKDAYS, is_holiday
from tests.oracle.packs import Entry
from tests.oracle.rule import AtAnInstant, Word, always, rule

Span = tuple[int, int]


@rule("contact_hours")
def contact_hours(asked: Asked, entry: Entry) -> AtAnInstant:
    if asked.place not in entry.limits.get("places", (asked.place,)):
        return always("allow")
    if not asked.clocks:
        return always("refuse")
    lifting = consents(asked, "inconvenient_time") if entry.limits.get("consent_lifts") else []
    hours, written_at = entry.limits["hours"], answered_at(asked)
    week = [_spans(hours, index) for index in range(7)]
    holidays, on_holidays = entry.holidays.get(hours.get("holidays", ""), ()), _read(hours.get("holiday", []))

    def is_open(at: datetime) -> bool:
        for zone in asked.clocks:
            wall = at.astimezone(zone)
            spans = on_holidays if is_holiday(wall.date(), holidays) else week[wall.weekday()]
            if not _is_within_one(wall, spans):
                return False
        return True

    def says(at: datetime) -> Word:
        if is_open(at) or (lifting and has_consent(asked, lifting, at)):
            return "allow"
        return "allow" if written_at is not None and not _any_between(is_open, written_at, at) else "defer"

    return says


def _is_within_one(wall: datetime, spans: list[Span]) -> bool:
    """Return whether a wall clock reads a time within a span; its ends are outside."""
    reads = wall.hour * 3600 + wall.minute * 60 + wall.second
    # A whole day has no first second to leave out.
    return any((opens < reads or opens == 0) and reads < closes for opens, closes in spans)


def _spans(hours: dict[str, Any], weekday: int) -> list[Span]:
    week = "weekends" if weekday >= WEEKDAYS.index("sat") else "weekdays"
    return _read(hours.get(WEEKDAYS[weekday], hours.get(week, hours.get("every_day", []))))


def _read(spans: list[str]) -> list[Span]:
    """Return spans such as 08:00-21:00 in seconds after midnight as the wall shows them."""
    return [(_seconds(span.split("-")[0]), _seconds(span.split("-")[1])) for span in spans]


def _seconds(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _any_between(is_true: Callable[[datetime], bool], start: datetime, end: datetime) -> bool:
    """Return whether something was true at an instant, or at any second of interest before another."""
    instant = start
    while instant < end:
        if is_true(instant):
            return True
        instant = instant.replace(second=0) + timedelta(seconds=1 if instant.second == 0 else 60)
    return False


@rule("inconvenient_times")
def inconvenient_times(asked: Asked, _: Entry) -> AtAnInstant:
    wishes = [event for event in asked.standing("inconvenient") if not _is_over(asked, event)]
    lifting, written_at = consents(asked, "inconvenient_time"), answered_at(asked)

    def lets(event: Event, at: datetime) -> bool:
        if any(each.at >= event.at and asked.permits(each, at) for each in lifting):
            return True  # a wish that came after the consent takes it back for that time
        if written_at is None or written_at <= event.at:
            return False
        return not _any_between(lambda then: not _bars(asked, event, then), written_at, at)

    def says(at: datetime) -> Word:
        bars = [e for e in wishes if asked.lasts(e, at) and _bars(asked, e, at) and not lets(e, at)]
        if not bars:
            return "allow"
        return "refuse" if any(_bars_for_good(event) for event in bars) else "defer"

    return says


def _is_over(asked: Asked, wish: Event) -> bool:
    lifted = [e for e in asked.standing("convenient_again") if e.at > wish.at and _same_keys(e, wish)]
    return wish.only_now or bool(lifted)


def _same_keys(one: Event, other: Event) -> bool:
    return (one.days, one.from_time, one.to_time, one.place) == (
        other.days,
        other.from_time,
        other.to_time,
        other.place,
    )


def _bars_for_good(wish: Event) -> bool:
    endless = wish.until is None and wish.until_on is None
    return endless and wish.from_time is None and len(wish.days) in (0, 7)


def _bars(asked: Asked, wish: Event, at: datetime) -> bool:
    if wish.place is not None:
        point = asked.facts.contact_point  # a mobile telephone or a mailbox is not at a place
        return wish.place == point.place and point.kind in ("landline", "postal")
    if asked.facts.channel == "letter":
        return False
    return any(_is_within(at.astimezone(zone), wish) for zone in asked.calendars)


def _is_within(wall: datetime, wish: Event) -> bool:
    start, end = _seconds(wish.from_time or "00:00"), _seconds(wish.to_time or "24:00")
    reads = wall.hour * 3600 + wall.minute * 60 + wall.second
    if start < end:
        return start <= reads < end and _on(wall.weekday(), wish)
    return (reads >= start and _on(wall.weekday(), wish)) or (reads < end and _on(wall.weekday() - 1, wish))


def _on(weekday: int, wish: Event) -> bool:
    return not wish.days or WEEKDAYS[weekday] in wish.days


@rule("work_request")
def work_request(asked: Asked, entry: Entry) -> AtAnInstant:
    asks = [e for e in asked.standing("inconvenient") if e.place == "work" and not _is_over(asked, e)]
    if asked.place != "work":
        return always("allow")

    def says(at: datetime) -> Word:
        standing = [event for event in asks if asked.lasts(event, at)]
        if any(event.written and event.until is None and event.until_on is None for event in standing):
            return "refuse"
        left = any(event.written or _is_recent(asked, event, at, entry) for event in standing)
        return "defer" if left else "allow"

    return says


def _is_recent(asked: Asked, request: Event, at: datetime, entry: Entry) -> bool:
    """Return whether one of the whole days for which an oral request is good has not passed on some clock."""
    days = zip(asked.dates(at), asked.dates(request.at), strict=True)
    return any((now - then).days <= entry.limits["oral_days"] for now, then in days)
