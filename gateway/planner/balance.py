"""What is overdue, and what falls due next? Per currency, after credits and unapplied payments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gateway.domain.portfolio import OpenItem


@dataclass(frozen=True, slots=True)
class Standing:
    """How a customer stands with the creditor on a day.

    overdue_minor: per currency, after credits; only currencies in which something remains.
    oldest_due_on: the due date of the oldest bill that credits leave open.
    falling_due: due dates from the day on, of bills that credits leave open, in order.
    """

    overdue_minor: Mapping[str, int]
    oldest_due_on: date | None
    falling_due: tuple[date, ...]

    @property
    def is_overdue(self) -> bool:
        """Whether anything is overdue."""
        return bool(self.overdue_minor)


NOTHING = Standing({}, None, ())


def standing(items: Sequence[OpenItem], unapplied: Mapping[str, int], today: date) -> Standing:
    """Return how a customer stands on a day.

    unapplied: minor units per currency that were paid and belong to no invoice yet.
    Credits pay the oldest bills first, also those of tomorrow; a disputed bill is not chased and takes none.
    """
    overdue: dict[str, int] = {}
    oldest: date | None = None
    falling: set[date] = set()
    for currency in {item.currency for item in items}:
        for due_on, minor in _left_open(
            [i for i in items if i.currency == currency], unapplied.get(currency, 0)
        ):
            if due_on >= today:
                falling.add(due_on)
                continue
            overdue[currency] = overdue.get(currency, 0) + minor
            oldest = due_on if oldest is None else min(oldest, due_on)
    return Standing(overdue, oldest, tuple(sorted(falling)))


def _left_open(items: Sequence[OpenItem], credit: int) -> Iterable[tuple[date, int]]:
    credit -= sum(item.minor for item in items if item.minor < 0)
    for item in sorted(items, key=lambda item: item.due_on):
        if item.minor <= 0 or item.disputed:
            continue
        covered = min(credit, item.minor)
        credit -= covered
        if covered < item.minor:
            yield item.due_on, item.minor - covered


def reaches_minimum(overdue_minor: Mapping[str, int], minimum: Mapping[str, int]) -> bool:
    """Return whether the overdue amount of any currency is worth a contact; a currency that is not named has
    no minimum."""
    return any(minor >= minimum.get(currency, 1) for currency, minor in overdue_minor.items())
