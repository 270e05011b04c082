"""Whom has this file named already, so that they need not be looked up again? In bounded memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.domain.ids import AccountId, CreditorId, CustomerId
from gateway.importer.items import Item

_REMEMBERED = 100_000  # customers, about 600 bytes each
_SPELLINGS = 4  # of one customer's cells


@dataclass(slots=True)
class Acquaintance:
    """A customer whose rows have been written."""

    customer_id: CustomerId
    is_ours: bool  # made by this file: nobody else has invoices of theirs
    marks: set[int] = field(default_factory=set)  # of customer cells that hold nothing new any more
    accounts: dict[str, AccountId] = field(default_factory=dict)

    def covers(self, item: Item) -> bool:
        """Whether a row says nothing new of its customer and account."""
        return item.customer.mark in self.marks and item.account_number in self.accounts


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
        if len(known.marks) < _SPELLINGS:
            known.marks.add(item.customer.mark)
        known.accounts[item.account_number] = account_id
