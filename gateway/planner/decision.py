"""What does a dunning run do about one customer? It begins or ends the cycle, plans, cancels, or waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from gateway.domain.ids import OutreachId
from gateway.domain.strategy import Step, Strategy
from gateway.domain.words import NOTHING_OWED, OPEN_OUTREACH, OutreachState
from gateway.planner.balance import Standing, reaches_minimum
from gateway.planner.steps import NextStep, Taken, anchor, next_step, next_upcoming

# Why a run cancels: kept with the outreach, and read again, for some come back when the reason is gone.
BELOW_MINIMUM = "The overdue balance is below the strategy's minimum."
NOTHING_DUE = "Nothing is left of what this reminder was about."
CYCLE_ENDED = "Nothing is overdue any more."
STRATEGY_CHANGED = "The customer has another strategy now."
NOBODY_CALLED = "Nobody called in time."
OVERDUE_NOW = "The balance became overdue; the reminders after the due date take over."
COMES_BACK = frozenset({BELOW_MINIMUM, NOTHING_DUE, NOTHING_OWED})

_HOLDS = OPEN_OUTREACH | {OutreachState.IN_HAND, OutreachState.BROKEN}
_BEFORE = "before:"
LOOK_AT_LEAST_EVERY = timedelta(days=28)  # a safety net: every new fact makes the planner look at once


@dataclass(frozen=True, slots=True)
class Cycle:
    """The open cycle of a customer."""

    number: int
    strategy: str
    anchor_on: date
    passed: tuple[Taken, ...] = ()

    @property
    def key(self) -> str:
        """What its outreach rows carry."""
        return str(self.number)


@dataclass(frozen=True, slots=True)
class Planned:
    """An outreach row that a strategy asked for.

    on: the latest date that its sending had in the customer's zones; before that, of its planning.
    lapses_on: the first day on which it is not wanted any more; None: it waits however long.
    """

    outreach_id: OutreachId
    strategy: str
    step: str
    cycle: str
    state: OutreachState
    on: date
    because: str | None = None
    lapses_on: date | None = None

    @property
    def may_come_back(self) -> bool:
        """Whether it was cancelled for a reason that can go away again."""
        return self.state is OutreachState.CANCELLED and self.because in COMES_BACK


@dataclass(frozen=True, slots=True)
class Situation:
    """One customer on one day."""

    today: date
    strategy: Strategy | None
    standing: Standing
    cycle: Cycle | None = None
    last_number: int = 0  # of the customer's cycles so far
    outreach: Sequence[Planned] = ()
    paused_until: date | None = None  # first day on which planning goes on
    minimum: Mapping[str, int] = field(default_factory=dict)  # the strategy's, in minor units by currency


@dataclass(slots=True)
class Decision:
    """What is to be written. `look_on`: when to look again; None: not before something happens."""

    ends: str | None = None  # why the open cycle ends
    begins: Cycle | None = None
    passed: tuple[Taken, ...] = ()
    cancels: list[tuple[Planned, str]] = field(default_factory=list)
    postpones: list[Planned] = field(default_factory=list)
    plan: Step | None = None
    cycle_key: str = ""
    look_on: date | None = None
    below_minimum: bool = False
    next_step: Step | None = None  # planned now, or on `next_on`
    next_on: date | None = None


def decide(now: Situation) -> Decision:
    """Return what a dunning run does about one customer. Pure; a second run changes nothing."""
    decision = Decision()
    cycle = _settle_cycle(now, decision)
    waiting = _settle_outreach(now, cycle, decision)
    if waiting:
        _wait(now, waiting, decision)
    elif now.strategy is not None:
        _plan(now, now.strategy, cycle, decision)
    decision.look_on = _look_on(now, decision)
    return decision


def _settle_cycle(now: Situation, decision: Decision) -> Cycle | None:
    """End the cycle that is over, begin the one that is not yet; return the one that goes on."""
    cycle = now.cycle
    if cycle is not None and not now.standing.is_overdue:
        decision.ends, cycle = CYCLE_ENDED, None
    elif cycle is not None and (now.strategy is None or now.strategy.id != cycle.strategy):
        decision.ends, cycle = STRATEGY_CHANGED, None
    if now.strategy is None or now.standing.oldest_due_on is None:
        return cycle
    decision.below_minimum = not reaches_minimum(now.standing.overdue_minor, now.minimum)
    if cycle is None and not decision.below_minimum:
        began = anchor(now.strategy, now.standing.oldest_due_on, now.today)
        cycle = decision.begins = Cycle(now.last_number + 1, now.strategy.id, began)
    return cycle


def _settle_outreach(now: Situation, cycle: Cycle | None, decision: Decision) -> list[Planned]:
    """Cancel what is not wanted any more; return what is still under way."""
    waiting = []
    for planned in now.outreach:
        if planned.state not in _HOLDS:
            continue
        because = _unwanted(planned, now, cycle, decision)
        if because is not None and planned.state in OPEN_OUTREACH:
            decision.cancels.append((planned, because))
        elif because is None or planned.state is OutreachState.IN_HAND:
            waiting.append(planned)
    return waiting


def _unwanted(planned: Planned, now: Situation, cycle: Cycle | None, decision: Decision) -> str | None:
    if now.strategy is None or planned.strategy != now.strategy.id:
        return STRATEGY_CHANGED
    if planned.lapses_on is not None and planned.lapses_on <= now.today:
        return NOBODY_CALLED
    if planned.cycle.startswith(_BEFORE):
        if cycle is not None:
            return OVERDUE_NOW
        due_on = date.fromisoformat(planned.cycle.removeprefix(_BEFORE))
        return None if due_on in now.standing.falling_due else NOTHING_DUE
    if cycle is None or planned.cycle != cycle.key:
        return decision.ends or CYCLE_ENDED
    return BELOW_MINIMUM if decision.below_minimum else None


def _wait(now: Situation, waiting: Sequence[Planned], decision: Decision) -> None:
    """While one is under way no other is planned; a pause keeps it back."""
    decision.look_on = now.today + timedelta(days=1)
    if now.paused_until is not None and now.paused_until > now.today:
        early = (OutreachState.DUE, OutreachState.DEFERRED)
        decision.postpones = [planned for planned in waiting if planned.state in early]


def _plan(now: Situation, strategy: Strategy, cycle: Cycle | None, decision: Decision) -> None:
    if cycle is not None and decision.below_minimum:
        return
    step, on, key = _next(now, strategy, cycle, decision)
    if step is None or on is None:
        return
    start = on if now.paused_until is None else max(on, now.paused_until)
    decision.next_step, decision.next_on = step, max(start, now.today)
    if start <= now.today:
        decision.plan, decision.cycle_key = step, key
        decision.look_on = now.today + timedelta(days=1)
    else:
        decision.look_on = start


def _next(
    now: Situation, strategy: Strategy, cycle: Cycle | None, decision: Decision
) -> tuple[Step | None, date | None, str]:
    sent_on = [planned.on for planned in now.outreach if planned.state is OutreachState.DONE]
    last_sent_on = max(sent_on, default=None)
    if cycle is None:
        upcoming = next_upcoming(
            strategy,
            due_dates=now.standing.falling_due,
            taken=_taken_before(now),
            last_sent_on=last_sent_on,
            today=now.today,
        )
        if upcoming is None:
            return None, None, ""
        return upcoming.step, upcoming.on, f"{_BEFORE}{upcoming.due_on}"
    taken = [*cycle.passed, *_taken(now, cycle)]
    found = next_step(
        strategy, anchor_on=cycle.anchor_on, taken=taken, last_sent_on=last_sent_on, today=now.today
    )
    decision.passed = found.passed
    if isinstance(found, NextStep):
        return found.step, found.on, cycle.key
    return None, None, ""


def _taken(now: Situation, cycle: Cycle) -> list[Taken]:
    return [
        Taken(planned.step, planned.on)
        for planned in now.outreach
        if planned.cycle == cycle.key and planned.strategy == cycle.strategy and not planned.may_come_back
    ]


def _taken_before(now: Situation) -> set[tuple[date, str]]:
    return {
        (date.fromisoformat(planned.cycle.removeprefix(_BEFORE)), planned.step)
        for planned in now.outreach
        if planned.cycle.startswith(_BEFORE) and not planned.may_come_back
    }


def _look_on(now: Situation, decision: Decision) -> date | None:
    """The day on which something can change by itself: the decision's own, or a bill becoming overdue."""
    if now.strategy is None or not (now.standing.is_overdue or now.standing.falling_due):
        return decision.look_on
    days = [now.today + LOOK_AT_LEAST_EVERY]
    if decision.look_on is not None:
        days.append(decision.look_on)
    if now.standing.falling_due:
        days.append(now.standing.falling_due[0] + timedelta(days=1))
    return max(min(days), now.today + timedelta(days=1))
