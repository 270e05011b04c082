"""How much of a limit is used up, by which contacts, and when does the oldest of them stop counting?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from compliance.case import PROFESSIONALS, Case
from compliance.facts import Event
from compliance.rule import Rule
from compliance.rules.call_frequency import CallFrequency
from compliance.rules.contact_cap import ContactCap


@dataclass(frozen=True, slots=True)
class Tally:
    """What counts against one limit at one instant.

    window: within which they are counted together, as a reader would say it. contacts: newest first.
    frees_at: when the oldest of them stops counting on every clock of the person; None where there is none.
    """

    most: int
    window: str
    contacts: tuple[Event, ...]
    frees_at: datetime | None

    @property
    def used(self) -> int:
        """How many count."""
        return len(self.contacts)


def tally_of(rule: Rule, case: Case, at: datetime) -> Tally | None:
    """Return what counts against a rule's limit; None for a rule that counts nothing about this contact."""
    if not isinstance(rule, ContactCap | CallFrequency) or case.facts.person.relation in PROFESSIONALS:
        return None
    if isinstance(rule, ContactCap) and not rule.is_about(case):
        return None
    contacts = rule.counting(case, at)
    frees_at = max(rule.window.frees(zone, contacts[-1].at) for zone in case.calendars) if contacts else None
    return Tally(rule.most, rule.window.words, tuple(contacts), frees_at)
