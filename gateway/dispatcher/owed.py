"""What is open and chased in this message: lines, credits and totals per currency?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gateway.dispatcher.dossier import Dossier
from gateway.domain.ids import AccountId
from gateway.domain.money import Money, totals
from gateway.domain.portfolio import Invoice


@dataclass(frozen=True, slots=True)
class Owed:
    """Open invoices, oldest first, less credits; only currencies in which a debt remains."""

    invoices: tuple[Invoice, ...]
    credits: tuple[Money, ...]  # negative amounts per currency, credit notes and unapplied payments together
    totals: tuple[Money, ...]  # per currency, after credits

    @property
    def is_nothing(self) -> bool:
        """Whether nobody need be reminded of anything."""
        return not self.totals


def owed(dossier: Dossier, account_ids: Collection[AccountId]) -> Owed:
    """Return what is open on the accounts; disputed invoices are not chased."""
    ours = [i for i in dossier.invoices if i.account_id in account_ids and not i.disputed]
    bills = [i for i in ours if i.balance.amount > 0]
    credit_notes = [i.balance for i in ours if i.balance.amount < 0]
    unapplied = [Money(-money.amount, money.currency) for money in dossier.unapplied]
    given_back = totals([*credit_notes, *unapplied])
    remaining = [t for t in totals([*(i.balance for i in bills), *given_back]) if t.amount > 0]
    currencies = {total.currency for total in remaining}
    lines = [bill for bill in bills if bill.balance.currency in currencies]
    lines.sort(key=lambda bill: (bill.due_on, bill.invoice_number))
    return Owed(
        tuple(lines), tuple(c for c in given_back if c.currency in currencies and c.amount), tuple(remaining)
    )
