"""What did a dunning run do? Counts for people, machines and the tick's record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class PlanReport:
    """Counts of one run, by strategy where that helps."""

    dry_run: bool = False
    customers: int = 0  # looked at
    planned: Counter[str] = field(default_factory=Counter)  # outreach by strategy
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)  # outreach by strategy and step
    cancelled: int = 0
    passed: int = 0  # steps skipped or collapsed
    postponed: int = 0  # kept back by a pause
    began: int = 0
    ended: int = 0
    below_minimum: int = 0  # customers whose overdue balance is too small
    without_strategy: int = 0  # customers with an overdue balance whom no strategy is for
    without_creditor: int = 0  # customers whose creditor is not in the settings
    broken: int = 0  # customers about whom nothing could be decided; the log names them

    @property
    def planned_count(self) -> int:
        """How much outreach was planned."""
        return sum(self.planned.values())

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as JSON values."""
        return {
            "dry_run": self.dry_run,
            "customers": self.customers,
            "planned": self.planned_count,
            "by_strategy": dict(sorted(self.planned.items())),
            "by_step": {f"{strategy} {step}": n for (strategy, step), n in sorted(self.steps.items())},
            "cancelled": self.cancelled,
            "skipped": self.passed,
            "postponed": self.postponed,
            "cycles_begun": self.began,
            "cycles_ended": self.ended,
            "below_minimum": self.below_minimum,
            "without_strategy": self.without_strategy,
            "without_creditor": self.without_creditor,
            "broken": self.broken,
        }

    def as_lines(self) -> list[str]:
        """Return the counts in words; what did not happen is left out, but for the planned ones."""
        would = "Would plan" if self.dry_run else "Planned"
        lines = [f"{would} {self.planned_count:,} outreach, having looked at {self.customers:,} customers."]
        lines += [f"  {n:>8,}  {strategy} {step}" for (strategy, step), n in sorted(self.steps.items())]
        others = {
            "cycles begun": self.began,
            "cycles ended": self.ended,
            "outreach cancelled: not wanted any more": self.cancelled,
            "steps passed over": self.passed,
            "outreach put off: somebody has just paid or answered": self.postponed,
            "customers left alone: overdue, but below their strategy's minimum": self.below_minimum,
            "customers left alone: overdue, but no strategy is for them": self.without_strategy,
            "customers left alone: their creditor is not in the settings": self.without_creditor,
            "customers left alone: planning failed, and the log says for whom": self.broken,
        }
        return lines + [f"  {count:>8,}  {what}" for what, count in others.items() if count]
