"""Which consents of the person does the actor hold now, and until when?"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from compliance.facts import Event

if TYPE_CHECKING:
    from compliance.case import Case


def consents(case: Case, to: str, *, transfers: bool = False) -> tuple[Event, ...]:
    """Return the consents to something that reach this contact point and were not revoked, oldest first;
    their own `until` is not looked at.

    transfers: a consent given to the creditor is good for whoever collects for it. Under Regulation F it is
    not: consent must be given directly to the collector (comment 6(b)(4)(i)-2).
    """
    given = case.standing("consent")
    if not given:
        return ()
    holders = {None, case.facts.actor.id}
    if transfers:
        holders.add(case.facts.account.creditor)
    return tuple(
        consent
        for consent in given
        if consent.to == to
        and consent.given_to in holders
        and consent.contact_point in (None, case.facts.contact_point.id)
        and revoked_at(case, consent) is None
    )


def is_held(case: Case, consent: Event, at: datetime) -> bool:
    """Return whether a consent that was not revoked has not run out at an instant either."""
    ends = case.permission_ends(consent)
    return ends is None or at < ends


def held_at(case: Case, to: str, at: datetime, *, transfers: bool = False) -> Event | None:
    """Return the latest consent held at an instant."""
    held = [each for each in consents(case, to, transfers=transfers) if is_held(case, each, at)]
    return held[-1] if held else None


def was_agreed(case: Case, to: str, contact: Event) -> bool:
    """Return whether a contact was made within the person's consent to something, given to the actor before
    and not taken back by then."""
    for consent in case.standing("consent"):
        reaches = consent.contact_point in (None, contact.contact_point)
        if consent.to != to or consent.given_to not in (None, case.facts.actor.id) or not reaches:
            continue
        revoked = revoked_at(case, consent)
        is_over = revoked is not None and revoked <= contact.at
        if consent.at < contact.at and is_held(case, consent, contact.at) and not is_over:
            return True
    return False


def revoked_at(case: Case, consent: Event) -> datetime | None:
    """Return when a consent was revoked by name; a revocation that names no contact point reaches all."""
    for revocation in case.standing("consent_revoked"):
        names_it = revocation.to in (None, consent.to)
        reaches = revocation.contact_point in (None, consent.contact_point, case.facts.contact_point.id)
        if names_it and reaches and revocation.at >= consent.at:
            return revocation.at
    return None
