"""What is wrong with the ledger, and where?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `position` is the place in the tree, counted from 0, where one is known."""

    what: str
    position: int | None = None
    entry_id: str | None = None

    def __str__(self) -> str:
        place = [] if self.position is None else [f"position {self.position}"]
        place += [] if self.entry_id is None else [f"entry {self.entry_id}"]
        return f"{', '.join(place)}: {self.what}" if place else self.what


def first_of(findings: Iterable[Finding | None]) -> Finding | None:
    """Return the finding at the lowest position; those without a position come last."""
    return min((f for f in findings if f is not None), key=_rank, default=None)


def _rank(finding: Finding) -> tuple[bool, int]:
    return finding.position is None, finding.position or 0
