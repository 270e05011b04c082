"""Which rules were in force then? Every rulebook that ever judged, read from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from compliance.rulebook import Rulebook, load_rulebook
from gateway.domain.errors import ConfigError
from gateway.ledger import EntryKind, Ledger, OpenedEntry
from gateway.store import Tx

_READ = 8  # rulebooks held ready; each is some megabytes


@dataclass(frozen=True, slots=True)
class KeptRulebook:
    """The rules behind one digest.

    rulebook: None where they cannot be had; problem says why, or what to bear in mind. since: when it was
    first recorded as in force; None for one that never was.
    """

    digest: str
    rulebook: Rulebook | None
    since: datetime | None
    problem: str = ""


class Rulebooks:
    """All rulebooks of an installation, by digest."""

    def __init__(self, tx: Tx, ledger: Ledger, today: Rulebook) -> None:
        self.today = today
        changes = ledger.of_system(tx, EntryKind.RULEBOOK_CHANGED)
        self._began = [(entry["public"]["now"], entry["at"]) for entry in changes]
        self._kept = {entry["public"]["now"]: entry for entry in reversed(changes)}
        self.of = lru_cache(_READ)(self._of)

    @property
    def in_force(self) -> tuple[tuple[str, datetime], ...]:
        """The digests that were ever recorded as in force with the first time, oldest first."""
        return tuple(sorted(((key, e["at"]) for key, e in self._kept.items()), key=lambda pair: pair[1]))

    def began(self, digest: str) -> tuple[datetime, ...]:
        """Return each time from which these rules were in force: again, where others stood between."""
        return tuple(at for one, at in self._began if one == digest)

    def _of(self, digest: str) -> KeptRulebook:
        """Return the rules behind a digest, as far as they were kept."""
        entry = self._kept.get(digest)
        since = entry["at"] if entry else None
        if digest == self.today.digest:
            return KeptRulebook(digest, self.today, since)
        packs = _packs(entry)
        if not packs:
            return KeptRulebook(digest, None, since, "the ledger does not hold the packs of then")
        try:
            rulebook = load_rulebook(packs)
        except ConfigError as problem:
            told = f"this version of Dunwell cannot read the packs of then ({problem})"
            return KeptRulebook(digest, None, since, told)
        if rulebook.digest == digest:
            return KeptRulebook(digest, rulebook, since)
        told = "the packs of then, but this version of Dunwell reasons differently than the one of then"
        return KeptRulebook(digest, rulebook, since, told)


def _packs(entry: OpenedEntry | None) -> Mapping[str, str]:
    private: Any = entry["private"] if entry else None
    return private.get("packs", {}) if isinstance(private, dict) else {}
