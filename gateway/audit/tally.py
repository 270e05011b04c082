"""What has an audit counted so far? One tally for each part of the ledger; the parts are added up."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from gateway.audit.figures import Gap, Hours, Reaction, Worst
from gateway.audit.violation import Violation

WORST_ACCOUNTS = 20
KEPT_OPEN = 1000  # ids of attempts whose outcome is open; more are counted only

LimitKey = tuple[str, str, str]
"""Digest of the rulebook, pack and rule."""
AccountWindow = tuple[int, str, str, str | None, str | None]
"""Calls in the window, when it ended, account, entry of the last call (None: told by others), creditor."""


@dataclass(slots=True)
class Tally:
    """Counts and worst cases. Keys are plain words, so that a tally can be sent to another process."""

    entries: Counter[str] = field(default_factory=Counter)  # judged | outside | later
    kinds: Counter[str] = field(default_factory=Counter)
    subjects: int = 0
    erased: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    rulings: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # creditor, channel, verdict
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)  # verdict, deciding rule
    again: Counter[str] = field(default_factory=Counter)
    books: Counter[str] = field(default_factory=Counter)  # rulings by digest
    questions: Counter[str] = field(default_factory=Counter)
    contacts: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # creditor, channel, state
    limits: dict[LimitKey, Worst] = field(default_factory=dict)
    gaps: dict[str, Gap] = field(default_factory=dict)
    accounts: list[AccountWindow] = field(default_factory=list)
    hours: dict[tuple[str, str], Hours] = field(default_factory=dict)  # region, channel
    reactions: dict[str, Reaction] = field(default_factory=dict)
    disclosures: dict[str, Counter[str]] = field(default_factory=dict)  # by template
    attempts: Counter[str] = field(default_factory=Counter)
    unknown: list[tuple[str, str]] = field(default_factory=list)  # attempt, entry
    violations: list[Violation] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what another part counted."""
        for name in ("entries", "kinds", "rulings", "rules", "again", "books", "questions", "contacts"):
            getattr(self, name).update(getattr(other, name))
        self.attempts.update(other.attempts)
        self.subjects += other.subjects
        self.erased += other.erased
        for at in (other.first_at, other.last_at):
            self.see_instant(at)
        for name in ("limits", "gaps", "hours", "reactions"):
            mine = getattr(self, name)
            for key, figure in getattr(other, name).items():
                if key in mine:
                    mine[key].add(figure)
                else:
                    mine[key] = figure
        for template, counts in other.disclosures.items():
            self.disclosures.setdefault(template, Counter()).update(counts)
        self.accounts = heapq.nlargest(WORST_ACCOUNTS, [*self.accounts, *other.accounts], key=_by_count)
        self.unknown = [*self.unknown, *other.unknown][:KEPT_OPEN]
        self.violations += other.violations

    def see_instant(self, at: datetime | None) -> None:
        """Widen the period that was judged."""
        if at is not None:
            self.first_at = at if self.first_at is None else min(self.first_at, at)
            self.last_at = at if self.last_at is None else max(self.last_at, at)

    def account_ids(self) -> set[str]:
        """Return the accounts that a report names."""
        named = {window[2] for window in self.accounts}
        figures: list[Worst | Gap] = [*self.limits.values(), *self.gaps.values()]
        named |= {figure.account_id for figure in figures if figure.account_id}
        return (named | {one.account_id for one in self.violations if one.account_id}) - {""}

    def see_account(self, window: AccountWindow) -> None:
        """Take an account's worst window of calls; only the worst accounts are kept."""
        self.accounts = heapq.nlargest(WORST_ACCOUNTS, [*self.accounts, window], key=_by_count)


def _by_count(window: AccountWindow) -> tuple[int, str, str]:
    return window[0], window[1], window[2]
