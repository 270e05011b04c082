"""How does a customer come to pay in parts? Within the creditor's policy at once, else by a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from gateway.domain.money import Money
from gateway.domain.payment_plan import (
    Interval,
    PaymentPlan,
    PlanPolicy,
    broken_limits,
    by_amount,
    choice_of,
    possible_plans,
)
from gateway.events import NewEvent
from gateway.portal.choice_pages import ChoicePage
from gateway.portal.desk import Visit
from gateway.portal.fields import Fields
from gateway.responses import choices
from gateway.responses.statement import OpenAccount

MOST_SHOWN = 5  # plans to choose from; more is a table and no choice
_BEGINS_WITHIN = timedelta(days=60)  # where a person looks at it anyway
_OWN, _PERSON = "own", "person"


class Step(StrEnum):
    """What the pressed button asks for."""

    SHOW = "show"
    AGREE = "agree"


class PlanPage(ChoicePage):
    """I cannot pay all at once."""

    name = "plan"

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return what the questions need; which plans are possible comes with the answers."""
        today, policy = visit.statement.today, visit.statement.creditor.plans
        return {
            "accounts": visit.statement.unplanned,
            "policy": policy,
            "intervals": policy.intervals if policy else (),
            "first": today,
            "last": today + _begins_within(policy),
            "payable": visit.statement.payable,
            "plans": None,
        }

    def is_possible(self, visit: Visit) -> bool:
        """Return whether anything is open that has no plan yet."""
        return bool(visit.statement.unplanned)

    def event(self, visit: Visit, fields: Fields) -> NewEvent | None:
        """Return the agreed plan, or the wish for one; None while the plans are only shown."""
        today, policy = visit.statement.today, visit.statement.creditor.plans
        account = fields.item("account", "plan.account", {a.key: a for a in visit.statement.unplanned})
        first_on = fields.day("day", today, _begins_within(policy))
        most = visit.statement.payable(account) if account else None
        offer = (
            fields.money("amount", most) if most and (policy is None or fields.is_given("amount")) else None
        )
        words = fields.words("words")
        interval = fields.item("interval", "plan.interval", _intervals(policy))
        if fields.problems or account is None or first_on is None or most is None or interval is None:
            return None
        if policy is None:
            return _to_a_person(visit, account, offer, interval, first_on, words)
        shown = _Shown(visit, account, most, offer, interval, first_on, policy)
        fields.shown = shown.values()
        if fields.given("do") != Step.AGREE:
            return None
        return self._agreed(visit, fields, shown, words)

    def _agreed(self, visit: Visit, fields: Fields, shown: _Shown, words: str) -> NewEvent | None:
        if fields.given("total") != str(shown.most.minor):
            fields.wrong("page", "plan.changed")  # a payment came in meanwhile, say
            return None
        chosen = fields.chosen("plan", "plan.which", shown.answers())
        if chosen is None:
            return None
        if isinstance(chosen, PaymentPlan):
            grace = shown.policy.grace_days
            return choices.agreed_plan(visit.session.who, shown.account, chosen, grace, visit.now)
        return _to_a_person(visit, shown.account, shown.offer, shown.interval, shown.first_on, words)


class _Shown:
    """The plans that answer one set of wishes."""

    def __init__(
        self,
        visit: Visit,
        account: OpenAccount,
        most: Money,
        offer: Money | None,
        interval: Interval,
        first_on: date,
        policy: PlanPolicy,
    ) -> None:
        self.account, self.most, self.offer, self.interval = account, most, offer, interval
        self.first_on, self.policy = first_on, policy
        today = visit.statement.today
        self.plans = choice_of(possible_plans(most, interval, first_on, policy, today), MOST_SHOWN)
        own = by_amount(most, offer, interval, first_on) if offer else None
        self.is_outside = offer is not None and (own is None or bool(broken_limits(own, policy, today)))
        self.own = None if self.is_outside else own

    def answers(self) -> Mapping[str, PaymentPlan | str]:
        """Return what may be chosen, by the form's word for it."""
        found: dict[str, PaymentPlan | str] = {str(len(p.instalments)): p for p in self.plans}
        if self.own is not None:
            found[_OWN] = self.own
        return found | {_PERSON: _PERSON} if self.offer is not None else found

    def values(self) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "plans": self.plans,
            "own": self.own,
            "is_outside": self.is_outside,
            "offer": self.offer,
            "chosen": self.account,
            "total": self.most,
            "interval": self.interval,
            "first_on": self.first_on,
        }


def _begins_within(policy: PlanPolicy | None) -> timedelta:
    return timedelta(days=policy.begins_within_days) if policy else _BEGINS_WITHIN


def _intervals(policy: PlanPolicy | None) -> Mapping[str, Interval]:
    found = policy.intervals if policy else (Interval.MONTHLY,)
    return {interval.value: interval for interval in found}


def _to_a_person(
    visit: Visit, account: OpenAccount, offer: Money | None, interval: Interval, first_on: date, words: str
) -> NewEvent | None:
    if offer is None:
        return None
    who, today = visit.session.who, visit.statement.today
    return choices.plan(who, account, offer, interval, first_on, words, today, visit.now)
