"""Does this contact answer the customer, once and by the same medium? Such an answer passes many a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compliance.facts import Event
from compliance.opt_outs import opt_outs
from gateway.domain.words import Channel, MessageKind

if TYPE_CHECKING:
    from compliance.case import Case

EVENT_TYPE = {
    Channel.EMAIL: "email",
    Channel.SMS: "sms",
    Channel.VOICE: "call",
    Channel.LETTER: "letter",
}
"""The type of event that a contact by a channel leaves."""

_ANSWERS = frozenset({MessageKind.REPLY, MessageKind.PAYMENT_CONFIRMATION, MessageKind.OPT_OUT_CONFIRMATION})
_ELECTRONIC = frozenset({Channel.EMAIL, Channel.SMS})
_CONFIRMATION = frozenset({"opt_out_confirmation"})
_REPLIES = frozenset({"reply", "dunning", "consent_request"})
"""What follows an inbound contact on its channel used its one answer up, though it dunned."""


def answered_event(case: Case) -> Event | None:
    """Return the inbound event (or opt-out) that the contact answers; None if it answers none, by another
    medium, or if that one had its answer already."""
    facts = case.facts
    if facts.kind not in _ANSWERS:
        return None
    if facts.kind is MessageKind.OPT_OUT_CONFIRMATION and facts.channel not in _ELECTRONIC:
        return None  # 12 CFR 1006.14(h)(2)(i) speaks of an electronic confirmation
    event = _named(case) if facts.in_reply_to else _latest(case)
    return event if event is not None and not _is_answered(case, event) else None


def answers(case: Case, outbound: Event, inbound: Event, *, kinds: frozenset[str]) -> bool:
    """Return whether an outbound contact on the same channel was the answer to an inbound one. Whoever does
    not name what is answered answers only what was sent to the same actor.

    kinds: what it may say of itself and still be the answer, where it does not name what it answers.
    """
    if outbound.in_reply_to is not None:
        return outbound.in_reply_to == inbound.id
    us = case.facts.actor.id
    if (outbound.actor or us) != (inbound.actor or us):
        return False
    return outbound.at >= inbound.at and (outbound.kind is None or outbound.kind in kinds)


def _named(case: Case) -> Event | None:
    facts = case.facts
    inbound = next((event for event in case.inbound if event.id == facts.in_reply_to), None)
    if inbound is not None:
        is_ours = inbound.type == EVENT_TYPE[facts.channel] and case.is_by_actor(inbound)
        return inbound if is_ours else None
    return next((stop for stop in opt_outs(case) if stop.id == facts.in_reply_to), None)


def _latest(case: Case) -> Event | None:
    facts = case.facts
    if facts.kind is MessageKind.OPT_OUT_CONFIRMATION:
        return max(opt_outs(case), key=lambda stop: stop.at, default=None)
    if facts.kind is MessageKind.PAYMENT_CONFIRMATION:
        medium = EVENT_TYPE[facts.channel]
        return next((each for each in case.inbound if each.type == medium and case.is_by_actor(each)), None)
    return None


def _is_answered(case: Case, event: Event) -> bool:
    medium = EVENT_TYPE[case.facts.channel]
    sent = [contact for contact in case.outbound if contact.type == medium]
    if case.facts.kind is MessageKind.OPT_OUT_CONFIRMATION:
        stop = _latest(case)
        if stop is not None and any(_confirms(contact, stop) for contact in sent):
            return True
        kinds = _CONFIRMATION
    else:
        kinds = _REPLIES | {str(case.facts.kind)}
    return any(answers(case, contact, event, kinds=kinds) for contact in sent)


def _confirms(contact: Event, stop: Event) -> bool:
    """What followed an opt-out on its channel was its confirmation, whatever it answered."""
    return contact.at >= stop.at and (contact.kind is None or contact.kind in _CONFIRMATION)
