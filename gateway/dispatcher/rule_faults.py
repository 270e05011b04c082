"""Which rules could not decide about a customer? Nobody is contacted then, and somebody has to be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import structlog

from compliance.verdict import RuleVerdict
from gateway.dispatcher.judging import Judgement
from gateway.domain.ids import Ids
from gateway.domain.words import Verdict

BROKEN_RULE = "broken-rule"  # the kind of the task

log = structlog.get_logger(__name__)


def faults_in(judged: Iterable[Judgement]) -> Iterator[RuleVerdict]:
    """Yield the verdicts of rules that failed. Such a rule refuses, so that only refusals are looked at."""
    for judgement in judged:
        for _, ruling in judgement.rulings:
            if ruling.verdict is Verdict.REFUSE:
                yield from (verdict for verdict in ruling.verdicts if verdict.fault)


class RuleAlarm:
    """Tells of each failing rule once in a batch by the log, and once a day by a task."""

    def __init__(self, ids: Ids, now: datetime) -> None:
        self._ids, self._now = ids, now
        self._told: dict[tuple[str, str], RuleVerdict] = {}

    def hear(self, judged: Iterable[Judgement]) -> None:
        """Note the rules that failed."""
        for verdict in faults_in(judged):
            self._told.setdefault((verdict.pack, verdict.rule), verdict)

    def tasks(self) -> list[dict[str, Any]]:
        """Return the tasks to open, and write the log."""
        for verdict in self._told.values():
            log.error(
                "a rule could not decide",
                action="rule:broken",
                pack=verdict.pack,
                rule=verdict.rule,
                error=verdict.fault,
            )
        return [self._task(verdict) for verdict in self._told.values()]

    def _task(self, verdict: RuleVerdict) -> dict[str, Any]:
        name = f"{verdict.pack}/{verdict.rule}"
        return {
            "task_id": self._ids.new(),
            "customer_id": None,
            "kind": BROKEN_RULE,
            "reference": f"{name}:{self._now.date()}",  # one alarm a day and rule, not one a customer
            "text": f"The rule {name} could not decide ({verdict.fault}); whom it concerns is not contacted.",
            "opened_at": self._now,
        }
