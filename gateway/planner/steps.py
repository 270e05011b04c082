"""Which step of a strategy comes next, and on which day? Pure: steps advance one by one, never in a burst."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gateway.domain.strategy import LateStart, Missed, Step, Strategy
from gateway.domain.words import MessageKind


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that lies behind the customer in this cycle.

    on: for a step that was sent, the latest calendar date that this had in any of the customer's zones; for
    one that was passed over, the day on which it would have been due.
    """

    step: str
    on: date


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next: due when `on` has come. `passed`: steps to be noted as passed over, with their day."""

    step: Step
    on: date
    passed: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """No step is left; `passed` as in NextStep."""

    passed: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A reminder before a due date."""

    step: Step
    due_on: date
    on: date


def anchor(strategy: Strategy, oldest_due_on: date, began_on: date) -> date:
    """Return the date from which a cycle counts its days past due.

    It is the oldest due date, so a reminder comes when the strategy says. Where the balance was overdue for
    long before anybody told Dunwell, it is moved so that the first step falls on the cycle's first day and
    the others keep their distances; unless the strategy starts by age.
    """
    steps = dunning_steps(strategy)
    if strategy.late_start is LateStart.BY_AGE or not steps:
        return oldest_due_on
    return max(oldest_due_on, began_on - timedelta(days=steps[0].days_past_due or 0))


def dunning_steps(strategy: Strategy) -> tuple[Step, ...]:
    """Return the steps of a cycle: those after the due date."""
    return tuple(step for step in strategy.steps if not _is_before_due(step))


def next_step(
    strategy: Strategy,
    *,
    anchor_on: date,
    taken: Sequence[Taken],
    last_sent_on: date | None,
    today: date,
) -> NextStep | Finished:
    """Return the step that comes next in a cycle and the first day on which it may go.

    anchor_on: the day from which days past due count; it does not move with part payments.
    taken: steps of this cycle that were sent or passed over, in any order.
    last_sent_on: when the customer last got any step of a strategy, in this cycle or before.
    today: the customer's calendar date, not the server's.
    Source: docs/decisions/planning.md
    """
    steps = dunning_steps(strategy)
    index, previous_on = _position(steps, taken, anchor_on)
    passed: list[Taken] = []
    while index < len(steps):
        day = _day(steps[index], anchor_on, previous_on)
        if not _passes_over(strategy, steps, index, day, anchor_on, today):
            return NextStep(steps[index], _spaced(strategy, day, last_sent_on), tuple(passed))
        passed.append(Taken(steps[index].id, day))
        previous_on = day
        index += 1
    return Finished(tuple(passed))


def next_upcoming(
    strategy: Strategy,
    *,
    due_dates: Sequence[date],
    taken: Collection[tuple[date, str]],
    last_sent_on: date | None,
    today: date,
) -> Upcoming | None:
    """Return the next reminder before a due date, or None.

    due_dates: of bills that are open and not yet overdue, in order.
    taken: due date and step of reminders that were sent, passed over or cancelled.
    One that was sent listed everything open, so it also spoke for due dates whose own day had come by then.
    """
    steps = [step for step in strategy.steps if _is_before_due(step)]
    found = [
        candidate
        for due_on in due_dates
        for candidate in _before(strategy, steps, due_on, taken, last_sent_on, today)
    ]
    return min(found, key=lambda one: (one.on, one.due_on), default=None)


def _is_before_due(step: Step) -> bool:
    return step.days_past_due is not None and step.days_past_due <= 0


def _position(steps: Sequence[Step], taken: Sequence[Taken], anchor_on: date) -> tuple[int, date]:
    """The index of the next step and the date of the one before. A step that the file no longer has is
    passed; what stands before the furthest step taken is never gone back to."""
    order = {step.id: index for index, step in enumerate(steps)}
    known = [(order[one.step], one.on) for one in taken if one.step in order]
    index, on = max(known, default=(-1, anchor_on))
    return index + 1, on


def _day(step: Step, anchor_on: date, previous_on: date) -> date:
    if step.days_past_due is not None:
        return anchor_on + timedelta(days=step.days_past_due)
    return previous_on + timedelta(days=step.days_after_previous or 0)


def _passes_over(
    strategy: Strategy, steps: Sequence[Step], index: int, day: date, anchor_on: date, today: date
) -> bool:
    """Whether a missed step gives way. What the law asks to be sent is never passed over."""
    if steps[index].kind is not MessageKind.DUNNING or day >= today:
        return False
    if strategy.missed is Missed.SKIP:
        return True
    later = steps[index + 1] if index + 1 < len(steps) else None
    if strategy.missed is Missed.COLLAPSE and later is not None and later.days_past_due is not None:
        return _day(later, anchor_on, day) <= today
    return False


def _spaced(strategy: Strategy, day: date, last_sent_on: date | None) -> date:
    if last_sent_on is None:
        return day
    return max(day, last_sent_on + timedelta(days=strategy.min_days_between))


def _before(
    strategy: Strategy,
    steps: Sequence[Step],
    due_on: date,
    taken: Collection[tuple[date, str]],
    last_sent_on: date | None,
    today: date,
) -> list[Upcoming]:
    for index, step in enumerate(steps):
        day = due_on + timedelta(days=step.days_past_due or 0)
        if (due_on, step.id) in taken or (last_sent_on is not None and day <= last_sent_on):
            continue
        if day < today and (
            strategy.missed is Missed.SKIP
            or (strategy.missed is Missed.COLLAPSE and _any_due(steps[index + 1 :], due_on, today))
        ):
            continue
        on = _spaced(strategy, day, last_sent_on)
        return [Upcoming(step, due_on, on)] if on <= due_on else []
    return []


def _any_due(steps: Sequence[Step], due_on: date, today: date) -> bool:
    return any(due_on + timedelta(days=step.days_past_due or 0) <= today for step in steps)
