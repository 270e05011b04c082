"""One customer in memory: bills, the planner's decisions carried out, and messages that a test lets leave."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from gateway.domain.ids import OutreachId
from gateway.domain.portfolio import OpenItem
from gateway.domain.strategy import Strategy
from gateway.domain.words import OPEN_OUTREACH, OutreachState
from gateway.planner.balance import standing
from gateway.planner.calendar import Calendar, latest_date
from gateway.planner.decision import Cycle, Decision, Planned, Situation, decide


@dataclass
class Sent:
    """One message that left."""

    outreach: Planned
    at: datetime
    dates: tuple[date, ...]  # in each zone


@dataclass
class World:
    """Everything about one customer."""

    strategy: Strategy | None
    zones: tuple[str, ...] = ("America/New_York",)
    bills: dict[date, int] = field(default_factory=dict)
    cash: int = 0
    cycle: Cycle | None = None
    cycles: int = 0
    outreach: list[Planned] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    passed: list[tuple[int, str]] = field(default_factory=list)
    paused_until: date | None = None

    def run(self, now: datetime) -> Decision:
        """Carry out one dunning run's decision."""
        today = Calendar(now).today(self.zones)
        items = [OpenItem("USD", due_on, minor) for due_on, minor in self.bills.items() if minor]
        decision = decide(
            Situation(
                today=today,
                strategy=self.strategy,
                standing=standing(items, {"USD": self.cash}, today),
                cycle=self.cycle,
                last_number=self.cycles,
                outreach=list(self.outreach),
                paused_until=self.paused_until,
                minimum={"USD": 500},
            )
        )
        self._carry_out(decision, now)
        return decision

    def _carry_out(self, decision: Decision, now: datetime) -> None:
        if decision.ends:
            self.cycle = None
        if decision.begins:
            self.cycle, self.cycles = decision.begins, decision.begins.number
        if self.cycle and decision.passed:
            self.cycle = replace(self.cycle, passed=(*self.cycle.passed, *decision.passed))
            self.passed += [(self.cycle.number, one.step) for one in decision.passed]
        for planned, because in decision.cancels:
            self._set(planned, state=OutreachState.CANCELLED, because=because)
        if decision.plan and self.strategy:
            self._insert(decision, now)

    def _insert(self, decision: Decision, now: datetime) -> None:
        assert decision.plan is not None
        assert self.strategy is not None
        key = (self.strategy.id, decision.plan.id, decision.cycle_key)
        same = [one for one in self.outreach if (one.strategy, one.step, one.cycle) == key]
        if same:  # as the unique index has it: only what may come back is due again
            assert same[0].may_come_back
            self._set(same[0], state=OutreachState.DUE, because=None)
            return
        number = OutreachId(UUID(int=len(self.outreach) + 1))
        on = latest_date(now, self.zones)
        self.outreach.append(Planned(number, *key, OutreachState.DUE, on))

    def _set(self, planned: Planned, **changes: object) -> None:
        index = [one.outreach_id for one in self.outreach].index(planned.outreach_id)
        self.outreach[index] = replace(self.outreach[index], **changes)

    def send(self, now: datetime) -> None:
        """Let everything open leave."""
        for planned in list(self.outreach):
            if planned.state in OPEN_OUTREACH:
                self._set(planned, state=OutreachState.DONE, on=latest_date(now, self.zones))
                dates = tuple(latest_date(now, (zone,)) for zone in self.zones)
                self.sent.append(Sent(planned, now, dates))

    def hold(self, state: OutreachState) -> None:
        """Put everything open into another state, such as refused."""
        for planned in list(self.outreach):
            if planned.state in OPEN_OUTREACH:
                self._set(planned, state=state)

    def days(self, start: datetime, days: int) -> list[str]:
        """Run and send once a day; return the steps that left, each with its day after the start."""
        first = len(self.sent)
        for day in range(days):
            self.run(start + timedelta(days=day))
            self.send(start + timedelta(days=day))
        return [f"{one.outreach.step} {(one.at - start).days}" for one in self.sent[first:]]
