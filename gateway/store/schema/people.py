"""Keys, sessions, idempotent requests, ticks and switches."""

from __future__ import annotations

import sqlalchemy as sa

from gateway.store.schema.base import C, Id, Instant, Json, T, table

api_key = table(
    "api_key",
    C("key_id", T, primary_key=True),
    C("digest", T, nullable=False),
    C("role", T, nullable=False),
    C("label", T, nullable=False),
    C("person", T),  # the short name of whoever holds it: where two people must agree
    C("created_at", Instant, nullable=False),
    C("revoked_at", Instant),
)

session = table(
    "session",
    C("token_digest", T, primary_key=True),
    C("purpose", T, nullable=False),  # sign-in | console | customer
    C("role", T),
    C("customer_id", Id),
    C("body", Json, nullable=False),
    C("created_at", Instant, nullable=False),
    C("seen_at", Instant, nullable=False),
    C("expires_at", Instant, nullable=False),
)

idempotency = table(
    "idempotency",
    C("key", T, primary_key=True),
    C("body_digest", T, nullable=False),
    C("status", sa.Integer),
    C("response", T),
    C("created_at", Instant, nullable=False),
)

tick = table(
    "tick",
    C("name", T, primary_key=True),
    C("started_at", Instant, nullable=False),
    C("ended_at", Instant),
    C("result", Json),
)

setting = table(
    "setting",
    C("name", T, primary_key=True),  # incarnation, rulebook in force, kill switches
    C("value", Json, nullable=False),
    C("changed_at", Instant, nullable=False),
)
