"""How can a balance be paid in parts? Exact schedules, and what a creditor agrees to without a person."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from gateway.domain.money import Money, exponent

MOST_INSTALMENTS = 120  # ten years of months; what is longer is a matter for a lawyer


class Interval(StrEnum):
    """How often is paid."""

    WEEKLY = "weekly"
    TWO_WEEKLY = "two-weekly"
    MONTHLY = "monthly"


class Limit(StrEnum):
    """Which of the creditor's limits a plan does not keep."""

    INTERVAL = "interval"
    FEWEST = "fewest"
    MOST = "most"
    LONGEST = "longest"
    LEAST = "least"
    DOWN_PAYMENT = "down-payment"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class PlanPolicy:
    """Which plans a creditor agrees to without asking a person.

    least_instalment: in the account's currency. down_payment_percent: least share of the balance that the
    first instalment pays. grace_days: how long after its day an instalment may arrive.
    """

    fewest: int = 2
    most: int = 12
    longest_days: int = 366
    least_instalment: Decimal = Decimal(25)
    down_payment_percent: int = 0
    intervals: tuple[Interval, ...] = tuple(Interval)
    begins_within_days: int = 30
    grace_days: int = 3


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of a plan."""

    due_on: date
    money: Money


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """Several promises agreed together."""

    interval: Interval
    instalments: tuple[Instalment, ...]

    @property
    def first(self) -> Instalment:
        """The first instalment."""
        return self.instalments[0]

    @property
    def last(self) -> Instalment:
        """The last instalment, which takes the rest."""
        return self.instalments[-1]

    @property
    def each(self) -> Money:
        """What the instalments between the first and the last are; the first's where there are none."""
        return self.instalments[1 if len(self.instalments) > 2 else 0].money

    @property
    def total(self) -> Money:
        """What all of them pay together."""
        whole = self.first.money
        for instalment in self.instalments[1:]:
            whole = whole + instalment.money
        return whole


def by_count(
    total: Money, count: int, interval: Interval, first_on: date, down_payment_percent: int = 0
) -> PaymentPlan | None:
    """Return the plan of so many instalments, equal but for the last, which takes the rest; None where the
    balance has not as many minor units.

    down_payment_percent: the first instalment is at least this share, rounded up to a minor unit.
    """
    minor = total.minor
    if not 1 <= count <= MOST_INSTALMENTS or minor < count:
        return None
    each = minor // count
    down = int((Decimal(minor) * down_payment_percent / 100).to_integral_value(ROUND_CEILING))
    parts = [each] * count
    if down > each and count > 1:
        rest = minor - down
        if rest < count - 1:
            return None
        parts = [down, *[rest // (count - 1)] * (count - 1)]
    parts[-1] += minor - sum(parts)
    return _plan(parts, total.currency, interval, first_on)


def by_amount(total: Money, amount: Money, interval: Interval, first_on: date) -> PaymentPlan | None:
    """Return the plan that pays so much each time and the rest at last; None for more instalments than
    anybody agrees to, or an amount of nothing or another currency."""
    if amount.currency != total.currency or not 0 < amount.minor <= total.minor:
        return None
    count = -(-total.minor // amount.minor)
    if count > MOST_INSTALMENTS:
        return None
    parts = [amount.minor] * count
    parts[-1] = total.minor - amount.minor * (count - 1)
    return _plan(parts, total.currency, interval, first_on)


def broken_limits(plan: PaymentPlan, policy: PlanPolicy, today: date) -> tuple[Limit, ...]:
    """Return the limits that a plan made today does not keep; none: the creditor agrees."""
    return tuple(limit for limit, is_broken in _limits(plan, policy, today) if is_broken)


def possible_plans(
    total: Money, interval: Interval, first_on: date, policy: PlanPolicy, today: date
) -> tuple[PaymentPlan, ...]:
    """Return every plan of equal instalments within the policy, the fewest instalments first."""
    made = (
        by_count(total, count, interval, first_on, policy.down_payment_percent)
        for count in range(policy.fewest, policy.most + 1)
    )
    return tuple(plan for plan in made if plan and not broken_limits(plan, policy, today))


def choice_of(plans: Sequence[PaymentPlan], most: int) -> tuple[PaymentPlan, ...]:
    """Return at most so many plans out of a longer row, its first and its last among them."""
    if len(plans) <= most:
        return tuple(plans)
    places = {round(place * (len(plans) - 1) / (most - 1)) for place in range(most)}
    return tuple(plans[place] for place in sorted(places))


def _limits(plan: PaymentPlan, policy: PlanPolicy, today: date) -> Iterator[tuple[Limit, bool]]:
    count, total = len(plan.instalments), plan.total
    places = Decimal(1).scaleb(-exponent(total.currency))
    down = (total.amount * policy.down_payment_percent / 100).quantize(places, ROUND_CEILING)
    begins_by = today + timedelta(days=policy.begins_within_days)
    yield Limit.INTERVAL, plan.interval not in policy.intervals
    yield Limit.FEWEST, count < policy.fewest
    yield Limit.MOST, count > policy.most
    yield Limit.LONGEST, plan.last.due_on - today > timedelta(days=policy.longest_days)
    # The last one is the rest of what the others leave: it may be small.
    yield Limit.LEAST, any(part.money.amount < policy.least_instalment for part in plan.instalments[:-1])
    yield Limit.DOWN_PAYMENT, plan.first.money.amount < down
    yield Limit.BEGINNING, not today <= plan.first.due_on <= begins_by


def _plan(parts: Sequence[int], currency: str, interval: Interval, first_on: date) -> PaymentPlan:
    days = (_day(first_on, interval, number) for number in range(len(parts)))
    due = zip(days, parts, strict=True)
    return PaymentPlan(interval, tuple(Instalment(on, Money.from_minor(part, currency)) for on, part in due))


def _day(first_on: date, interval: Interval, number: int) -> date:
    """The day of the first one's month each month; in a shorter month its last day."""
    if interval is not Interval.MONTHLY:
        return first_on + timedelta(weeks=number * (1 if interval is Interval.WEEKLY else 2))
    years, month = divmod(first_on.month - 1 + number, 12)
    year = first_on.year + years
    return date(year, month + 1, min(first_on.day, monthrange(year, month + 1)[1]))
