"""Which choices has a customer after the check? Each is a page with one question and becomes one event."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from gateway.domain.portfolio import Invoice
from gateway.events import NewEvent
from gateway.portal.desk import Visit
from gateway.portal.fields import Fields
from gateway.responses import choices
from gateway.responses.choices import Reason, Scope
from gateway.responses.statement import OpenAccount

ALL_BILLS = "all"


class ChoicePage(ABC):
    """One choice: what its page shows, and the event that its form becomes."""

    name: str
    is_form = True  # False: it only leads on to other pages
    back = ""  # the page that leads here
    takes_files = False

    @abstractmethod
    def values(self, visit: Visit) -> dict[str, Any]:
        """Return what the template needs beyond the visit."""

    @abstractmethod
    def event(self, visit: Visit, fields: Fields) -> NewEvent | None:
        """Return the event; None where the fields have problems."""

    def is_possible(self, visit: Visit) -> bool:
        """Return whether there is anything to choose about."""
        return True

    def events(self, visit: Visit, fields: Fields) -> list[NewEvent]:
        """Return all that the form says, first what the confirmation is about; none where it has problems."""
        event = self.event(visit, fields)
        return [event] if event else []


class PromisePage(ChoicePage):
    """I can pay on a date."""

    name = "promise"

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return the accounts that can be promised, and the first and last day."""
        today = visit.statement.today
        return {"accounts": visit.statement.unplanned, "first": today, "last": today + _promise_within(visit)}

    def event(self, visit: Visit, fields: Fields) -> NewEvent | None:
        """Return a promise to pay."""
        account = fields.item("account", "promise.account", _by_key(visit))
        due_on = fields.day("day", visit.statement.today, _promise_within(visit))
        money = fields.money("amount", account.balance) if account else None
        if account is None or due_on is None or money is None:
            return None
        return choices.promise(visit.session.who, account, money, due_on, visit.now)

    def is_possible(self, visit: Visit) -> bool:
        """Return whether anything is open that has no plan."""
        return bool(visit.statement.unplanned)


class DisputePage(ChoicePage):
    """Something is wrong with this bill."""

    name = "dispute"
    takes_files = True

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return the bills and the reasons."""
        return {"bills": visit.statement.bills, "reasons": list(Reason), "all_bills": ALL_BILLS}

    def event(self, visit: Visit, fields: Fields) -> NewEvent | None:
        """Return a dispute of one bill or of everything."""
        bills: Mapping[str, Invoice | str] = {
            ALL_BILLS: ALL_BILLS,
            **{str(bill.invoice_id): bill for bill in visit.statement.bills},
        }
        about = fields.item("bill", "dispute.bill", bills)
        reason = fields.one_of("reason", "dispute.reason", Reason)
        words = fields.words("words")
        if about is None or reason is None or fields.problems:
            return None
        bill = about if isinstance(about, Invoice) else None
        return choices.dispute(visit.session.who, visit.statement, bill, reason, words, visit.now)


class HaltPage(ChoicePage):
    """Stop contacting me."""

    name = "halt"

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return what can be stopped."""
        knows_here = visit.session.who.channel is not None
        return {"scopes": [scope for scope in Scope if scope is not Scope.HERE or knows_here]}

    def event(self, visit: Visit, fields: Fields) -> NewEvent | None:
        """Return an opt-out or a cease request."""
        scope = fields.one_of("scope", "halt.question", Scope)
        return choices.stop(visit.session.who, scope, visit.now) if scope else None


CHOICE_PAGES = (PromisePage(), DisputePage(), HaltPage())


def _by_key(visit: Visit) -> dict[str, OpenAccount]:
    return {account.key: account for account in visit.statement.unplanned}


def _promise_within(visit: Visit) -> timedelta:
    return timedelta(days=visit.statement.creditor.promise_within_days)
