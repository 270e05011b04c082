"""The contact ledger: append-only (triggers refuse UPDATE and DELETE on entry, leaf and head)."""

from __future__ import annotations

import sqlalchemy as sa

from gateway.store.schema.base import C, Id, Instant, Json, T, table

subject = table(
    "subject",
    C("subject_id", T, primary_key=True),  # random pseudonym
    C("customer_id", Id, unique=True),  # None: the system's own chain
    C("next_seq", sa.Integer, nullable=False),
    C("last_hash", T, nullable=False),
    C("wrapped_key", sa.LargeBinary),  # None after erasure
)

ledger_entry = table(
    "ledger_entry",
    C("entry_id", Id, primary_key=True),
    C("subject_id", T, nullable=False),
    C("subject_seq", sa.Integer, nullable=False),
    C("kind", T, nullable=False),
    C("at", Instant, nullable=False),
    C("body", sa.LargeBinary, nullable=False),  # canonical JSON: what the leaf hashes
    C("leaf_hash", sa.LargeBinary, nullable=False),
    C("ciphertext", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("subject_id", "subject_seq"),
    sa.Index("ix_ledger_entry_at", "at"),
)

# committed entries that wait for their place in the tree; a row leaves with the leaf's arrival
ledger_pending = table(
    "ledger_pending",
    C("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
    C("entry_id", Id, sa.ForeignKey("ledger_entry.entry_id"), nullable=False, unique=True),
    C("leaf_hash", sa.LargeBinary, nullable=False),
)

ledger_leaf = table(
    "ledger_leaf",
    C("position", sa.BigInteger, primary_key=True, autoincrement=False),
    C("entry_id", Id, sa.ForeignKey("ledger_entry.entry_id"), nullable=False, unique=True),
    C("leaf_hash", sa.LargeBinary, nullable=False),
)

ledger_head = table(
    "ledger_head",
    C("size", sa.BigInteger, primary_key=True, autoincrement=False),
    C("root", sa.LargeBinary, nullable=False),
    C("frontier", sa.LargeBinary, nullable=False),  # concatenated hashes of the complete subtrees
    C("at", Instant, nullable=False),
    C("checkpoint", T),  # signed note, where one was made at this size
)

# what the contact log shows, one row per judged or made contact; can be rebuilt from the ledger
contact_log = table(
    "contact_log",
    C("entry_id", Id, primary_key=True),
    C("at", Instant, nullable=False),
    C("customer_id", Id, nullable=False),
    C("creditor_id", T, nullable=False),
    C("outreach_id", Id, nullable=False),
    C("attempt_id", Id),
    C("channel", T, nullable=False),
    C("ruling", T, nullable=False),  # allow | defer | refuse
    C("rule", T),  # the deciding rule
    C("because", T, nullable=False),
    C("until", Instant),
    C("accounts", Json, nullable=False),
    sa.Index("ix_contact_log_at", "at", "entry_id"),
    sa.Index("ix_contact_log_customer", "customer_id", "at"),
)
