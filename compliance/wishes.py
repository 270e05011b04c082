"""Which times and places that the person called inconvenient are still so?"""

from __future__ import annotations

from datetime import datetime

from compliance.case import Case
from compliance.facts import Event


def standing_wishes(case: Case, at: datetime) -> list[Event]:
    """Return the wishes that bind at an instant: not for one contact only, not lifted, not ended."""
    return [
        wish
        for wish in case.standing("inconvenient")
        if not wish.only_now and not _is_lifted(case, wish) and not _has_ended(case, wish, at)
    ]


def _is_lifted(case: Case, wish: Event) -> bool:
    """`convenient_again` lifts what it repeats key for key."""
    said = (wish.days, wish.from_time, wish.to_time, wish.place)
    return any(
        lift.at > wish.at and (lift.days, lift.from_time, lift.to_time, lift.place) == said
        for lift in case.standing("convenient_again")
    )


def _has_ended(case: Case, wish: Event, at: datetime) -> bool:
    ends = case.bar_ends(wish)
    return ends is not None and at >= ends
