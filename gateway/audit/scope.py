"""Which entries does an audit judge? Those of a period and a creditor, as far as the signed tree reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Scope:
    """since, until: whole days in UTC, both included; None: no limit. creditor: None for all of them."""

    since: date | None = None
    until: date | None = None
    creditor: str | None = None

    def holds(self, at: datetime, creditor: str | None) -> bool:
        """Whether a contact or ruling of that instant is to be judged. One whose creditor nobody knows any
        more is."""
        if self.creditor is not None and creditor not in (None, self.creditor):
            return False
        return (self.since is None or at >= _midnight(self.since)) and (
            self.until is None or at < _midnight(self.until) + timedelta(days=1)
        )

    def __str__(self) -> str:
        period = f"from {self.since or 'the first entry'} to {self.until or 'the last entry'}"
        return period if self.creditor is None else f"{period}, creditor {self.creditor}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
