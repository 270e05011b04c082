"""May whoever opened this link see the account? The check, its limits, and what is written down about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.ids import CreditorId, EntryId, Ids
from gateway.domain.portfolio import Creditor
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.links import Link, Links, Purpose
from gateway.responses.identity import Holdings, asked_of, fits
from gateway.store import Tx, events, portfolio, statements
from gateway.store import links as rows

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
        link = self._links.read(tx, token, Purpose.RESPOND, now)
        if link is None:
            return Checked(Outcome.WRONG)
        events.lock_customers(tx, [link.customer_id])
        link = self._links.read(tx, token, Purpose.RESPOND, now)  # the count as it is under the lock
        if link is None:
            return Checked(Outcome.WRONG)
        wrong_today = rows.failures_on(tx, link.customer_id, now.date())
        if link.wrong_answers >= MAX_WRONG_PER_LINK or wrong_today >= MAX_WRONG_PER_DAY:
            return Checked(Outcome.LOCKED)
        if self._fits(tx, link, answers):
            self._write(tx, link, EntryKind.LINK_OPENED_CHECK, now)
            return Checked(Outcome.PASSED, link)
        rows.count_wrong_answer(tx, link.token.digest, link.customer_id, now.date())
        is_last = link.wrong_answers + 1 >= MAX_WRONG_PER_LINK or wrong_today + 1 >= MAX_WRONG_PER_DAY
        self._write(tx, link, EntryKind.CHECK_FAILED, now, is_locked=is_last)
        return Checked(Outcome.LOCKED if is_last else Outcome.WRONG)

    def _fits(self, tx: Tx, link: Link, answers: Mapping[str, str]) -> bool:
        customer = portfolio.customers_by_id(tx, [link.customer_id])[link.customer_id]
        creditor = self._creditors.get(customer.creditor_id)
        accounts = portfolio.accounts_of(tx, [link.customer_id]).get(link.customer_id, [])
        numbers = statements.invoice_numbers_of(tx, link.customer_id)
        held = Holdings(customer, tuple(account.account_number for account in accounts), numbers)
        return creditor is not None and fits(held, asked_of(creditor, customer), answers)

    def _write(self, tx: Tx, link: Link, kind: EntryKind, now: datetime, **public: bool) -> None:
        facts = {"link": link.token.log_name, **public}
        self._ledger.append(tx, [Entry(EntryId(self._ids.new()), link.customer_id, kind, now, facts)])
