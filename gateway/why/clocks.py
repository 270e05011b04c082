"""By which clock does what happened to a customer read? The first that they may live by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import ContactPoint, Creditor, Customer
from gateway.locate import customer_zones
from gateway.store import Tx, portfolio

NOWHERE = "UTC"


def clock_of(
    customer: Customer, points: Sequence[ContactPoint], creditors: Mapping[CreditorId, Creditor]
) -> str:
    """Return an IANA name; UTC where not even a country is known."""
    creditor = creditors.get(customer.creditor_id)
    country = creditor.default_country if creditor else None
    in_use = [point for point in points if point.retired_at is None]
    return next(iter(customer_zones(customer, in_use, creditor_country=country)), NOWHERE)


def read_clock(tx: Tx, customer: Customer, creditors: Mapping[CreditorId, Creditor]) -> str:
    """Return the same for a customer whose contact points are not at hand."""
    points = portfolio.contact_points_of(tx, [customer.customer_id])
    return clock_of(customer, points.get(customer.customer_id, []), creditors)
