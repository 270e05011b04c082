"""What is stopped by an operator or by a channel's breaker."""

from __future__ import annotations

from gateway.store.schema.base import C, Instant, T, table

control_stop = table(
    "control_stop",
    C("scope", T, primary_key=True),  # all | channel | template | creditor
    C("name", T, primary_key=True),  # empty where everything is stopped
    C("cause", T, primary_key=True),  # operator | breaker
    C("reason", T, nullable=False),
    C("by", T, nullable=False),
    C("since", Instant, nullable=False),
)
