"""An account in the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import AccountId, Ids
from gateway.domain.portfolio import Account, Customer
from gateway.domain.words import ActorRole, DebtClass
from gateway.store import Tx, schema
from tests.builders.invoice import an_invoice


def an_account(
    tx: Tx, ids: Ids, customer: Customer, *, days_past_due: int | None = None, **overrides: Any
) -> Account:
    """Insert a first-party account, commercial for a company and consumer for a person; return it.

    days_past_due: also insert one invoice that is so old on the clock's first day.
    """
    account_id = AccountId(overrides.pop("account_id", None) or ids.new())
    values: dict[str, Any] = {
        "account_id": account_id,
        "customer_id": customer.customer_id,
        "creditor_id": customer.creditor_id,
        "account_number": f"A-{account_id.hex[:12].lstrip('0')}",
        "debt_class": DebtClass.COMMERCIAL if customer.is_company else DebtClass.CONSUMER,
        "actor_role": ActorRole.ORIGINAL_CREDITOR,
        "strategy": None,
        "number_group": None,
    } | overrides
    tx.execute(sa.insert(schema.account).values(**values))
    account = Account(**values)
    if days_past_due is not None:
        an_invoice(tx, ids, account, days_past_due=days_past_due)
    return account
