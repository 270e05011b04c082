"""To what did the person consent, and does it still hold?"""

from __future__ import annotations

from datetime import datetime

from compliance.facts import Event
from tests.oracle.asked import Asked


def consents(asked: Asked, to: str, *, written: bool = False, transfers: bool = False) -> list[Event]:
    """Return the consents to something that cover this contact point and were not revoked since."""
    return [
        event
        for event in asked.standing("consent")
        if event.to == to
        and asked.is_with_the_person(event)
        and event.contact_point in (None, asked.facts.contact_point.id)
        and (transfers or event.given_to in (None, asked.facts.actor.id))
        and (event.written or not written)
        and not any(later.at >= event.at for later in revocations(asked, to))
    ]


def revocations(asked: Asked, to: str) -> list[Event]:
    """Return what took such a consent back, as far as this contact point is concerned."""
    return [
        event
        for event in asked.standing("consent_revoked")
        if event.to in (None, to) and event.contact_point in (None, asked.facts.contact_point.id)
    ]


def has_consent(asked: Asked, found: list[Event], at: datetime) -> bool:
    """Return whether any of some consents still holds."""
    return any(asked.permits(event, at) for event in found)
