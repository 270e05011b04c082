"""What is stopped, how fast providers are asked, and how much may leave before a second person is asked."""

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

# how much of a volume limit is used up in an hour, a day or after an import
volume_count = table(
    "volume_count",
    C("limit_name", T, primary_key=True),
    C("window", T, primary_key=True),
    C("used", sa.BigInteger, nullable=False),  # contacts, or millionths of the limit's currency
)

# four eyes: who asked for more is never who agrees
limit_lift = table(
    "limit_lift",
    C("lift_id", Id, primary_key=True),
    C("limit_name", T, nullable=False),
    C("window", T, nullable=False),
    C("amount", sa.BigInteger, nullable=False),
    C("reason", T, nullable=False),
    C("asked_by", T, nullable=False),
    C("asked_at", Instant, nullable=False),
    C("until", Instant, nullable=False),
    C("approved_by", T),
    C("approved_at", Instant),
    C("refused_by", T),
    C("refused_at", Instant),
    sa.CheckConstraint("approved_by IS NULL OR approved_by <> asked_by", name="four_eyes"),
    sa.CheckConstraint("amount > 0", name="more"),
    sa.Index("ix_limit_lift_until", "until"),
)
