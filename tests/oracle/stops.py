"""Stops that hold until something happens: what the customer asked for, what befell the customer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from compliance.facts import Event
from tests.oracle.answering import answers, from_the_person
from tests.oracle.asked import CONSUMERS, Asked
from tests.oracle.consents import consents, has_consent
from tests.oracle.holidays import days_later, is_holiday
from tests.oracle.opting_out import opt_outs
from tests.oracle.packs import Entry
from tests.oracle.rule import AtAnInstant, Word, always, refuse_if, rule

DUNNING = ("dunning", "consent_request")
PASSES_DISPUTES = ("validation_notice", "cease_closing", "opt_out_confirmation")
NOBODY_REACHED = ("no_answer", "no_message_possible", "busy", "out_of_service")


@rule("bankruptcy")
def bankruptcy(asked: Asked, _: Entry) -> AtAnInstant:
    pending, discharged, since = False, False, None
    for event in asked.standing("bankruptcy", "bankruptcy_ended"):
        pending, since = event.type == "bankruptcy", event.at
        discharged = discharged or event.how == "discharged"
    return refuse_if((pending or discharged) and not answers(asked, since))


@rule("deceased")
def deceased(asked: Asked, _: Entry) -> AtAnInstant:
    return _refused_since(asked, asked.standing("deceased"))


@rule("wrong_party")
def wrong_party(asked: Asked, _: Entry) -> AtAnInstant:
    point = asked.facts.contact_point.id
    if asked.kind == "opt_out_confirmation":
        return always("allow")
    wrong = any(event.contact_point in (None, point) for event in asked.standing("wrong_party"))
    checks = [event for event in asked.standing("number_checked") if event.contact_point == point]
    return refuse_if(wrong or (bool(checks) and checks[-1].reassigned and not _is_proved(asked, checks[-1])))


def _is_proved(asked: Asked, check: Event) -> bool:
    inbound = [event for event in asked.contacts("inbound") if asked.is_with_the_person(event)]
    signs = [*inbound, *asked.standing("consent")]
    return any(sign.at > check.at and sign.contact_point == check.contact_point for sign in signs)


@rule("breathing_space")
def breathing_space(asked: Asked, _: Entry) -> AtAnInstant:
    spaces = [event for event in asked.standing("breathing_space") if not answers(asked, event.at)]
    return _until_they_end(asked, spaces)


@rule("hold")
def hold(asked: Asked, _: Entry) -> AtAnInstant:
    if asked.kind not in DUNNING:
        return always("allow")
    lifted = [event.at for event in asked.standing("hold_lifted")]
    return _until_they_end(asked, [e for e in asked.standing("hold") if not any(at > e.at for at in lifted)])


@rule("promise_to_pay")
def promise_to_pay(asked: Asked, _: Entry) -> AtAnInstant:
    days = [event.due_on for event in asked.standing("promise_to_pay") if event.due_on is not None]
    if asked.kind not in DUNNING or not days:
        return always("allow")
    return lambda at: "defer" if min(asked.dates(at)) <= max(days) else "allow"


@rule("opt_out")
def opt_out(asked: Asked, _: Entry) -> AtAnInstant:
    stops = opt_outs(asked)
    if not stops or asked.kind == "required_by_law":
        return always("allow")
    return refuse_if(not answers(asked, None if asked.kind == "opt_out_confirmation" else stops[-1].at))


@rule("cease_request")
def cease_request(asked: Asked, _: Entry) -> AtAnInstant:
    if asked.kind in ("cease_closing", "required_by_law"):
        return always("allow")
    return _refused_since(asked, [event for event in asked.standing("cease_request") if event.written])


@rule("attorney")
def attorney(asked: Asked, _: Entry) -> AtAnInstant:
    known = [event for event in asked.standing("attorney_represents") if event.contact_known]
    lifted = asked.standing("attorney_unresponsive", "attorney_consents")
    if not known or asked.facts.person.relation not in CONSUMERS:
        return always("allow")
    if any(event.at > known[-1].at for event in lifted):
        return always("allow")
    return _refused_since(asked, known)


@rule("dispute")
def dispute(asked: Asked, entry: Entry) -> AtAnInstant:
    if asked.kind in PASSES_DISPUTES:
        return always("allow")
    found = [
        event
        for event in asked.standing("dispute")
        if (event.written or not entry.limits["written_only"])
        and (not entry.limits["in_period_only"] or _is_in_period(asked, event, entry))
        and not _is_settled(asked, event)
    ]
    return _refused_since(asked, found)


def _is_settled(asked: Asked, event: Event) -> bool:
    """Return whether verification was sent, or a notice that the dispute only repeats an earlier one."""
    notices = [
        e.at
        for e in asked.contacts("outbound")
        if e.kind == "reply" and e.type in ("letter", "email") and asked.is_with_the_person(e)
    ]
    sent = [e.at for e in asked.standing("verification_sent")]
    return any(at >= event.at for at in (sent + notices if event.duplicative else sent))


@rule("original_creditor_request")
def original_creditor_request(asked: Asked, entry: Entry) -> AtAnInstant:
    if asked.kind in PASSES_DISPUTES:
        return always("allow")
    named = [event.at for event in asked.standing("original_creditor_sent")]
    found = [
        event
        for event in asked.standing("original_creditor_request")
        if event.written and _is_in_period(asked, event, entry) and not any(at >= event.at for at in named)
    ]
    return _refused_since(asked, found)


def _refused_since(asked: Asked, stops: list[Event]) -> AtAnInstant:
    """Return a refusal if anything stops, but for the one answer to what came after the last of it."""
    return refuse_if(bool(stops) and not answers(asked, stops[-1].at))


@rule("third_party")
def third_party(asked: Asked, _: Entry) -> AtAnInstant:
    passes = asked.kind in ("location_information", "opt_out_confirmation")
    return refuse_if(asked.facts.person.relation == "third_party" and not passes)


@rule("location_information")
def location_information(asked: Asked, _: Entry) -> AtAnInstant:
    if asked.kind != "location_information":
        return always("allow")
    if any(_is_known_attorney(asked, event) for event in asked.facts.events):
        return always("refuse")
    before = [
        event.at
        for event in asked.contacts("outbound")
        if asked.is_ours(event)
        and asked.is_with_the_person(event)
        and (event.type != "call" or event.result not in NOBODY_REACHED)
    ]
    if asked.facts.person.relation != "third_party" or not before:
        return always("allow")
    return refuse_if(not any(event.at > max(before) for event in from_the_person(asked)))


def _is_known_attorney(asked: Asked, event: Event) -> bool:
    """Return whether an attorney represents somebody on this debt, whoever the event names."""
    on_this_debt = event.accounts is None or bool(asked.same_debt() & set(event.accounts))
    return event.type == "attorney_represents" and event.contact_known and on_this_debt


@rule("workplace")
def workplace(asked: Asked, _: Entry) -> AtAnInstant:
    point = asked.facts.contact_point
    known = asked.standing("employer_prohibits")
    known = [event for event in known if point.place == "work" or event.contact_point == point.id]
    if not known or answers(asked, known[-1].at):
        return always("allow")
    found = consents(asked, f"channel:{asked.facts.channel}")
    found = [event for event in found if event.contact_point == point.id and event.at > known[-1].at]

    def says(at: datetime) -> Word:
        return "allow" if has_consent(asked, found, at) else "refuse"

    return says


@rule("known_zone")
def known_zone(asked: Asked, _: Entry) -> AtAnInstant:
    return refuse_if(not asked.clocks)


def _until_they_end(asked: Asked, events: list[Event]) -> AtAnInstant:
    if any(event.until is None and event.until_on is None for event in events):
        return always("refuse")
    return lambda at: "defer" if any(asked.lasts(event, at) for event in events) else "allow"


def _is_in_period(asked: Asked, event: Event, entry: Entry) -> bool:
    """Return whether something came before the period ended that a notice had begun, on any clock."""
    begun = [
        e for e in asked.standing("validation_notice") if e.undeliverable_at is None and e.at <= event.at
    ]
    return not begun or any(
        came_on <= _end_of_period(given_on, notice, entry)
        for notice in begun
        for came_on, given_on in zip(asked.dates(event.at), asked.dates(notice.at), strict=True)
    )


def _end_of_period(day: date, notice: Event, entry: Entry) -> date:
    if notice.delivered_by == "voice":
        return day + timedelta(30)
    written = entry.holidays[entry.limits["holidays"]]
    return days_later(day, 5, lambda d: d.weekday() >= 5 or is_holiday(d, written)) + timedelta(30)
