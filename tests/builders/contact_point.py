"""A contact point in the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import ContactPointId, Ids
from gateway.domain.portfolio import ContactPoint, Customer
from gateway.domain.words import PointKind
from gateway.store import Tx, schema

_VALUES = {
    PointKind.EMAIL: "accounts@northwind.example",
    PointKind.MOBILE: "+12125550123",
    PointKind.LANDLINE: "+12125550145",
    PointKind.POSTAL: "20 Broad Street\nNew York, NY 10005\nUnited States",
}


def a_contact_point(
    tx: Tx, ids: Ids, customer: Customer, kind: PointKind = PointKind.EMAIL, **overrides: Any
) -> ContactPoint:
    """Insert a contact point of a kind (an email address by default); return it."""
    values: dict[str, Any] = {
        "contact_point_id": ContactPointId(overrides.pop("contact_point_id", None) or ids.new()),
        "customer_id": customer.customer_id,
        "kind": kind,
        "value": _VALUES[kind],
        "place": None,
        "employer_provided": False,
        "retired_at": None,
    } | overrides
    tx.execute(sa.insert(schema.contact_point).values(**values))
    return ContactPoint(**values)
