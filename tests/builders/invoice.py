"""An invoice in the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import Ids, InvoiceId
from gateway.domain.money import Money
from gateway.domain.portfolio import Account, Invoice
from gateway.store import Tx, schema
from tests.fakes.clock import A_MONDAY


def an_invoice(
    tx: Tx,
    ids: Ids,
    account: Account,
    *,
    days_past_due: int = 31,
    today: date = A_MONDAY.date(),
    balance_minor: int = 125_050,
    currency: str = "USD",
    **overrides: Any,
) -> Invoice:
    """Insert an open invoice, so many days past due on `today`; return it. Overrides are columns."""
    invoice_id = InvoiceId(overrides.pop("invoice_id", None) or ids.new())
    due_on = today - timedelta(days=days_past_due)
    values: dict[str, Any] = {
        "invoice_id": invoice_id,
        "account_id": account.account_id,
        "customer_id": account.customer_id,
        "creditor_id": account.creditor_id,
        "invoice_number": f"I-{invoice_id.hex[:12].lstrip('0')}",
        "issued_on": due_on - timedelta(days=30),
        "due_on": due_on,
        "currency": currency,
        "amount_minor": balance_minor,
        "reported_minor": balance_minor,
        "reported_as_of": today,
        "balance_minor": balance_minor,
        "disputed": False,
        "import_id": ids.new(),
    } | overrides
    tx.execute(sa.insert(schema.invoice).values(**values))
    return _invoice(values)


def _invoice(values: dict[str, Any]) -> Invoice:
    return Invoice(
        invoice_id=values["invoice_id"],
        account_id=values["account_id"],
        customer_id=values["customer_id"],
        invoice_number=values["invoice_number"],
        due_on=values["due_on"],
        balance=Money.from_minor(values["balance_minor"], values["currency"]),
        issued_on=values["issued_on"],
        amount=Money.from_minor(values["amount_minor"], values["currency"]),
        disputed=values["disputed"],
    )
