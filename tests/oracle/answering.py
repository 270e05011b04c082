"""What of the customer's does this contact answer, for the first time and by the same medium?"""

from __future__ import annotations

from datetime import datetime

from compliance.facts import Event
from tests.oracle.asked import CHANNEL_OF, Asked
from tests.oracle.opting_out import opt_outs

ELECTRONIC = ("email", "sms")
CONFIRMATIONS: set[str | None] = {None, "opt_out_confirmation"}
ANSWERS: set[str | None] = {None, "reply", "dunning", "consent_request"}


def answers(asked: Asked, after: datetime | None = None) -> bool:
    """Return whether the contact is the one answer to something; after an instant, if one is given."""
    found = _what_it_answers(asked)
    return found is not None and not _had_its_answer(asked, found) and (after is None or found.at > after)


def answered_at(asked: Asked) -> datetime | None:
    """Return when that came which the contact is the one answer to."""
    found = _what_it_answers(asked)
    return None if found is None or _had_its_answer(asked, found) else found.at


def _what_it_answers(asked: Asked) -> Event | None:
    name = asked.facts.in_reply_to
    here = [e for e in from_the_person(asked) if CHANNEL_OF.get(e.type) == asked.facts.channel]
    if asked.kind == "opt_out_confirmation":
        stops = opt_outs(asked) if asked.facts.channel in ELECTRONIC else []
        named = [event for event in stops if name is None or event.id == name]
        return named[-1] if named else None
    if asked.kind not in ("reply", "payment_confirmation") or (asked.kind == "reply" and name is None):
        return None
    named = [event for event in here if name is None or event.id == name]
    return named[-1] if named else None


def from_the_person(asked: Asked) -> list[Event]:
    """Return what the person sent to the asking actor, oldest first."""
    found = [e for e in asked.contacts("inbound") if asked.is_ours(e) and asked.is_with_the_person(e)]
    return sorted(found, key=lambda event: event.at)


def _had_its_answer(asked: Asked, event: Event) -> bool:
    sent = [
        contact
        for contact in asked.contacts("outbound")
        if asked.is_with_the_person(contact) and CHANNEL_OF[contact.type] == asked.facts.channel
    ]
    if asked.kind == "opt_out_confirmation":
        last = opt_outs(asked)[-1]  # whatever followed it was its confirmation, unless it says otherwise
        if any(contact.at >= last.at and contact.kind in CONFIRMATIONS for contact in sent):
            return True
        return any(is_answer_to(asked, contact, event, CONFIRMATIONS) for contact in sent)
    return any(is_answer_to(asked, contact, event, ANSWERS | {asked.kind}) for contact in sent)


def is_answer_to(asked: Asked, contact: Event, event: Event, kinds: set[str | None]) -> bool:
    """Return whether a contact on the same channel answered an event: by name, or by coming after it."""
    if contact.in_reply_to is not None:
        return contact.in_reply_to == event.id
    us = asked.facts.actor.id
    return (contact.actor or us) == (event.actor or us) and contact.at >= event.at and contact.kind in kinds
