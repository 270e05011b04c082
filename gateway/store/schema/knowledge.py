"""What people and other systems know: events in the words of the decision contract."""

from __future__ import annotations

import sqlalchemy as sa

from gateway.store.schema.base import C, Id, Instant, Json, T, table

event = table(
    "event",
    C("event_id", Id, primary_key=True),
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False),
    C("type", T, nullable=False),
    C("at", Instant, nullable=False),
    C("account_id", Id),  # None: all accounts of the customer
    C("contact_point_id", Id),
    C("body", Json, nullable=False),  # the remaining keys of the decision contract
    C("source", T, nullable=False),  # portal | record | api | import | provider | system | collector
    C("dedupe_key", T),  # a provider's event id, a form's key: applied once
    C("recorded_at", Instant, nullable=False),
    sa.UniqueConstraint("dedupe_key"),
    sa.Index("ix_event_customer", "customer_id", "at"),
)

# files that customers sent; sealed with the customer's own data key
attachment = table(
    "attachment",
    C("attachment_id", Id, primary_key=True),
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False, index=True),
    C("event_id", Id, sa.ForeignKey("event.event_id"), nullable=False),
    C("number", sa.Integer, nullable=False),  # from 1, in the order in which they were sent
    C("kind", T, nullable=False),  # pdf | jpg | png, as its bytes tell
    C("size", sa.Integer, nullable=False),
    C("sealed", sa.LargeBinary, nullable=False),
    C("received_at", Instant, nullable=False),
    sa.UniqueConstraint("event_id", "number"),
)
