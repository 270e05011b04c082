"""Stops that hold until something happens: what the customer asked for, and what law makes of the customer's state."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from compliance.facts import Event
from tests.oracle.answering import is_the_one_answer, is_the_one_confirmation
from tests.oracle.asked import CONSUMERS, Asked
from tests.oracle.holidays import days_later, is_holiday
from tests.oracle.packs import Entry
from tests.oracle.rule import AtAnInstant, always, refuse_if, rule

DUNNING = ("dunning", "consent_request")
NOT_COLLECTING = ("reply", "payment_confirmation", "opt_out_confirmation")


@rule("bankruptcy")
def bankruptcy(asked: Asked, _: Entry) -> AtAnInstant:
    pending = False
    for event in asked.standing("bankruptcy", "bankruptcy_ended"):
        if event.how == "discharged":
            return always("refuse")
        pending = event.type == "bankruptcy"
    return refuse_if(pending)


@rule("deceased")
def deceased(asked: Asked, _: Entry) -> AtAnInstant:
    return refuse_if(bool(asked.standing("deceased")))


@rule("wrong_party")
def wrong_party(asked: Asked, _: Entry) -> AtAnInstant:
    points = (None, asked.facts.contact_point.id)
    return refuse_if(any(event.contact_point in points for event in asked.standing("wrong_party")))


@rule("breathing_space")
def breathing_space(asked: Asked, _: Entry) -> AtAnInstant:
    return _until_they_end(asked, asked.standing("breathing_space"))


@rule("hold")
def hold(asked: Asked, _: Entry) -> AtAnInstant:
    if asked.kind not in DUNNING:
        return always("allow")
    lifted = [event.at for event in asked.standing("hold_lifted")]
    return _until_they_end(asked, [e for e in asked.standing("hold") if not any(at >= e.at for at in lifted)])


@rule("promise_to_pay")
def promise_to_pay(asked: Asked, _: Entry) -> AtAnInstant:
    days = [event.due_on for event in asked.standing("promise_to_pay") if event.due_on is not None]
    if asked.kind not in DUNNING or not days:
        return always("allow")
    return lambda at: "defer" if min(asked.dates(at)) <= max(days) else "allow"


@rule("opt_out")
def opt_out(asked: Asked, _: Entry) -> AtAnInstant:
    stops = [event for event in asked.standing("opt_out") if _names_this(asked, event)]
    stops += [
        event
        for event in asked.standing("cease_request")
        if not event.written and (event.channel or "voice") == asked.facts.channel
    ]
    stops = sorted((e for e in stops if not _is_lifted(asked, e)), key=lambda event: event.at)
    passes = asked.kind == "required_by_law" or is_the_one_answer(asked)
    return refuse_if(bool(stops) and not passes and not is_the_one_confirmation(asked, stops))


def _names_this(asked: Asked, event: Event) -> bool:
    facts = asked.facts
    return event.channel in (None, facts.channel) and event.contact_point in (None, facts.contact_point.id)


def _is_lifted(asked: Asked, stop: Event) -> bool:
    channel = (stop.channel or "voice") if stop.type == "cease_request" else stop.channel
    return any(
        event.at > stop.at
        and _names_this(asked, event)
        and not (event.channel is None and channel is not None)
        and not (event.contact_point is None and stop.contact_point is not None)
        for event in asked.standing("opted_back_in")
    )


@rule("cease_request")
def cease_request(asked: Asked, _: Entry) -> AtAnInstant:
    asked_in_writing = any(event.written for event in asked.standing("cease_request"))
    return refuse_if(asked_in_writing and asked.kind not in ("cease_closing", "required_by_law"))


@rule("attorney")
def attorney(asked: Asked, _: Entry) -> AtAnInstant:
    if asked.facts.person.relation not in CONSUMERS or is_the_one_answer(asked):
        return always("allow")
    return refuse_if(_is_represented(asked))


def _is_represented(asked: Asked) -> bool:
    represented = False
    for event in asked.standing("attorney_represents", "attorney_unresponsive", "attorney_consents"):
        represented = event.contact_known if event.type == "attorney_represents" else False
    return represented


@rule("dispute")
def dispute(asked: Asked, entry: Entry) -> AtAnInstant:
    if asked.kind not in (*DUNNING, "location_information", "cease_closing"):
        return always("allow")
    answered = [event.at for event in asked.standing("verification_sent")]
    return refuse_if(
        any(
            (event.written or not entry.limits["written_only"])
            and (not entry.limits["in_period_only"] or _is_in_period(asked, event, entry))
            and not any(at >= event.at for at in answered)
            for event in asked.standing("dispute")
        )
    )


@rule("original_creditor_request")
def original_creditor_request(asked: Asked, entry: Entry) -> AtAnInstant:
    if asked.kind not in (*DUNNING, "location_information", "cease_closing"):
        return always("allow")
    answered = [event.at for event in asked.standing("original_creditor_sent")]
    return refuse_if(
        any(
            event.written and _is_in_period(asked, event, entry) and not any(at >= event.at for at in answered)
            for event in asked.standing("original_creditor_request")
        )
    )


@rule("third_party")
def third_party(asked: Asked, _: Entry) -> AtAnInstant:
    return refuse_if(asked.facts.person.relation == "third_party" and asked.kind != "location_information")


@rule("location_information")
def location_information(asked: Asked, _: Entry) -> AtAnInstant:
    if asked.kind != "location_information":
        return always("allow")
    reached = ("conversation", "voicemail", "limited_content_voicemail", "ringless_voicemail")
    before = [
        event
        for event in asked.contacts("outbound")
        if asked.is_ours(event)
        and asked.is_with_the_person(event)
        and (event.type != "call" or event.result in reached)
    ]
    known = any(event.type == "attorney_represents" for event in asked.facts.events)
    return refuse_if(asked.facts.person.relation != "third_party" or bool(before) or known)


@rule("workplace")
def workplace(asked: Asked, _: Entry) -> AtAnInstant:
    facts = asked.facts
    return refuse_if(
        any(
            event.contact_point == facts.contact_point.id
            or (event.contact_point is None and asked.place == "work")
            for event in asked.standing("employer_prohibits")
        )
    )


@rule("known_zone")
def known_zone(asked: Asked, _: Entry) -> AtAnInstant:
    return refuse_if(not asked.clocks)


def _until_they_end(asked: Asked, events: list[Event]) -> AtAnInstant:
    if any(event.until is None and event.until_on is None for event in events):
        return always("refuse")
    return lambda at: "defer" if any(asked.lasts(event, at) for event in events) else "allow"


def _is_in_period(asked: Asked, event: Event, entry: Entry) -> bool:
    """Return whether something came before the validation period ended, on any clock."""
    notices = [e for e in asked.standing("validation_notice") if e.undeliverable_at is None and e.at <= event.at]
    if not notices:
        return True
    ends = [_end_of_period(day, notices[-1], entry) for day in asked.dates(notices[-1].at)]
    return any(day <= end for day, end in zip(asked.dates(event.at), ends, strict=True))


def _end_of_period(day: date, notice: Event, entry: Entry) -> date:
    if notice.delivered_by == "voice":
        return day + timedelta(30)
    written = entry.holidays[entry.limits["holidays"]]
    return days_later(day, 5, lambda d: d.weekday() >= 5 or is_holiday(d, written)) + timedelta(30)


def is_now(at: datetime, since: datetime) -> bool:
    """Return whether an instant is reached."""
    return at >= since
