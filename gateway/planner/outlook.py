"""Which step comes next for a customer, and if none, why not? For people to read; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor, Customer
from gateway.domain.strategy import Step
from gateway.planner.calendar import Calendar
from gateway.planner.decision import Decision, Situation, decide
from gateway.planner.situations import Situations
from gateway.store import Tx, planning
from gateway.strategies import Strategies


@dataclass(frozen=True, slots=True)
class Outlook:
    """The next step and the customer's date on which it is planned; or, without one, the reason in words."""

    step: Step | None
    on: date | None
    because: str


def outlook(
    tx: Tx,
    customer: Customer,
    strategies: Strategies,
    creditors: Mapping[CreditorId, Creditor],
    *,
    now: datetime,
) -> Outlook:
    """Return what a dunning run would do about a customer next if nothing else happened."""
    key = planning.key_of(tx, customer.customer_id)
    known = planning.known(tx, {key: customer}, now, patience=True)
    subject = Situations(strategies, creditors, Calendar(now)).of(key, customer, known)
    if subject is None:
        return Outlook(None, None, "The creditor is not in the settings, so nothing is planned for it.")
    decision = decide(subject.situation)
    return Outlook(decision.next_step, decision.next_on, _because(subject.situation, decision))


def _because(now: Situation, decision: Decision) -> str:
    if decision.next_step is not None:
        paused = now.paused_until is not None and now.paused_until == decision.next_on
        return "The plan pauses until then because of what was told." if paused else ""
    if not (now.standing.is_overdue or now.standing.falling_due):
        return "Nothing that may be asked for is open."
    if now.strategy is None:
        return "No playbook is for this customer."
    if decision.below_minimum:
        return "What is overdue is less than the playbook's minimum, so it is left alone."
    if not now.standing.is_overdue:
        return "Nothing is overdue yet."
    return "Every step of the playbook has been taken."
