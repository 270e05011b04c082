"""What was planned, judged and sent: cycles, outreach, attempts, workers, links, promises, tasks."""

from __future__ import annotations

import sqlalchemy as sa

from gateway.store.schema.base import C, Id, Instant, Json, T, table

dunning_cycle = table(
    "dunning_cycle",
    C("cycle_id", Id, primary_key=True),
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False),
    C("creditor_id", T, nullable=False),
    C("number", sa.Integer, nullable=False),
    C("strategy", T, nullable=False),
    C("began_on", sa.Date, nullable=False),
    C("ended_on", sa.Date),
    C("state", Json, nullable=False),  # planner's own memory: steps skipped or collapsed
    sa.UniqueConstraint("customer_id", "creditor_id", "number"),
    sa.Index("ix_dunning_cycle_open", "customer_id", unique=True,
             sqlite_where=sa.text("ended_on IS NULL"), postgresql_where=sa.text("ended_on IS NULL")),
)  # fmt: skip

outreach = table(
    "outreach",
    C("outreach_id", Id, primary_key=True),
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False, index=True),
    C("creditor_id", T, nullable=False),
    C("origin", T, nullable=False),
    C("strategy", T, nullable=False),  # "one-off" where no strategy asked
    C("step", T, nullable=False),  # step id; for a one-off the request's key
    C("cycle", T, nullable=False),  # cycle number; "before:<due date>" for a step before due
    C("kind", T, nullable=False),
    C("template", T, nullable=False),
    C("tone", T, nullable=False, server_default="friendly"),
    C("channels", Json, nullable=False),  # in order of preference
    C("account_id", Id),  # one-offs speak about one account; None: all that is open
    C("state", T, nullable=False),
    C("due_at", Instant, nullable=False),
    C("planned_at", Instant, nullable=False),
    C("requested_by", T),
    C("ruling_digest", T),  # of the last ruling written to the ledger: only a changed one is written again
    C("because", T),  # last ruling in words
    C("rulebook", T),  # digest of the rulebook that judged it last
    C("tries", sa.Integer, nullable=False, server_default="0"),  # definite failures so far
    C("done_at", Instant),
    C("in_reply_to", T),  # id of the event that it answers
    C("contact_point_id", Id),  # an answer goes where the question came from; None: wherever is best
    C("not_after", Instant),  # an answer that comes later is none
    C("held_by", T),  # which stop holds it back; due again when that is over
    C("made_by", T, nullable=False, server_default="dunwell"),  # dunwell | collector: a person calls
    sa.UniqueConstraint("customer_id", "creditor_id", "strategy", "step", "cycle"),
    sa.Index("ix_outreach_due", "due_at", "customer_id",
             sqlite_where=sa.text("state IN ('due', 'deferred')"),
             postgresql_where=sa.text("state IN ('due', 'deferred')")),
    sa.Index("ix_outreach_state", "state"),
    sa.Index("ix_outreach_held", "held_by",
             sqlite_where=sa.text("held_by IS NOT NULL"), postgresql_where=sa.text("held_by IS NOT NULL")),
)  # fmt: skip

attempt = table(
    "attempt",
    C("attempt_id", Id, primary_key=True),
    C("outreach_id", Id, sa.ForeignKey("outreach.outreach_id"), nullable=False, index=True),
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False),
    C("creditor_id", T, nullable=False),
    C("actor_id", T, nullable=False),
    C("channel", T, nullable=False),
    C("kind", T, nullable=False),
    C("form", T, nullable=False),
    C("contact_point_id", Id, nullable=False),
    C("accounts", Json, nullable=False),  # account ids that it speaks about
    C("template", T, nullable=False),
    C("language", T, nullable=False),
    C("adapter", T, nullable=False),
    C("state", T, nullable=False),
    C("reserved_at", Instant, nullable=False),
    C("sent_at", Instant),  # when it was handed to the provider
    C("outcome_at", Instant),
    C("not_after", Instant),
    C("worker_id", Id, nullable=False),
    C("facts_version", sa.Integer, nullable=False),  # the customer's when it was judged
    C("provider_reference", T),
    C("code", T),
    C("fault", T),  # "sender": our own side was at fault
    C("result", T),  # calls: the decision contract's result
    C("entry_id", Id, nullable=False),  # ledger entry with the exact message
    C("in_reply_to", T),  # id of the event that it answers
    C("caller", T),  # of a call that a collector makes: who
    C("volume", Json),  # what it counts against volume limits: [limit, window, amount] each
    C("units", sa.Integer),  # what its price counts: segments, minutes, pages, messages
    C("cost_micros", sa.BigInteger),  # expected, in millionths of cost_currency; None: no price is known
    C("cost_currency", T),
    C("price_micros", sa.BigInteger),  # as the provider told it later
    C("price_currency", T),
    sa.Index("ix_attempt_customer", "customer_id", "reserved_at"),
    sa.Index("ix_attempt_open", "state", "worker_id",
             sqlite_where=sa.text("state IN ('reserved', 'sending', 'unknown')"),
             postgresql_where=sa.text("state IN ('reserved', 'sending', 'unknown')")),
    sa.Index("ix_attempt_reserved_at", "reserved_at"),
    sa.Index("ix_attempt_accepted", "channel", "outcome_at",
             sqlite_where=sa.text("state = 'accepted'"), postgresql_where=sa.text("state = 'accepted'")),
    sa.Index("ix_attempt_reference", "provider_reference",
             sqlite_where=sa.text("provider_reference IS NOT NULL"),
             postgresql_where=sa.text("provider_reference IS NOT NULL")),
)  # fmt: skip

