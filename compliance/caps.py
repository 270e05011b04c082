"""Which rules allow only so many contacts within a window, and how many are there at an instant?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from compliance.asking import Asked
from compliance.case import Case
from compliance.facts import Facts
from compliance.packs import Entry
from compliance.rulebook import Rulebook
from compliance.rules.call_frequency import CallFrequency
from compliance.rules.contact_cap import ContactCap
from compliance.windows import Window


class Cap(Protocol):
    """A rule that counts contacts."""

    @property
    def most(self) -> int:
        """As many contacts as one window may hold."""

    @property
    def window(self) -> Window:
        """Within which they are counted together."""

    def reached(self, case: Case, at: datetime) -> int:
        """Return how many contacts count at an instant, by the clock by which the most do."""


@dataclass(frozen=True, slots=True)
class CappedEntry:
    """One entry of a pack that counts contacts."""

    asked: Asked
    cap: Cap

    @property
    def entry(self) -> Entry:
        """What the pack says."""
        return self.asked.entry

    @property
    def key(self) -> tuple[str, str]:
        """Pack and rule."""
        return self.entry.pack, self.entry.id


class Caps:
    """The capped entries of a rulebook, by pack and rule. A rule may stand in several periods."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._entries: dict[tuple[str, str], list[CappedEntry]] = {}
        for pack in rulebook.packs:
            for asked in rulebook.asked_of(pack):
                if isinstance(asked.entry.rule, ContactCap | CallFrequency):
                    found = CappedEntry(asked, asked.entry.rule)
                    self._entries.setdefault(found.key, []).append(found)

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def binding(self, facts: Facts) -> Iterator[CappedEntry]:
        """Yield the capped entries that are asked about this contact; what has happened plays no part."""
        alone = replace(facts, events=())
        ruling, case = self._rulebook.judge(alone), Case(alone)
        for verdict in ruling.verdicts:
            for found in self._entries.get((verdict.pack, verdict.rule), ()):
                if found.asked.in_force(case, facts.at) and facts.kind not in found.entry.passes:
                    yield found


def reached(caps: Mapping[tuple[str, str], CappedEntry], facts: Facts) -> dict[tuple[str, str], int]:
    """Return how many contacts count for each cap at the facts' instant; later events are left out."""
    case = Case(replace(facts, events=tuple(event for event in facts.events if event.at <= facts.at)))
    return {key: found.cap.reached(case, facts.at) for key, found in caps.items()}
