"""Which reminders, when, by which channels? A strategy is an ordered plan of steps, read from a TOML file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gateway.domain.words import ActorRole, Channel, DebtClass, MadeBy, MessageKind

CALL_WITHIN_DAYS = 7


class Missed(StrEnum):
    """What happens to a step whose day passed while nothing could run."""

    SEND_LATE = "send-late"  # it goes now; the next one keeps its distance
    SKIP = "skip"  # it is noted as skipped; the next one waits for its own day
    COLLAPSE = "collapse"  # of several missed steps only the last goes


class LateStart(StrEnum):
    """Where a cycle begins whose balance was overdue for long before Dunwell knew of it."""

    FIRST_STEP = "first-step"  # at the first step, with the usual days between the steps
    BY_AGE = "by-age"  # the days past due count in full: the steps of the days before are missed ones


@dataclass(frozen=True, slots=True)
class Conditions:
    """Which accounts a strategy is for. An empty tuple means any."""

    debt_classes: tuple[DebtClass, ...] = ()
    actor_roles: tuple[ActorRole, ...] = ()
    creditors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    customer_kinds: tuple[str, ...] = ()  # person | company


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a strategy. Exactly one of the two day rules is given.

    days_past_due: counted from the due date that was the oldest when the cycle began; negative for a
    reminder before a due date.
    days_after_previous: counted from the day on which the previous step was sent.
    call_within_days: how many of the customer's calendar days a call by a collector waits for one; the plan
    goes on without it then.
    """

    id: str
    template: str
    channels: tuple[Channel, ...]  # in order of preference
    kind: MessageKind = MessageKind.DUNNING
    days_past_due: int | None = None
    days_after_previous: int | None = None
    tone: str = "friendly"
    made_by: MadeBy = MadeBy.DUNWELL
    call_within_days: int = CALL_WITHIN_DAYS


@dataclass(frozen=True, slots=True)
class Strategy:
    """An ordered plan of reminders."""

    id: str
    title: str
    conditions: Conditions
    steps: tuple[Step, ...]
    missed: Missed = Missed.COLLAPSE
    min_days_between: int = 1  # customer's calendar days between two steps, however late the first one was
    minimum_balance: tuple[tuple[str, str], ...] = ()  # (currency, decimal text): below it nothing is sent
    paused_by: tuple[str, ...] = ()  # event types that pause, beyond what the rulebook stops anyway
    pause_days: int = 7  # customer's calendar days that such a pause lasts
    late_start: LateStart = LateStart.FIRST_STEP
    priority: int = 0  # the highest that fits wins; ties go to the first id
    on_request: bool = False  # only for accounts that name it
    digest: str = ""  # of the file's text: goes into the ledger
