"""Was every message sent once and recorded, whatever happened? The relay's log against the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from gateway.bootstrap import App
from gateway.domain.words import AttemptState, OutreachState
from gateway.ledger import EntryKind
from gateway.store import Tx, schema

MAY_HAVE_NO_MESSAGE = {AttemptState.REJECTED.value, AttemptState.UNKNOWN.value}
OUTCOMES = {EntryKind.CONTACT_OUTCOME, EntryKind.CONTACT_WITHDRAWN}
OPEN = {AttemptState.RESERVED.value, AttemptState.SENDING.value}


@dataclass(slots=True)
class Reckoning:
    """What was counted, and every exception to the promise, by name."""

    messages: int = 0
    attempts: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)  # of those that are rejected or unknown
    unknown_with_message: int = 0
    unknown_without_message: int = 0
    outreach: Counter[str] = field(default_factory=Counter)
    ledger_entries: int = 0
    exceptions: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """Return it for a file."""
        return {
            field.name: dict(value) if isinstance(value, Counter) else value
            for field in fields(self)
            for value in (getattr(self, field.name),)
        }

    def expect(self, what: str, count: int) -> None:
        """Note as many exceptions of a kind."""
        if count:
            self.exceptions[what] += count


def reckon(app: App, sent: Sequence[UUID]) -> Reckoning:
    """Return what the database says about the messages that the relay took. sent: their attempts."""
    found = Reckoning(messages=len(sent))
    app.ledger.sequence(app.store, app.clock.now())
    with app.store.read() as tx:
        attempts = {row.attempt_id: row for row in tx.execute(sa.select(schema.attempt))}
        _messages(found, sent, attempts)
        _states(found, set(sent), attempts)
        _outreach(found, tx, attempts)
        _tasks(found, tx, attempts)
        _entries(found, tx, attempts)
    report = app.ledger.verify(app.store)
    found.ledger_entries = report.entries
    found.expect(f"ledger does not verify: {report.finding}", int(not report.holds))
    return found


def _messages(found: Reckoning, sent: Sequence[UUID], attempts: dict[UUID, Any]) -> None:
    per_attempt = Counter(sent)
    found.expect("message without an attempt", sum(1 for one in per_attempt if one not in attempts))
    found.expect("attempt with two messages", sum(1 for count in per_attempt.values() if count > 1))
    per_outreach = Counter(attempts[one].outreach_id for one in sent if one in attempts)
    found.expect("outreach with two messages", sum(1 for count in per_outreach.values() if count > 1))


def _states(found: Reckoning, sent: set[UUID], attempts: dict[UUID, Any]) -> None:
    found.attempts = Counter(row.state for row in attempts.values())
    found.codes = Counter(
        f"{row.state} {row.code}" for row in attempts.values() if row.state in MAY_HAVE_NO_MESSAGE
    )
    unknown = {key for key, row in attempts.items() if row.state == AttemptState.UNKNOWN.value}
    found.unknown_with_message = len(unknown & sent)
    found.unknown_without_message = len(unknown - sent)
    silent = [row for key, row in attempts.items() if key not in sent]
    found.expect(
        "attempt without a message that claims one",
        sum(1 for row in silent if row.state not in MAY_HAVE_NO_MESSAGE | OPEN),
    )
    spoken = [row for key, row in attempts.items() if key in sent]
    found.expect(
        "message of an attempt that was rejected",
        sum(1 for row in spoken if row.state == AttemptState.REJECTED.value),
    )
    found.expect("attempt still in hand", sum(1 for row in attempts.values() if row.state in OPEN))


def _outreach(found: Reckoning, tx: Tx, attempts: dict[UUID, Any]) -> None:
    states = {row.outreach_id: row.state for row in tx.execute(sa.select(schema.outreach))}
    found.outreach = Counter(states.values())
    counting = Counter(
        row.outreach_id for row in attempts.values() if row.state != AttemptState.REJECTED.value
    )
    found.expect("outreach with two attempts that count", sum(1 for n in counting.values() if n > 1))
    done = {key for key, state in states.items() if state == OutreachState.DONE.value}
    found.expect("outreach done without an attempt", len(done - counting.keys()))
    found.expect("outreach attempted and not done", len(counting.keys() - done))
    found.expect(
        "outreach in hand of nobody",
        sum(1 for state in states.values() if state == OutreachState.IN_HAND.value),
    )


def _tasks(found: Reckoning, tx: Tx, attempts: dict[UUID, Any]) -> None:
    query = sa.select(schema.task.c.reference).where(
        schema.task.c.kind == "unknown-outcome", schema.task.c.closed_at.is_(None)
    )
    listed = set(tx.execute(query).scalars())
    unknown = {str(key) for key, row in attempts.items() if row.state == AttemptState.UNKNOWN.value}
    found.expect("unknown attempt that nobody is told of", len(unknown - listed))
    found.expect("task about an attempt that is not unknown", len(listed - unknown))


def _entries(found: Reckoning, tx: Tx, attempts: dict[UUID, Any]) -> None:
    """Every attempt's entry was there before it left, and the newest one about it says how it ended."""
    columns = schema.ledger_entry.c["entry_id", "kind", "subject_seq", "at", "body"]
    entries = {row.entry_id: row for row in tx.execute(sa.select(*columns))}
    told: dict[str, str] = {}
    for row in sorted(entries.values(), key=lambda row: int(row.subject_seq)):
        if row.kind in OUTCOMES:
            public = orjson.loads(row.body)["public"]
            told[public["attempt_id"]] = public["state"]
    for key, row in attempts.items():
        allowed = entries.get(row.entry_id)
        if allowed is None or allowed.kind != EntryKind.CONTACT_ALLOWED:
            found.exceptions["attempt without its ledger entry"] += 1
        elif row.sent_at is not None and allowed.at > row.sent_at:
            found.exceptions["ledger entry younger than the hand-over"] += 1
        if row.state not in OPEN and told.get(str(key)) != row.state:
            found.exceptions["outcome that the ledger does not tell"] += 1
