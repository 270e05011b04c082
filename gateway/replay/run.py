"""Which of the ledger's rulings would be others today? All that are wanted, asked again one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from gateway.ledger import Ledger, OpenedEntry
from gateway.replay.again import Replayed, ask_again
from gateway.replay.rulebooks import KeptRulebook
from gateway.store import Tx
from gateway.store.contact_log import LogFilter, LogRow, contact_log_page

_PAGE = 500
_SHOWN = 40  # differences in words; machines get all
NOT_A_MATTER = "decided without the rulebook: no contact point, a stale feed, an unknown creditor"


@dataclass(frozen=True, slots=True)
class Differing:
    """One ruling that would be another."""

    row: LogRow
    replayed: Replayed

    def as_json(self) -> dict[str, Any]:
        """Return it for machines; ids and numbers only."""
        found, kept = self.replayed.difference, self.replayed.kept
        assert found is not None
        assert kept is not None
        return {
            "entry_id": str(self.row.entry_id),
            "at": self.row.at.isoformat(),
            "customer_number": self.row.customer_number,
            "creditor": self.row.creditor_id,
            "account_id": kept.account_id,
            "channel": kept.channel,
            "change": found.change.value,
            "sentence": found.sentence,
        }


@dataclass(slots=True)
class ReplayReport:
    """What came of asking again."""

    rulings: int = 0
    questions: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    not_asked: Counter[str] = field(default_factory=Counter)  # by the reason
    remarks: set[str] = field(default_factory=set)
    differing: list[Differing] = field(default_factory=list)

    def add(self, row: LogRow, answers: list[Replayed]) -> None:
        """Count one ruling."""
        self.rulings += 1
        if not answers:
            self.not_asked[NOT_A_MATTER] += 1
        for answer in answers:
            self._count(row, answer)

    def _count(self, row: LogRow, answer: Replayed) -> None:
        if answer.again is None:
            self.not_asked[answer.problem] += 1
            return
        self.questions += 1
        found = answer.difference
        if found is not None:
            self.changes[found.change.value] += 1
            self.differing.append(Differing(row, answer))

    def as_json(self) -> dict[str, Any]:
        """Return the report for machines."""
        return {
            "rulings": self.rulings,
            "questions": self.questions,
            "same": self.questions - len(self.differing),
            "changes": dict(self.changes),
            "not_asked": dict(self.not_asked),
            "remarks": sorted(self.remarks),
            "differences": [one.as_json() for one in self.differing],
        }

    def as_lines(self) -> Iterator[str]:
        """Yield the report in words."""
        yield f"{self.rulings:,} rulings, {self.questions:,} questions asked again"
        yield f"  {self.questions - len(self.differing):,} answered as before"
        for change, count in self.changes.most_common():
            yield f"  {count:,} {change.replace('-', ' ')}"
        for reason, count in self.not_asked.most_common():
            yield f"  {count:,} not asked: {reason}"
        yield from (f"Bear in mind: {remark}." for remark in sorted(self.remarks))
        for one in self.differing[:_SHOWN]:
            told = one.as_json()
            yield ""
            yield f"{told['at']}  customer {told['customer_number']} of {told['creditor']}, {told['channel']}"
            yield f"  {told['sentence']}"
            yield f"  ledger entry {told['entry_id']}"
        if len(self.differing) > _SHOWN:
            yield f"\nand {len(self.differing) - _SHOWN:,} more; --json lists them all"


def replay(
    tx: Tx, ledger: Ledger, wanted: LogFilter, rules_for: Callable[[OpenedEntry], KeptRulebook]
) -> ReplayReport:
    """Return how the rulings of the contact log would be answered by the rules that `rules_for` chooses."""
    report = ReplayReport()
    for row, entry in rulings_of(tx, ledger, wanted):
        kept = rules_for(entry)
        if kept.rulebook is None:
            report.rulings += 1
            report.not_asked[kept.problem] += 1
            continue
        if kept.problem:
            report.remarks.add(kept.problem)
        report.add(row, list(ask_again(entry, kept.rulebook)))
    return report


def rulings_of(tx: Tx, ledger: Ledger, wanted: LogFilter) -> Iterator[tuple[LogRow, OpenedEntry]]:
    """Yield the lines of the contact log with their ledger entries, newest first."""
    after = None
    while rows := contact_log_page(tx, wanted, limit=_PAGE, after=after):
        entries = ledger.open_many(tx, [row.entry_id for row in rows])
        yield from ((row, entries[row.entry_id]) for row in rows)
        after = (rows[-1].at, rows[-1].entry_id)
