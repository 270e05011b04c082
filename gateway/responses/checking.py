"""May whoever opened this link see the account? The check, its limits, and what is written down about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.ids import AttemptId, CreditorId, CustomerId, EntryId, Ids
from gateway.domain.portfolio import Creditor
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.links import Link, Links, Purpose
from gateway.responses.identity import FACTS, Holdings, asked_of, fits, fits_keys
from gateway.store import Tx, events, portfolio, statements
from gateway.store import links as rows

Spelled = Callable[[str], str]

MAX_WRONG_PER_LINK = 5
MAX_WRONG_PER_DAY = 10  # per customer and UTC day, over all of their links


class Outcome(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    WRONG = "wrong"  # also where there is no such link: the answer must not tell
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Checked:
    """The end of a check; the link only where it was passed."""

    outcome: Outcome
    link: Link | None = None


class IdentityCheck:
    """Checks answers against what the creditor holds, and counts the wrong ones."""

    def __init__(
        self, links: Links, ledger: Ledger, creditors: Mapping[CreditorId, Creditor], ids: Ids
    ) -> None:
        self._links, self._ledger, self._creditors, self._ids = links, ledger, creditors, ids

    def check(self, tx: Tx, token: str, answers: Mapping[str, str], now: datetime) -> Checked:
        """Return how the check ends; wrong answers are counted one by one, however many come at once."""
        return self._checked(
            tx,
            lambda: self._links.read(tx, token, Purpose.RESPOND, now),
            lambda link: self._fits(tx, link, answers),
            now,
        )

    def check_keys(
        self, tx: Tx, attempt_id: AttemptId, keyed: Mapping[str, str], spelled: Spelled, now: datetime
    ) -> Checked:
        """Return how the check ends of whoever answers a call by keys: the same facts, and the same count of
        wrong answers. spelled: returns the keys that a text is keyed in with, or ""."""
        return self._checked(
            tx,
            lambda: self._links.of_attempt(tx, attempt_id, Purpose.RESPOND, now),
            lambda link: self._fits_keys(tx, link, keyed, spelled),
            now,
        )

    def asked_by_keys(self, tx: Tx, customer_id: CustomerId, spelled: Spelled) -> tuple[str, ...]:
        """Return what a customer is asked for; nothing where one of the facts cannot be keyed in."""
        held, asked = self._held(tx, customer_id)
        can = all(any(spelled(value) for value in FACTS[fact](held) if value) for fact in asked)
        return asked if can else ()

    def _checked(
        self, tx: Tx, find: Callable[[], Link | None], is_right: Callable[[Link], bool], now: datetime
    ) -> Checked:
        link = find()
        if link is None:
            return Checked(Outcome.WRONG)
        events.lock_customers(tx, [link.customer_id])
        link = find()  # the count as it is under the lock
        if link is None:
            return Checked(Outcome.WRONG)
        wrong_today = rows.failures_on(tx, link.customer_id, now.date())
        if link.wrong_answers >= MAX_WRONG_PER_LINK or wrong_today >= MAX_WRONG_PER_DAY:
            return Checked(Outcome.LOCKED)
        if is_right(link):
            self._write(tx, link, EntryKind.LINK_OPENED_CHECK, now)
            return Checked(Outcome.PASSED, link)
        rows.count_wrong_answer(tx, link.token.digest, link.customer_id, now.date())
        is_last = link.wrong_answers + 1 >= MAX_WRONG_PER_LINK or wrong_today + 1 >= MAX_WRONG_PER_DAY
        self._write(tx, link, EntryKind.CHECK_FAILED, now, is_locked=is_last)
        return Checked(Outcome.LOCKED if is_last else Outcome.WRONG)

    def _fits(self, tx: Tx, link: Link, answers: Mapping[str, str]) -> bool:
        held, asked = self._held(tx, link.customer_id)
        return fits(held, asked, answers)

    def _fits_keys(self, tx: Tx, link: Link, keyed: Mapping[str, str], spelled: Spelled) -> bool:
        held, asked = self._held(tx, link.customer_id)
        return fits_keys(held, asked, keyed, spelled)

    def _held(self, tx: Tx, customer_id: CustomerId) -> tuple[Holdings, tuple[str, ...]]:
        """What the creditor holds and asks for; a creditor that nobody knows asks for nothing, and nothing
        never fits."""
        customer = portfolio.customers_by_id(tx, [customer_id])[customer_id]
        creditor = self._creditors.get(customer.creditor_id)
        accounts = portfolio.accounts_of(tx, [customer_id]).get(customer_id, [])
        numbers = statements.invoice_numbers_of(tx, customer_id)
        held = Holdings(customer, tuple(account.account_number for account in accounts), numbers)
        return held, asked_of(creditor, customer) if creditor else ()

    def _write(self, tx: Tx, link: Link, kind: EntryKind, now: datetime, **public: bool) -> None:
        facts = {"link": link.token.log_name, **public}
        self._ledger.append(tx, [Entry(EntryId(self._ids.new()), link.customer_id, kind, now, facts)])
