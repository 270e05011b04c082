"""What does a chunk of decisions write? Rows and ledger entries, collected and then written in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from gateway.domain.ids import CustomerId, EntryId, Ids, OutreachId
from gateway.domain.portfolio import Customer
from gateway.domain.strategy import Step, Strategy
from gateway.domain.words import MadeBy, Origin, OutreachState
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.planner.calendar import Calendar
from gateway.planner.decision import COMES_BACK, LOOK_AT_LEAST_EVERY, Cycle, Decision
from gateway.planner.report import PlanReport
from gateway.planner.situations import Subject, memory_of
from gateway.store import Tx, plans


class Writing:
    """Everything that one chunk changes."""

    def __init__(self, calendar: Calendar, ids: Ids, report: PlanReport) -> None:
        self._calendar, self._now, self._ids, self._report = calendar, calendar.now, ids, report
        self._entries: list[Entry] = []
        self._begun: list[dict[str, Any]] = []
        self._ended: list[tuple[CustomerId, date]] = []
        self._memories: list[tuple[CustomerId, Mapping[str, Any]]] = []
        self._planned: dict[CustomerId, dict[str, Any]] = {}
        self._digests: dict[str, str] = {}  # of the strategies planned by
        self._cancelled: dict[str, dict[OutreachId, CustomerId]] = defaultdict(dict)
        self._postponed: list[tuple[OutreachId, datetime]] = []
        self._appointments: list[tuple[CustomerId, datetime | None]] = []

    def unknown_creditor(self, customer: Customer) -> None:
        """Leave a customer alone whose creditor is not in the settings, and look again later."""
        self._report.customers += 1
        self._report.without_creditor += 1
        self._appointments.append((customer.customer_id, self._now + LOOK_AT_LEAST_EVERY))

    def set_aside(self, customer: Customer) -> None:
        """Leave a customer alone about whom nothing could be decided, and try again tomorrow."""
        self._report.customers += 1
        self._report.broken += 1
        self._appointments.append((customer.customer_id, self._now + timedelta(days=1)))

    def add(self, subject: Subject, decision: Decision) -> None:
        """Take up one customer's decision."""
        situation = subject.situation
        self._report.customers += 1
        self._report.below_minimum += decision.below_minimum
        self._report.without_strategy += situation.strategy is None and situation.standing.is_overdue
        self._cycle(subject, decision)
        for planned, because in decision.cancels:
            self._cancelled[because][planned.outreach_id] = subject.customer.customer_id
        if situation.paused_until is not None and decision.postpones:
            until = self._calendar.begins_at(situation.paused_until, subject.zones)
            self._postponed += [(planned.outreach_id, until) for planned in decision.postpones]
        if decision.plan is not None and situation.strategy is not None:
            self._plan(subject.customer, situation.strategy, decision.plan, decision.cycle_key)
        look = decision.look_on
        at = self._calendar.begins_at(look, subject.zones) if look is not None else None
        self._appointments.append((subject.customer.customer_id, at))

    def write(self, tx: Tx, ledger: Ledger) -> None:
        """Write all of it, and the ledger's entries for what really changed, in the caller's transaction."""
        plans.end_cycles(tx, self._ended)
        plans.begin_cycles(tx, self._begun)
        plans.remember_passed(tx, self._memories)
        for because, wanted in self._cancelled.items():
            self._record_cancelled(plans.cancel(tx, list(wanted), because), wanted, because)
        self._record_planned(plans.plan(tx, list(self._planned.values()), COMES_BACK))
        self._report.postponed += plans.postpone(tx, self._postponed)
        plans.appoint(tx, self._appointments)
        ledger.append(tx, self._entries)

    def _cycle(self, subject: Subject, decision: Decision) -> None:
        situation, customer = subject.situation, subject.customer
        if decision.ends is not None and situation.cycle is not None:
            self._ended.append((customer.customer_id, situation.today))
            self._report.ended += 1
            self._record(customer.customer_id, EntryKind.CYCLE_ENDED, _about(situation.cycle, decision.ends))
        cycle = decision.begins or (situation.cycle if decision.ends is None else None)
        if cycle is None:
            return
        if decision.passed:
            self._pass_over(customer.customer_id, cycle, decision)
        cycle = replace(cycle, passed=(*cycle.passed, *decision.passed))
        if decision.begins is not None:
            self._begin(customer, cycle, situation.today)
        elif decision.passed:
            self._memories.append((customer.customer_id, memory_of(cycle)))

    def _begin(self, customer: Customer, cycle: Cycle, today: date) -> None:
        self._begun.append(
            {
                "cycle_id": self._ids.new(),
                "customer_id": customer.customer_id,
                "creditor_id": customer.creditor_id,
                "number": cycle.number,
                "strategy": cycle.strategy,
                "began_on": today,
                "state": memory_of(cycle),
            }
        )
        self._report.began += 1
        self._record(customer.customer_id, EntryKind.CYCLE_BEGAN, _about(cycle))

    def _pass_over(self, customer_id: CustomerId, cycle: Cycle, decision: Decision) -> None:
        self._report.passed += len(decision.passed)
        for one in decision.passed:
            public = {**_about(cycle), "step": one.step, "was_due_on": one.on.isoformat()}
            self._record(customer_id, EntryKind.STEP_SKIPPED, public)

    def _plan(self, customer: Customer, strategy: Strategy, step: Step, cycle_key: str) -> None:
        self._digests[strategy.id] = strategy.digest
        by_person = step.made_by is MadeBy.COLLECTOR
        lapses_at = self._now + timedelta(days=step.call_within_days) if by_person else None
        self._planned[customer.customer_id] = {
            "outreach_id": self._ids.new(),
            "customer_id": customer.customer_id,
            "creditor_id": customer.creditor_id,
            "origin": Origin.STRATEGY.value,
            "strategy": strategy.id,
            "step": step.id,
            "cycle": cycle_key,
            "kind": step.kind.value,
            "template": step.template,
            "tone": step.tone,
            "channels": [channel.value for channel in step.channels],
            "state": OutreachState.DUE.value,
            "due_at": self._now,
            "planned_at": self._now,
            "made_by": step.made_by.value,
            "not_after": lapses_at,
        }

    def _record_planned(self, written: Mapping[UUID, OutreachId]) -> None:
        for customer_id, outreach_id in written.items():
            row = self._planned[CustomerId(customer_id)]
            self._report.planned[row["strategy"]] += 1
            self._report.steps[row["strategy"], row["step"]] += 1
            public = {key: row[key] for key in ("strategy", "step", "cycle", "kind", "template", "channels")}
            public |= {"outreach": str(outreach_id), "strategy_digest": self._digests[row["strategy"]]}
            self._record(CustomerId(customer_id), EntryKind.OUTREACH_PLANNED, public)

    def _record_cancelled(
        self, done: set[OutreachId], wanted: Mapping[OutreachId, CustomerId], because: str
    ) -> None:
        self._report.cancelled += len(done)
        for outreach_id, customer_id in wanted.items():
            if outreach_id in done:
                public = {"outreach": str(outreach_id), "because": because}
                self._record(customer_id, EntryKind.OUTREACH_CANCELLED, public)

    def _record(self, customer_id: CustomerId, kind: EntryKind, public: Mapping[str, Any]) -> None:
        self._entries.append(Entry(EntryId(self._ids.new()), customer_id, kind, self._now, public))


def _about(cycle: Cycle, because: str | None = None) -> dict[str, Any]:
    about: dict[str, Any] = {"cycle": cycle.number, "strategy": cycle.strategy}
    return about if because is None else {**about, "because": because}
