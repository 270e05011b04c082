"""What must a validation notice say about this debt, and until when may it be disputed?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import holidays

from gateway.dispatcher.owed import Owed
from gateway.domain.money import Money
from gateway.domain.portfolio import Account
from gateway.render import Itemized, Validation

ASSUMED_RECEIPT_DAYS = 5  # 12 CFR 1006.34(b)(5): not counting Saturdays, Sundays and federal holidays
VALIDATION_DAYS = 30  # 12 CFR 1006.34(b)(5), from the assumed receipt


def validation_details(account: Account, open_items: Owed, today: date) -> Validation:
    """Return the notice's details; amounts are those of the first currency.

    The itemization date is the latest invoice's date: the transaction date of 12 CFR 1006.34(b)(3)(iv).
    """
    currency = open_items.totals[0].currency
    bills = [i for i in open_items.invoices if i.balance.currency == currency]
    billed = _sum((i.amount or i.balance for i in bills), currency)
    now_owed = _sum((i.balance for i in bills), currency)
    zero = Money(Decimal(0), currency)
    return Validation(
        ends_on=validation_ends_on(today),
        account_number=account.account_number,
        itemized=Itemized(
            itemization_date=max((i.issued_on or i.due_on for i in bills), default=today),
            itemization_event="transaction",
            amount_then=billed,
            interest=zero,
            fees=zero,
            payments=billed - now_owed,
            amount_now=now_owed,
        ),
    )


def validation_ends_on(sent_on: date) -> date:
    """Return the last day of the validation period of a notice sent on a day."""
    years = (sent_on.year, sent_on.year + 1)
    federal = holidays.country_holidays("US", years=years, observed=False)  # 5 USC 6103(a): the literal days
    day, counted = sent_on, 0
    while counted < ASSUMED_RECEIPT_DAYS:
        day += timedelta(days=1)
        counted += day.weekday() < 5 and day not in federal
    return day + timedelta(days=VALIDATION_DAYS)


def _sum(amounts: Iterable[Money], currency: str) -> Money:
    total = Money(Decimal(0), currency)
    for amount in amounts:
        total += amount
    return total
