"""Whom we tell what happens here, and how far that has come: endpoints, messages, deliveries, tries."""

from __future__ import annotations

import sqlalchemy as sa

from gateway.store.schema.base import C, Id, Instant, Json, T, table

_Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

webhook_endpoint = table(
    "webhook_endpoint",
    C("endpoint_id", Id, primary_key=True),
    C("url", T, nullable=False),
    C("label", T, nullable=False),
    C("types", Json, nullable=False),  # patterns
    C("creditor_id", T),  # None: news of every creditor, and what concerns none
    C("is_private", sa.Boolean, nullable=False),  # its address may be one of the own network
    C("secret", sa.LargeBinary, nullable=False),  # sealed
    C("former_secret", sa.LargeBinary),  # sealed; signs too until former_until
    C("former_until", Instant),
    C("created_at", Instant, nullable=False),
    C("created_by", T, nullable=False),
    C("disabled_at", Instant),
    C("disabled_because", T),
    C("rests_until", Instant),  # it asked for fewer requests
    C("delivered_at", Instant),  # its newest success
)

webhook_message = table(
    "webhook_message",
    C("number", _Number, primary_key=True, autoincrement=True),  # rises with each customer's news
    C("message_id", Id, nullable=False, unique=True),
    C("type", T, nullable=False),
    C("at", Instant, nullable=False),
    C("customer_id", Id),
    C("creditor_id", T),
    C("data", Json, nullable=False),  # nothing personal
    sa.Index("ix_webhook_message_at", "at"),
)

# No foreign keys: news is written with the change it tells of, and no endpoint that goes may make that fail.
webhook_delivery = table(
    "webhook_delivery",
    C("endpoint_id", Id, primary_key=True),
    C("message_id", Id, primary_key=True, index=True),
    C("state", T, nullable=False),  # waiting | delivered | failed | held
    C("due_at", Instant, nullable=False),  # while a worker has it in hand: when another may take it over
    C("tries", sa.Integer, nullable=False, server_default="0"),
    C("first_try_at", Instant),
    C("worker_id", Id),  # who has it in hand
    C("ended_at", Instant),
    C("status", sa.Integer),  # the newest answer's
    C("code", T),  # what became of the newest try, in a word
    sa.Index("ix_webhook_delivery_due", "endpoint_id", "due_at",
             sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'")),
    sa.Index("ix_webhook_delivery_open", "endpoint_id", "state",
             sqlite_where=sa.text("state != 'delivered'"), postgresql_where=sa.text("state != 'delivered'")),
)  # fmt: skip

webhook_try = table(
    "webhook_try",
    C("number", _Number, primary_key=True, autoincrement=True),
    C("endpoint_id", Id, nullable=False),
    C("message_id", Id, nullable=False, index=True),
    C("at", Instant, nullable=False),
    C("milliseconds", sa.Integer, nullable=False),
    C("status", sa.Integer),
    C("code", T, nullable=False),
)
