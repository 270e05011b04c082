"""How do rows become a customer's situation? With the customer's own calendar, strategy and balance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from gateway.domain.ids import CreditorId
from gateway.domain.money import Money
from gateway.domain.portfolio import Creditor, Customer
from gateway.domain.strategy import Strategy
from gateway.locate import zones_by_numbers
from gateway.planner.balance import NOTHING, standing
from gateway.planner.calendar import Calendar, latest_date
from gateway.planner.decision import Cycle, Planned, Situation
from gateway.planner.steps import Taken
from gateway.store.planning import CycleRow, Key, Known, OutreachRow
from gateway.strategies import Strategies


@dataclass(frozen=True, slots=True)
class Subject:
    """One customer with the clocks they may live by and what is to be decided about."""

    customer: Customer
    zones: tuple[str, ...]
    situation: Situation


class Situations:
    """Turns a chunk's rows into situations, with what is the same for a whole run kept ready."""

    def __init__(
        self, strategies: Strategies, creditors: Mapping[CreditorId, Creditor], calendar: Calendar
    ) -> None:
        self._strategies, self._creditors, self._calendar = strategies, creditors, calendar
        self._minimum = {one.id: _minimum(one) for one in strategies}

    def of(self, key: Key, customer: Customer, known: Known) -> Subject | None:
        """Return a customer's situation; None where the creditor is not in the settings."""
        creditor = self._creditors.get(customer.creditor_id)
        if creditor is None:
            return None
        numbers = tuple(known.numbers.get(key, ()))
        zones = zones_by_numbers(customer, numbers, creditor_country=creditor.default_country)
        today = self._calendar.today(zones)
        items = known.items.get(key, ())
        owing = [item for item in items if item.minor > 0 and not item.disputed]
        strategy = self._strategies.choose(customer, owing)
        cycles = known.cycles.get(key, ())
        running = next((one for one in cycles if one.ended_on is None), None)
        situation = Situation(
            today=today,
            strategy=strategy,
            standing=standing(items, known.unapplied.get(key, {}), today) if items else NOTHING,
            cycle=_cycle(running) if running else None,
            last_number=max((one.number for one in cycles), default=0),
            outreach=[_planned(row, zones) for row in known.outreach.get(key, ())],
            paused_until=self._paused_until(strategy, zones, known.calls_for_patience.get(key, ())),
            minimum=self._minimum[strategy.id] if strategy else {},
        )
        return Subject(customer, zones, situation)

    def _paused_until(
        self, strategy: Strategy | None, zones: tuple[str, ...], calls: Iterable[tuple[str, Any]]
    ) -> date | None:
        if strategy is None or not strategy.paused_by:
            return None
        at = max((at for word, at in calls if word in strategy.paused_by), default=None)
        return latest_date(at, zones) + timedelta(days=strategy.pause_days) if at else None


def memory_of(cycle: Cycle) -> dict[str, Any]:
    """Return what is stored of a cycle beside its columns."""
    return {
        "anchor_on": cycle.anchor_on.isoformat(),
        "passed": {one.step: one.on.isoformat() for one in cycle.passed},
    }


def _cycle(row: CycleRow) -> Cycle:
    passed = row.state.get("passed", {})
    return Cycle(
        number=row.number,
        strategy=row.strategy,
        anchor_on=date.fromisoformat(row.state["anchor_on"]),
        passed=tuple(Taken(step, date.fromisoformat(on)) for step, on in passed.items()),
    )


def _planned(row: OutreachRow, zones: tuple[str, ...]) -> Planned:
    on = latest_date(row.done_at or row.planned_at, zones)
    lapses_on = latest_date(row.not_after, zones) if row.not_after else None
    return Planned(row.outreach_id, row.strategy, row.step, row.cycle, row.state, on, row.because, lapses_on)


def _minimum(strategy: Strategy) -> dict[str, int]:
    return {currency: Money(Decimal(text), currency).minor for currency, text in strategy.minimum_balance}
