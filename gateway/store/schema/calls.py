"""Where does each call stand?"""

from __future__ import annotations

import sqlalchemy as sa

from gateway.store.schema.base import C, Id, Instant, Json, T, table

phone_call = table(
    "phone_call",
    C("attempt_id", Id, sa.ForeignKey("attempt.attempt_id"), primary_key=True),
    C("provider_reference", T, nullable=False),
    C("talk", Json, nullable=False),  # the conversation's state; answers to the check only while it lasts
    C("began_at", Instant, nullable=False),
    C("changed_at", Instant, nullable=False),
)
