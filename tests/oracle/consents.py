"""To what did the person consent, and does it still hold?"""

from __future__ import annotations

from datetime import datetime

from compliance.facts import Event
from tests.oracle.asked import Asked


def consents(asked: Asked, to: str, *, written: bool = False, transfers: bool = False) -> list[Event]:
    """Return the consents to something that cover this contact point and were not revoked since.

    Consent is given to one actor and does not transfer, unless a law says that the creditor's does."""
    holders = {None, asked.facts.actor.id} | ({asked.facts.account.creditor} if transfers else set())
    return [
        event
        for event in asked.standing("consent")
        if event.to == to
        and event.contact_point in (None, asked.facts.contact_point.id)
        and event.given_to in holders
        and (event.written or not written)
        and not any(asks_at >= event.at for asks_at in revocations(asked, event))
    ]


def revocations(asked: Asked, consent: Event) -> list[datetime]:
    """Return when such a consent was taken back, as far as this contact point is concerned."""
    points = (None, consent.contact_point, asked.facts.contact_point.id)
    return [
        event.at
        for event in asked.standing("consent_revoked")
        if event.to in (None, consent.to) and event.contact_point in points
    ]


def has_consent(asked: Asked, found: list[Event], at: datetime) -> bool:
    """Return whether any of some consents still holds."""
    return any(asked.permits(event, at) for event in found)
