"""Hours, days and places: what the clocks on the person's walls say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from compliance.facts import Event
from tests.oracle.answering import is_the_one_answer
from tests.oracle.asked import Asked
from tests.oracle.consents import consents, has_consent
from tests.oracle.holidays import WEEKDAYS, is_holiday
from tests.oracle.packs import Entry
from tests.oracle.rule import AtAnInstant, Word, always, rule


@rule("contact_hours")
def contact_hours(asked: Asked, entry: Entry) -> AtAnInstant:
    if asked.place not in entry.limits.get("places", (asked.place,)):
        return always("allow")
    lifting = consents(asked, "inconvenient_time") if entry.limits.get("consent_lifts") else []
    hours = entry.limits["hours"]
    holidays = entry.holidays.get(hours.get("holidays", ""), ())

    def says(at: datetime) -> Word:
        if lifting and has_consent(asked, lifting, at):
            return "allow"
        is_open = all(_is_open(at.astimezone(zone), hours, holidays) for zone in asked.clocks)
        return "allow" if is_open else "defer"

    return says


def _is_open(wall: datetime, hours: dict[str, Any], holidays: tuple[str, ...]) -> bool:
    """Return whether a wall clock reads a time within the hours; the ends themselves are outside."""
    reads = wall.strftime("%H:%M:%S")
    for span in _spans(wall, hours, holidays):
        opens, closes = span.split("-")
        if f"{opens}:00" < reads < f"{closes}:00":
            return True
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
    if is_the_one_answer(asked):
        return always("allow")
    wishes = [event for event in asked.standing("inconvenient") if not _is_over(asked, event)]
    lifting = consents(asked, "inconvenient_time")

    def says(at: datetime) -> Word:
        bars = [event for event in wishes if asked.lasts(event, at) and _bars(asked, event, at)]
        if not bars or has_consent(asked, lifting, at):
            return "allow"
        return "refuse" if any(_bars_for_good(event) for event in bars) else "defer"

    return says


def _is_over(asked: Asked, wish: Event) -> bool:
    lifted = [e for e in asked.standing("convenient_again") if e.at >= wish.at and _same_keys(e, wish)]
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
        return wish.place == asked.facts.contact_point.place
    if asked.facts.channel == "letter":
        return False
    return any(_is_within(at.astimezone(zone), wish) for zone in asked.clocks)


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
    if asked.place != "work":
        return always("allow")
    asks = [event for event in asked.standing("inconvenient") if event.place == "work"]
    days, confirm = entry.limits["oral_days"], entry.limits["confirm_within_days"]
    if any(_is_confirmed(asked, event, asks, confirm) for event in asks):
        return always("refuse")

    def says(at: datetime) -> Word:
        recent = any(
            (now - then).days < days
            for event in asks
            for now, then in zip(asked.dates(at), asked.dates(event.at), strict=True)
        )
        return "defer" if recent else "allow"

    return says


def _is_confirmed(asked: Asked, first: Event, asks: list[Event], within: int) -> bool:
    return any(
        event.written
        and event.at >= first.at
        and any(
            (later - earlier).days <= within
            for later, earlier in zip(asked.dates(event.at), asked.dates(first.at), strict=True)
        )
        for event in asks
    )
