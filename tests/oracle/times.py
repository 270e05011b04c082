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


@rule("contact_hours")
def contact_hours(asked: Asked, entry: Entry) -> AtAnInstant:
    if asked.place not in entry.limits.get("places", (asked.place,)):
        return always("allow")
    if not asked.clocks:
        return always("refuse")
    lifting = consents(asked, "inconvenient_time") if entry.limits.get("consent_lifts") else []
    hours, written_at = entry.limits["hours"], answered_at(asked)
    holidays = entry.holidays.get(hours.get("holidays", ""), ())

    def is_open(at: datetime) -> bool:
        return all(_is_open(at.astimezone(zone), hours, holidays) for zone in asked.clocks)

    def says(at: datetime) -> Word:
        if is_open(at) or (lifting and has_consent(asked, lifting, at)):
            return "allow"
        return "allow" if written_at is not None and not _any_between(is_open, written_at, at) else "defer"

    return says


def _any_between(is_true: Callable[[datetime], bool], start: datetime, end: datetime) -> bool:
    """Return whether something was true at an instant, or at any second of interest before another."""
    instant = start
    while instant < end:
        if is_true(instant):
            return True
        instant = instant.replace(second=0) + timedelta(seconds=1 if instant.second == 0 else 60)
    return False


def _is_open(wall: datetime, hours: dict[str, Any], holidays: tuple[str, ...]) -> bool:
    """Return whether a wall clock reads a time within the hours; the ends themselves are outside."""
    reads = wall.strftime("%H:%M:%S")
    for span in _spans(wall, hours, holidays):
        opens, closes = span.split("-")
        if (f"{opens}:00" < reads or opens == "00:00") and reads < f"{closes}:00":
            return True  # a whole day has no first second to leave out
    return False


def _spans(wall: datetime, hours: dict[str, Any], holidays: tuple[str, ...]) -> list[str]:
    if "holiday" in hours and is_holiday(wall.date(), holidays):
        return list(hours["holiday"])
    day = WEEKDAYS[wall.weekday()]
    week = "weekends" if day in ("sat", "sun") else "weekdays"
    found = hours.get(day, hours.get(week, hours.get("every_day", [])))
    return list(found)


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
    start, end = wish.from_time or "00:00", wish.to_time or "24:00"
    reads = wall.strftime("%H:%M:%S")
    today, yesterday = wall, wall - timedelta(days=1)
    if f"{start}:00" < f"{end}:00":
        return _on(today, wish) and f"{start}:00" <= reads < f"{end}:00"
    return (_on(today, wish) and reads >= f"{start}:00") or (_on(yesterday, wish) and reads < f"{end}:00")


def _on(wall: datetime, wish: Event) -> bool:
    return not wish.days or WEEKDAYS[wall.weekday()] in wish.days


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
