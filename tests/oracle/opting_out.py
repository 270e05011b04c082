"""Which opt-outs stand against this contact?"""

from __future__ import annotations

from compliance.facts import Event
from tests.oracle.asked import Asked


def opt_outs(asked: Asked) -> list[Event]:
    """Return the opt-outs, and oral requests to cease, that name this contact and were not taken back."""
    said = [e for e in asked.standing("opt_out", "cease_request") if _is_an_opt_out(asked, e)]
    return [event for event in said if names_this(asked, event) and not _is_lifted(asked, event)]


def names_this(asked: Asked, event: Event) -> bool:
    """Return whether an opt-out or opt-in speaks of this channel and contact point."""
    channel, point = _scope(event)
    return channel in (None, asked.facts.channel) and point in (None, asked.facts.contact_point.id)


def _is_an_opt_out(asked: Asked, event: Event) -> bool:
    """An oral request to cease counts as an opt-out, which binds the person who made it alone."""
    return event.type == "opt_out" or (not event.written and asked.is_with_the_person(event))


def _scope(event: Event) -> tuple[str | None, str | None]:
    if event.type == "cease_request":
        return event.channel or "voice", None
    return event.channel, event.contact_point


def _is_lifted(asked: Asked, stop: Event) -> bool:
    """An opt-in lifts what it names and nothing narrower."""
    channel, point = _scope(stop)
    return any(
        event.at > stop.at
        and names_this(asked, event)
        and (channel is None or event.channel is not None)
        and (point is None or event.contact_point is not None)
        for event in asked.standing("opted_back_in")
    )
