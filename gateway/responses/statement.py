"""What does the customer owe, to whom, since when, how is it made up, and what has been paid?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from gateway.domain.ids import AccountId, CreditorId, CustomerId
from gateway.domain.money import Money, totals
from gateway.domain.portfolio import Account, Creditor, Customer, Invoice
from gateway.locate import customer_zones
from gateway.store import Tx, payment_plans, portfolio, statements
from gateway.store.payment_plans import AgreedPlan
from gateway.store.statements import PaymentRow, PromiseRow, ToldRow

MAX_TOLD = 20  # the newest things that the customer told on these pages
MAX_PAYMENTS = 24  # the newest; older ones are a matter for the creditor's own books


@dataclass(frozen=True, slots=True)
class Itemised:
    """What was billed, what interest and fees were added, and what was paid or credited."""

    billed: Money
    added: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """One account with its open bills in one currency, oldest due first; credits are among them."""

    account: Account
    bills: tuple[Invoice, ...]
    balance: Money

    @property
    def itemised(self) -> Itemised | None:
        """How the balance came about (as 12 CFR 1006.34(c)(2)(viii) has it); None where it is not known of
        every bill."""
        parts = [(b.amount.amount, b.balance.amount) for b in self.bills if b.amount and b.balance.amount > 0]
        if len(parts) < sum(1 for b in self.bills if b.balance.amount > 0):
            return None
        credited = -sum((b.balance.amount for b in self.bills if b.balance.amount < 0), Decimal(0))
        added = sum((max(now - then, Decimal(0)) for then, now in parts), Decimal(0))
        paid = sum((max(then - now, Decimal(0)) for then, now in parts), credited)
        currency = self.balance.currency
        billed = sum((then for then, _ in parts), Decimal(0))
        return Itemised(Money(billed, currency), Money(added, currency), Money(paid, currency))

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.account.account_id}:{self.balance.currency}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a customer sees after the check."""

    customer: Customer
    creditor: Creditor
    time_zone: str  # the customer's, as far as it is known
    today: date  # by that clock
    held: tuple[Account, ...]  # every account; `accounts` are those with something open
    accounts: tuple[OpenAccount, ...]
    unapplied: tuple[Money, ...]  # paid, but not yet set against a bill
    payments: tuple[PaymentRow, ...]
    promises: tuple[PromiseRow, ...]
    plans: tuple[AgreedPlan, ...] = ()
    told: tuple[ToldRow, ...] = ()

    @property
    def bills(self) -> tuple[Invoice, ...]:
        """Every open bill, credits left out."""
        return tuple(b for each in self.accounts for b in each.bills if b.balance.amount > 0)

    @property
    def totals(self) -> tuple[Money, ...]:
        """What is owed after credits and payments, one sum per currency; nothing where it is not positive."""
        paid = (Money(-money.amount, money.currency) for money in self.unapplied)
        sums = totals([*(each.balance for each in self.accounts), *paid])
        return tuple(money for money in sums if money.amount > 0)

    @property
    def owing(self) -> tuple[OpenAccount, ...]:
        """The accounts on which something can be promised."""
        return tuple(each for each in self.accounts if each.balance.amount > 0)

    @property
    def numbers(self) -> Mapping[AccountId, str]:
        """The numbers of the customer's accounts, also of those on which nothing is open."""
        return {one.account_id: one.account_number for one in self.held}

    @property
    def unplanned(self) -> tuple[OpenAccount, ...]:
        """The accounts on which something is owed that no payment plan covers yet."""
        planned = {(one.account_id, one.plan.total.currency) for one in self.plans}
        return tuple(a for a in self.owing if (a.account.account_id, a.balance.currency) not in planned)

    def payable(self, account: OpenAccount) -> Money:
        """Return what is to be paid on an account: not more than is owed after all that was paid."""
        owed = [money for money in self.totals if money.currency == account.balance.currency]
        return min([account.balance, *owed], key=lambda money: money.amount)

    @property
    def reference(self) -> str:
        """What the customer quotes: the account where there is one, else the customer number."""
        numbers = {each.account.account_number for each in self.accounts}
        return numbers.pop() if len(numbers) == 1 else self.customer.customer_number

    @property
    def oldest_due_on(self) -> date | None:
        """Since when the oldest bill has been due."""
        return min((bill.due_on for bill in self.bills), default=None)


def statement_of(
    tx: Tx, customer_id: CustomerId, creditors: Mapping[CreditorId, Creditor], now: datetime
) -> Statement | None:
    """Return a customer's statement; None where the creditor is not in the settings any more."""
    customer = portfolio.customers_by_id(tx, [customer_id]).get(customer_id)
    creditor = creditors.get(customer.creditor_id) if customer else None
    if customer is None or creditor is None:
        return None
    points = portfolio.contact_points_of(tx, [customer_id]).get(customer_id, [])
    zones = customer_zones(customer, points, creditor_country=creditor.default_country)
    time_zone = zones[0] if zones else "UTC"
    held = portfolio.accounts_of(tx, [customer_id]).get(customer_id, [])
    today = now.astimezone(ZoneInfo(time_zone)).date()
    return Statement(
        customer=customer,
        creditor=creditor,
        time_zone=time_zone,
        today=today,
        held=tuple(held),
        accounts=_accounts(tx, held, customer_id),
        unapplied=tuple(portfolio.unapplied_cash_of(tx, [customer_id]).get(customer_id, ())),
        payments=tuple(statements.payments_of(tx, customer_id, MAX_PAYMENTS)),
        promises=tuple(statements.open_promises_of(tx, customer_id, today)),
        plans=tuple(payment_plans.plans_of(tx, customer_id)),
        told=tuple(statements.told_of(tx, customer_id, MAX_TOLD)),
    )


def _accounts(tx: Tx, held: Sequence[Account], customer_id: CustomerId) -> tuple[OpenAccount, ...]:
    accounts = {one.account_id: one for one in held}
    bills: dict[tuple[AccountId, str], list[Invoice]] = defaultdict(list)
    for bill in portfolio.open_invoices_of(tx, [customer_id]).get(customer_id, []):
        bills[bill.account_id, bill.balance.currency].append(bill)
    return tuple(
        OpenAccount(accounts[account_id], tuple(some), totals(bill.balance for bill in some)[0])
        for (account_id, _), some in sorted(bills.items(), key=lambda item: item[1][0].due_on)
    )
