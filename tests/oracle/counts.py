"""How often was somebody contacted? Every event is looked at and counted on plain calendar dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from compliance.facts import Event
from tests.oracle.answering import answers, is_answer_to
from tests.oracle.asked import PROFESSIONALS, Asked
from tests.oracle.consents import consents, has_consent, revocations
from tests.oracle.packs import Entry
from tests.oracle.rule import AtAnInstant, Word, always, rule

NOT_CONNECTED = ("busy", "out_of_service")
PASSES_CAPS = ("required_by_law", "validation_notice")
Dates = tuple[date, ...]
_REPLY = {None, "reply"}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@rule("call_frequency")
def call_frequency(asked: Asked, entry: Entry) -> AtAnInstant:
    if asked.kind in PASSES_CAPS or asked.facts.person.relation in PROFESSIONALS:
        return always("allow")
    ours = [event for event in asked.facts.events if event.type == "call" and _is_about_this(asked, event)]
    talks = [event.at for event in ours if event.result == "conversation"]
    talked_on = _dates_of(asked, talks)
    days, point = entry.limits["days"], asked.facts.contact_point.id
    attempts = [
        event.at
        for event in ours
        if event.direction == "outbound"
        and event.result not in NOT_CONNECTED
        and not _may_exceed(asked, event.at, event.contact_point, [t for t in talks if t < event.at], days)
    ]
    attempted_on = _dates_of(asked, attempts)

    def says(at: datetime) -> Word:
        cooling = _worst(asked, talked_on, at, entry.limits["days_after_conversation"]) > 0
        if not cooling and _worst(asked, attempted_on, at, days) < entry.limits["max_calls"]:
            return "allow"
        return "allow" if _may_exceed(asked, at, point, talks, days) else "defer"

    return says


def _is_about_this(asked: Asked, event: Event) -> bool:
    about = asked.same_debt() & asked.debts_of(event)
    return asked.is_ours(event) and asked.is_with_the_person(event) and bool(about)


def _may_exceed(asked: Asked, at: datetime, point: str | None, talks: list[datetime], days: int) -> bool:
    """Return whether a call at an instant rests on consent of the last days, before any talk since."""
    return any(
        event.at <= at
        and asked.permits(event, at)
        and all((d - c).days < days for d, c in zip(asked.dates(at), asked.dates(event.at), strict=True))
        and not any(event.at < talk <= at for talk in talks)
        and not any(event.at <= revoked <= at for revoked in revocations(asked, event))
        for event in asked.standing("consent")
        if event.to == "exceed_call_frequency"
        and event.given_to in (None, asked.facts.actor.id)
        and event.contact_point in (None, point)
    )


def _dates_of(asked: Asked, instants: Iterable[datetime]) -> list[Dates]:
    """Return what date each of some instants had on each clock."""
    return [asked.dates(each) for each in instants]


def _worst(asked: Asked, made: list[Dates], at: datetime, days: int) -> int:
    """Return how many contacts lie on the last so many dates, on the clock that shows the most."""
    found = []
    for index, today in enumerate(asked.dates(at)):
        first = today - timedelta(days - 1)
        found.append(len([1 for each in made if first <= each[index] <= today]))
    return max(found)


@rule("contact_cap")
def contact_cap(asked: Asked, entry: Entry) -> AtAnInstant:
    limits, message = entry.limits, asked.facts.message
    form = None if message is None else message.form
    applies = (
        asked.kind not in PASSES_CAPS
        and asked.place in limits.get("places", (asked.place,))
        and asked.facts.contact_point.kind in limits.get("point_kinds", (asked.facts.contact_point.kind,))
        and ("forms" not in limits or form in limits["forms"])
        and asked.kind in limits.get("purposes", (asked.kind,))
        and asked.facts.person.relation not in PROFESSIONALS
        and not answers(asked)
    )
    if not applies:
        return always("allow")
    lifting = _what_lifts(asked, entry)
    counted = [
        event.at
        for event in asked.contacts("outbound")
        if _counts(asked, entry, event) and not _was_agreed(asked, entry, event)
    ]
    if limits.get("begins_with_conversation"):
        talks = [event.at for event in asked.facts.events if _is_a_talk(asked, entry, event)]
        counted = [at for at in counted if any(talk <= at for talk in talks)]

    counted_on = _dates_of(asked, counted)

    def says(at: datetime) -> Word:
        if lifting and has_consent(asked, lifting, at):
            return "allow"
        if "rolling_hours" in limits:
            span = timedelta(hours=limits["rolling_hours"])
            return "defer" if len([1 for each in counted if at - each < span]) >= limits["max"] else "allow"
        return "defer" if _in_window(asked, entry, counted_on, at) >= limits["max"] else "allow"

    return says


def _what_lifts(asked: Asked, entry: Entry) -> list[Event]:
    if "without_consent_to" in entry.limits:
        return consents(asked, entry.limits["without_consent_to"])
    if entry.limits.get("consent_lifts"):
        return consents(asked, "exceed_call_frequency")
    return []


def _is_a_talk(asked: Asked, entry: Entry, event: Event) -> bool:
    return (
        event.type == "call"
        and event.result == "conversation"
        and asked.is_ours(event)
        and asked.is_with_the_person(event)
        and _is_in_unit(asked, entry, event)
    )


def _counts(asked: Asked, entry: Entry, event: Event) -> bool:
    limits, point = entry.limits, asked.point_of(event)
    place = (point.place if point else None) or "other"
    return (
        _is_named(event, limits["counts"])
        and (limits.get("actors") == "any" or asked.is_ours(event))
        and (limits.get("persons") == "all" or asked.is_with_the_person(event))
        and (point is None or place in limits.get("places", (place,)))
        and event.form in (None, *limits.get("forms", (event.form,)))  # one that does not say, counts
        and event.kind in (None, *limits.get("purposes", (event.kind,)))
        and (limits.get("replies_count", True) or not _is_an_answer(asked, event))
        and _is_in_unit(asked, entry, event)
    )


def _was_agreed(asked: Asked, entry: Entry, contact: Event) -> bool:
    """Return whether a contact came within consent, where contacts that were agreed to do not count."""
    if not entry.limits.get("consent_lifts"):
        return False
    return any(
        event.at < contact.at
        and asked.permits(event, contact.at)
        and not any(event.at <= revoked <= contact.at for revoked in revocations(asked, event))
        for event in asked.standing("consent")
        if event.to == "exceed_call_frequency"
        and event.given_to in (None, asked.facts.actor.id)
        and event.contact_point in (None, contact.contact_point)
    )


def _is_named(event: Event, counts: Sequence[str]) -> bool:
    if event.type in counts or f"{event.type}:{event.result}" in counts:
        return True
    if event.type == "call" and event.result is None:  # nobody knows: it counts
        return any(each.startswith("call:") for each in counts)
    return event.type == "call" and "call:placed" in counts and event.result not in NOT_CONNECTED


def _is_an_answer(asked: Asked, event: Event) -> bool:
    """Return whether a contact says that it is a reply, or is the first one after something inbound."""
    same = [e for e in asked.contacts("inbound") if e.type == event.type and asked.is_with_the_person(e)]
    if event.in_reply_to is not None:
        return event.kind == "reply" or any(event.in_reply_to == each.id for each in same)
    return event.kind == "reply" or any(
        is_answer_to(asked, event, each, _REPLY) and event is _first_answer(asked, each) for each in same
    )


def _first_answer(asked: Asked, inbound: Event) -> Event | None:
    found = [
        event
        for event in asked.contacts("outbound")
        if event.type == inbound.type
        and asked.is_with_the_person(event)
        and is_answer_to(asked, event, inbound, _REPLY)
    ]
    return min(found, key=lambda event: event.at, default=None)


def _is_in_unit(asked: Asked, entry: Entry, event: Event) -> bool:
    unit, debts = entry.limits["per"], asked.debts_of(event)
    if unit == "debt":
        return bool(debts & asked.same_debt())
    if unit == "account":
        return asked.facts.account.id in debts
    if unit == "creditor":
        named = [asked.accounts.get(name, asked.facts.account) for name in debts]  # an unknown one counts
        return any(each.creditor == asked.facts.account.creditor for each in named)
    if unit == "number":
        return event.contact_point in (None, asked.facts.contact_point.id)
    return True


def _in_window(asked: Asked, entry: Entry, made: list[Dates], at: datetime) -> int:
    if "days" in entry.limits:
        return _worst(asked, made, at, entry.limits["days"])
    found = []
    for index, today in enumerate(asked.dates(at)):
        found.append(len([1 for each in made if _is_same(entry, each[index], today)]))
    return max(found)


def _is_same(entry: Entry, day: date, today: date) -> bool:
    if entry.limits["calendar"] == "month":
        return (day.year, day.month) == (today.year, today.month)
    starts = WEEK.index(entry.limits.get("week_starts", "sun"))
    monday_of = [each - timedelta((each.weekday() - starts) % 7) for each in (day, today)]
    return monday_of[0] == monday_of[1]


@rule("cool_down")
def cool_down(asked: Asked, entry: Entry) -> AtAnInstant:
    if asked.kind in PASSES_CAPS or asked.facts.person.relation in PROFESSIONALS or answers(asked):
        return always("allow")
    exchanges = [
        event.at
        for event in asked.facts.events
        if (event.direction == "inbound" or event.result == "conversation") and _is_about_this(asked, event)
    ]
    exchanged_on = _dates_of(asked, exchanges)
    return lambda at: "defer" if _worst(asked, exchanged_on, at, entry.limits["days"]) else "allow"
