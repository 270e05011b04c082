"""What is stopped by an operator or by a channel's breaker, and how fast providers are asked."""

from __future__ import annotations

import sqlalchemy as sa

from gateway.store.schema.base import C, Id, Instant, T, table

control_stop = table(
    "control_stop",
    C("scope", T, primary_key=True),  # all | channel | template | creditor
    C("name", T, primary_key=True),  # empty where everything is stopped
    C("cause", T, primary_key=True),  # operator | breaker
    C("reason", T, nullable=False),
    C("by", T, nullable=False),
    C("since", Instant, nullable=False),
    C("probe_at", Instant),  # of a breaker: from when on one message tries the channel out
    C("probe_attempt_id", Id),  # the newest that did
    C("probes", sa.Integer, nullable=False, server_default="0"),
)

# one row for each route: a provider on a channel, and where it counts by sender, each sender there
provider_pace = table(
    "provider_pace",
    C("route", T, primary_key=True),
    C("next_at", Instant),  # when whoever asks next has its turn
    C("rest_until", Instant),  # the provider said that it is too much: nobody asks before
    C("strikes", sa.Integer, nullable=False, server_default="0"),  # rests one after the other
)
