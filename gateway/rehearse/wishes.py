"""What would be asked for next, for each customer? Open outreach, and the next step of the strategy."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from gateway.domain.ids import CreditorId, CustomerId, OutreachId
from gateway.domain.portfolio import Creditor, Customer
from gateway.domain.strategy import Step, Strategy
from gateway.domain.words import Origin
from gateway.planner.calendar import Calendar
from gateway.planner.decision import decide
from gateway.planner.situations import Situations
from gateway.store import Tx, planning, portfolio, rehearsal
from gateway.store.dispatch import DueOutreach
from gateway.strategies import Strategies

NOT_PLANNED_YET = OutreachId(UUID(int=0))


class Wishes:
    """What one set of strategies would ask for at an instant."""

    def __init__(
        self, strategies: Strategies, creditors: Mapping[CreditorId, Creditor], now: datetime
    ) -> None:
        self._now = now
        self._situations = Situations(strategies, creditors, Calendar(now))
        self._patience = any(strategy.paused_by for strategy in strategies)
        self.set_aside: set[CustomerId] = set()  # whom the planner could not decide about either

    def of(self, tx: Tx, customer_ids: Collection[CustomerId]) -> dict[CustomerId, list[DueOutreach]]:
        """Return the wishes for customers; whoever wishes for nothing is left out."""
        customers = portfolio.customers_by_id(tx, customer_ids)
        keys = {planning.key_of(tx, customer_id): customer for customer_id, customer in customers.items()}
        known = planning.known(tx, keys, self._now, patience=self._patience)
        waiting = rehearsal.open_outreach_of(tx, customer_ids)
        found: dict[CustomerId, list[DueOutreach]] = {}
        for key, customer in keys.items():
            try:
                wished = self._of(key, customer, known, waiting.get(customer.customer_id, ()))
            except Exception:
                self.set_aside.add(customer.customer_id)  # as a dunning run does: the others go on
                continue
            if wished:
                found[customer.customer_id] = wished
        return found

    def _of(
        self,
        key: planning.Key,
        customer: Customer,
        known: planning.Known,
        waiting: Sequence[DueOutreach],
    ) -> list[DueOutreach]:
        subject = self._situations.of(key, customer, known)
        if subject is None:
            return []
        decision = decide(subject.situation)
        cancelled = {planned.outreach_id for planned, _ in decision.cancels}
        wished = [one for one in waiting if one.outreach_id not in cancelled]
        strategy, step = subject.situation.strategy, decision.next_step
        if strategy is not None and step is not None:
            wished.append(_planned(customer, strategy, step, decision.cycle_key))
        return wished


def _planned(customer: Customer, strategy: Strategy, step: Step, cycle: str) -> DueOutreach:
    return DueOutreach(
        outreach_id=NOT_PLANNED_YET,
        customer_id=customer.customer_id,
        creditor_id=customer.creditor_id,
        origin=Origin.STRATEGY.value,
        strategy=strategy.id,
        step=step.id,
        cycle=cycle,
        kind=step.kind,
        template=step.template,
        tone=step.tone,
        channels=step.channels,
        account_id=None,
        ruling_digest=None,
        tries=0,
        facts_version=0,
        made_by=step.made_by,
    )
