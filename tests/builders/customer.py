"""A customer in the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import CreditorId, CustomerId, Ids
from gateway.domain.portfolio import Customer
from gateway.store import Tx, schema
from tests.fakes.clock import A_MONDAY


def a_customer(tx: Tx, ids: Ids, **overrides: Any) -> Customer:
    """Insert a company in New York; return it. Overrides are the fields of Customer."""
    customer_id = CustomerId(overrides.pop("customer_id", None) or ids.new())
    values: dict[str, Any] = {
        "customer_id": customer_id,
        "creditor_id": CreditorId("acme"),
        "customer_number": f"C-{customer_id.hex[:12].lstrip('0')}",
        "name": "Northwind Traders",
        "is_company": True,
        "language": "en",
        "street": "20 Broad Street",
        "city": "New York",
        "region": "US-NY",
        "postal_code": "10005",
        "country": "US",
    } | overrides
    tx.execute(sa.insert(schema.customer).values(**values, changed_at=A_MONDAY))
    return Customer(**values)


def a_person(tx: Tx, ids: Ids, **overrides: Any) -> Customer:
    """Insert a private person in New York; return them."""
    return a_customer(tx, ids, **{"is_company": False, "name": "Alex Rivera", "birth_year": 1980} | overrides)
