"""May this contact answer the customer, once and by the same medium?"""

from __future__ import annotations

from compliance.facts import Event
from tests.oracle.asked import CHANNEL_OF, Asked


def is_the_one_answer(asked: Asked) -> bool:
    """Return whether this contact answers what the customer began on this channel, and is the first to do so."""
    named = [event for event in asked.facts.events if event.id and event.id == asked.facts.in_reply_to]
    return asked.kind in ("reply", "payment_confirmation") and any(
        event.direction == "inbound"
        and asked.is_ours(event)
        and asked.is_with_the_person(event)
        and CHANNEL_OF.get(event.type) == asked.facts.channel
        and not _was_answered(asked, event)
        for event in named
    )


def is_the_one_confirmation(asked: Asked, stops: list[Event]) -> bool:
    """Return whether this contact confirms an opt-out that nothing on this channel has confirmed yet."""
    if asked.kind != "opt_out_confirmation" or not stops:
        return False
    return not any(
        event.at > stops[-1].at and event.kind in (None, "opt_out_confirmation") for event in _ours_here(asked)
    )


def _was_answered(asked: Asked, inbound: Event) -> bool:
    return any(
        event.at >= inbound.at and event.in_reply_to in (None, inbound.id) for event in _ours_here(asked)
    )


def _ours_here(asked: Asked) -> list[Event]:
    return [
        event
        for event in asked.contacts("outbound")
        if CHANNEL_OF.get(event.type) == asked.facts.channel
        and asked.is_ours(event)
        and asked.is_with_the_person(event)
    ]
