"""Which opt-outs stand against a contact by this channel to this contact point?

Four records are kept apart, for they reach differently: an opt-out of a medium, one of an address, a
revocation of consent (rules/revoked_consent), and a cease request (rules/cease_request). An oral cease
request is heard as an opt-out of the medium it names, or else of calls (12 CFR 1006.14(h), comment
14(b)(2)(i)-2.iii).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compliance.facts import Event

if TYPE_CHECKING:
    from compliance.case import Case

Scope = tuple[str | None, str | None]
"""A channel and a contact point; None is any."""


def opt_outs(case: Case) -> tuple[Event, ...]:
    """Return the opt-outs and oral cease requests that cover this contact and were not taken back."""
    said = case.standing("opt_out") + tuple(
        event for event in case.standing("cease_request") if not event.written and _is_own(case, event)
    )
    if not said:
        return ()
    back = case.standing("opted_back_in")
    return tuple(
        stop
        for stop in said
        if covers(scope_of(stop), case) and not any(_lifts(lift, stop, case) for lift in back)
    )


def scope_of(event: Event) -> Scope:
    """Return what an opt-out or opt-in names."""
    if event.type == "cease_request":
        return event.channel or "voice", None
    return event.channel, event.contact_point


def covers(scope: Scope, case: Case) -> bool:
    """Return whether a scope holds the channel and the contact point asked about."""
    channel, point = scope
    facts = case.facts
    return (channel is None or channel == facts.channel.value) and (
        point is None or point == facts.contact_point.id
    )


def _lifts(lift: Event, stop: Event, case: Case) -> bool:
    """An opt-in lifts what it names and nothing narrower: its scope must lie within the opt-out's."""
    (channel, point), (stopped_channel, stopped_point) = scope_of(lift), scope_of(stop)
    return (
        lift.at > stop.at
        and covers((channel, point), case)
        and stopped_channel in (None, channel)
        and stopped_point in (None, point)
    )


def _is_own(case: Case, event: Event) -> bool:
    """An oral request binds the person who made it; only a written one reaches the whole account."""
    return event.person is None or event.person == case.facts.person.id
