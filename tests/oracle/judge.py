"""Is this contact allowed at this instant? Every entry that binds is asked; the strictest answer wins."""

from __future__ import annotations

from datetime import datetime

from compliance.facts import Facts
from tests.oracle import advice, counts, permissions, stops, times
from tests.oracle.asked import Asked
from tests.oracle.packs import CORE, LAW, POLICY, Entry
from tests.oracle.permissions import needs_email_check, needs_number_check
from tests.oracle.rule import RULES, AtAnInstant, Word

_ALL = (advice, counts, permissions, stops, times)  # each enters its rules


class Oracle:
    """One question, put to a set of entries."""

    def __init__(self, entries: tuple[Entry, ...], facts: Facts, policy: tuple[str, ...] | None) -> None:
        self.asked = Asked(facts)
        self.bench: list[tuple[Entry, AtAnInstant]] = [
            (entry, RULES[entry.kind](self.asked, entry))
            for entry in entries
            if _is_asked(entry, self.asked, policy) and entry.binds(facts)
        ]
        self._last = 0

    def verdicts(self, at: datetime) -> dict[tuple[str, str], Word]:
        """Return what every rule in force says at an instant."""
        dates = self.asked.dates(at)
        return {(e.pack, e.id): says(at) for e, says in self.bench if e.in_force(dates)}

    def steps(self, at: datetime) -> set[str]:
        """Return the checks that a lost safe harbour asks for."""
        dates = self.asked.dates(at)
        kinds = [entry for entry, _ in self.bench if entry.in_force(dates)]
        found = set()
        if any(e.kind == "email_procedure" for e in kinds) and needs_email_check(self.asked, at):
            found.add("email_procedure_check")
        if any(e.kind == "text_safe_harbour" and needs_number_check(self.asked, e, at) for e in kinds):
            found.add("reassigned_number_check")
        return found

    def verdict(self, at: datetime) -> Word:
        """Return the strictest of all answers."""
        return strictest(self.verdicts(at))

    def says(self, at: datetime) -> Word:
        """Return whether anything opposes at an instant, as one word."""
        return "defer" if self.is_closed(at) else "allow"

    def is_closed(self, at: datetime) -> bool:
        """Return whether any rule opposes. The one that opposed last is asked first: one is enough."""
        dates = self.asked.dates(at)
        size = len(self.bench)
        for index in range(self._last, self._last + size):
            entry, says = self.bench[index % size]
            if entry.in_force(dates) and says(at) != "allow":
                self._last = index % size
                return True
        return False


def strictest(verdicts: dict[tuple[str, str], Word]) -> Word:
    """Return the strictest of some verdicts."""
    said = verdicts.values()
    return "refuse" if "refuse" in said else "defer" if "defer" in said else "allow"


def _is_asked(entry: Entry, asked: Asked, policy: tuple[str, ...] | None) -> bool:
    if entry.pack_kind == LAW or (entry.pack_kind == POLICY and policy is None):
        return entry.is_there(asked.regions)
    return entry.pack_kind == CORE or entry.pack in (
        policy or ()
    )  # what a question lists is asked wherever the person is