delivery_event = table(
    "delivery_event",
    C("provider", T, primary_key=True),
    C("provider_event_id", T, primary_key=True),
    C("attempt_id", Id, nullable=False, index=True),
    C("state", T, nullable=False),
    C("code", T, nullable=False),
    C("provider_reference", T),
    C("aftermath", Json),  # by the provider's code table, as it was when this came
    C("result", T),  # calls: what this says that the call came to
    C("received_at", Instant, nullable=False),
    C("applied_at", Instant),  # None: nobody knows the attempt yet
    sa.Index("ix_delivery_event_waiting", "received_at",
             sqlite_where=sa.text("applied_at IS NULL"), postgresql_where=sa.text("applied_at IS NULL")),
)  # fmt: skip

inbound_message = table(
    "inbound_message",
    C("provider", T, primary_key=True),
    C("provider_event_id", T, primary_key=True),
    C("channel", T, nullable=False),
    C("received_at", Instant, nullable=False),
    C("entry_id", Id, nullable=False),  # ledger entry with the uncut text
)

# every mail that was read, so that each is acted on once, whichever way it comes and however often
received_mail = table(
    "received_mail",
    C("mail_key", T, primary_key=True),  # SHA-256 of what stays the same from copy to copy
    C("kind", T, nullable=False),
    C("set_aside", T),  # why a person has to look at the mail itself
    C("via", T, nullable=False),  # imap | lmtp | smtp | file
    C("attempt_id", Id),
    C("received_at", Instant, nullable=False),
    sa.Index("ix_received_mail_at", "received_at"),
)

worker = table(
    "worker",
    C("worker_id", Id, primary_key=True),
    C("name", T, nullable=False),  # host and process id, for people
    C("version", T, nullable=False),
    C("rulebook", T, nullable=False),
    C("started_at", Instant, nullable=False),
    C("heartbeat_at", Instant, nullable=False),
    C("stopped_at", Instant),
)

customer_link = table(
    "customer_link",
    C("token_digest", T, primary_key=True),  # SHA-256 of the random part
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False, index=True),
    C("attempt_id", Id),
    C("contact_point_id", Id),
    C("purpose", T, nullable=False),  # respond | stop
    C("issued_at", Instant, nullable=False),
    C("expires_at", Instant, nullable=False),
    C("revoked_at", Instant),
    C("wrong_answers", sa.Integer, nullable=False, server_default="0"),
)

check_failure = table(
    "check_failure",
    C("customer_id", Id, primary_key=True),
    C("on", sa.Date, primary_key=True),
    C("count", sa.Integer, nullable=False),
)

promise = table(
    "promise",
    C("promise_id", Id, primary_key=True),
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False, index=True),
    C("account_id", Id),
    C("due_on", sa.Date, nullable=False),
    C("currency", T, nullable=False),
    C("amount_minor", sa.BigInteger, nullable=False),
    C("state", T, nullable=False),  # open | kept | broken | withdrawn
    C("made_at", Instant, nullable=False),
    C("event_id", Id, nullable=False),
)

payment_plan = table(
    "payment_plan",
    C("plan_id", Id, primary_key=True),
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False, index=True),
    C("account_id", Id, nullable=False),
    C("interval", T, nullable=False),
    C("currency", T, nullable=False),
    C("grace_days", sa.Integer, nullable=False),  # as it was agreed, whatever the policy says later
    C("state", T, nullable=False),  # open | kept | broken | withdrawn
    C("paid_count", sa.Integer, nullable=False, server_default="0"),  # instalments that have arrived
    C("made_at", Instant, nullable=False),
    C("event_id", Id, nullable=False),
    sa.Index("ix_payment_plan_open", "account_id", "currency", unique=True,
             sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")),
)  # fmt: skip

instalment = table(
    "instalment",
    C("plan_id", Id, sa.ForeignKey("payment_plan.plan_id"), primary_key=True),
    C("number", sa.Integer, primary_key=True),  # from 1
    C("due_on", sa.Date, nullable=False),
    C("amount_minor", sa.BigInteger, nullable=False),
)

task = table(
    "task",
    C("task_id", Id, primary_key=True),
    C("customer_id", Id),
    C("kind", T, nullable=False),  # unapplied-cash | dispute | unknown-outcome | broken-outreach | …
    C("reference", T, nullable=False),
    C("text", T, nullable=False),  # no personal data
    C("opened_at", Instant, nullable=False),
    C("closed_at", Instant),
    C("closed_by", T),
    sa.UniqueConstraint("kind", "reference"),
)
