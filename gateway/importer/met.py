"""Whom has this file named already, so that they need not be looked up again? In bounded memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.domain.ids import AccountId, CreditorId, CustomerId
from gateway.importer.items import Item

_REMEMBERED = 100_000  # customers, about 400 bytes each
_SPELLINGS = 4  # of one customer's cells


@dataclass(slots=True)
class Acquaintance:
    """A customer whose rows have been written. Tuples, because sets and dicts take several times the room.

    is_ours: made by this file, so nobody else has invoices of theirs. marks: of customer cells that hold
    nothing new any more.
    """

    customer_id: CustomerId
    is_ours: bool
    marks: tuple[int, ...] = ()
    accounts: tuple[tuple[str, AccountId], ...] = ()

    def account_of(self, item: Item) -> AccountId | None:
        """Return the account of a row that says nothing new of its customer and account."""
        if item.customer.mark not in self.marks:
            return None
        return next((found for number, found in self.accounts if number == item.account_number), None)

    def learn(self, item: Item, account_id: AccountId) -> None:
        """Note what a row said."""
        mark = item.customer.mark
        if mark not in self.marks and len(self.marks) < _SPELLINGS:
            self.marks = (*self.marks, mark)
        if all(number != item.account_number for number, _ in self.accounts):
            self.accounts = (*self.accounts, (item.account_number, account_id))


@dataclass(slots=True)
class Met:
    """Everybody whom the file has named: a number of 64 bits each, and the latest ones in full."""

    _all: set[int] = field(default_factory=set)
    _latest: dict[tuple[CreditorId, str], Acquaintance] = field(default_factory=dict)

    def is_first(self, creditor_id: CreditorId, number: str) -> bool:
        """Whether the file names the customer for the first time; from now on it does not."""
        mark = hash((creditor_id, number))
        if mark in self._all:
            return False
        self._all.add(mark)
        return True

    def find(self, creditor_id: CreditorId, number: str) -> Acquaintance | None:
        """Return what is remembered of a customer."""
        return self._latest.get((creditor_id, number))

    def remember(self, item: Item, customer_id: CustomerId, account_id: AccountId, *, is_ours: bool) -> None:
        """Remember that a row's customer and account have been written."""
        key = (item.creditor_id, item.customer_number)
        known = self._latest.get(key)
        if known is None:
            if len(self._latest) >= _REMEMBERED:
                self._latest.clear()
            known = self._latest[key] = Acquaintance(customer_id, is_ours)
        known.learn(item, account_id)
