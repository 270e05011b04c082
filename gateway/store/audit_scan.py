"""What must an audit read, subject by subject? Slices of the chains, and of the attempts beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from gateway.store.ledger_scan import id_text, stream
from gateway.store.schema import account

_IN_LIST = 5_000  # ids in one statement; SQLite takes 32,766 parameters, PostgreSQL 65,535


class ChainScan(NamedTuple):
    """An entry with what is needed to open it. position: its place in the tree, None while it waits."""

    entry_id: str
    subject_id: str
    subject_seq: int
    kind: str
    at: int  # microseconds since 1970
    body: bytes
    ciphertext: bytes
    position: int | None
    customer_id: str | None
    wrapped_key: bytes | None
    creditor_id: str | None


class AttemptScan(NamedTuple):
    """An attempt as the database has it now."""

    subject_id: str
    attempt_id: str
    state: str
    reserved_at: int  # microseconds since 1970


def scan_chains(tx: sa.Connection, first: str, end: str) -> Iterator[ChainScan]:
    """Yield the entries of the subjects from `first` to before `end`, subject by subject, in order."""
    query = """
        SELECT e.entry_id, e.subject_id, e.subject_seq, e.kind, e.at, e.body, e.ciphertext, l.position,
               s.customer_id, s.wrapped_key, c.creditor_id
        FROM ledger_entry e
        LEFT JOIN ledger_leaf l ON l.entry_id = e.entry_id
        LEFT JOIN subject s ON s.subject_id = e.subject_id
        LEFT JOIN customer c ON c.customer_id = s.customer_id
        WHERE e.subject_id >= :first AND e.subject_id < :end
        ORDER BY e.subject_id, e.subject_seq"""
    for entry_id, *plain, customer_id, wrapped_key, creditor_id in stream(tx, query, first=first, end=end):
        customer = None if customer_id is None else id_text(customer_id)
        yield ChainScan._make((id_text(entry_id), *plain, customer, wrapped_key, creditor_id))


def scan_attempts(tx: sa.Connection, first: str, end: str) -> Iterator[AttemptScan]:
    """Yield the attempts on the customers of the same subjects, in the same order of subjects."""
    query = """
        SELECT s.subject_id, a.attempt_id, a.state, a.reserved_at
        FROM subject s JOIN attempt a ON a.customer_id = s.customer_id
        WHERE s.subject_id >= :first AND s.subject_id < :end
        ORDER BY s.subject_id"""
    for subject_id, attempt_id, state, reserved_at in stream(tx, query, first=first, end=end):
        yield AttemptScan(subject_id, id_text(attempt_id), state, reserved_at)


def scan_strange_attempts(tx: sa.Connection) -> Iterator[tuple[str, int, str]]:
    """Yield id, microseconds since 1970 and creditor of attempts on customers unknown to the ledger."""
    query = """
        SELECT a.attempt_id, a.reserved_at, a.creditor_id FROM attempt a
        WHERE NOT EXISTS (SELECT 1 FROM subject s WHERE s.customer_id = a.customer_id)
        ORDER BY a.attempt_id"""
    for attempt_id, reserved_at, creditor_id in stream(tx, query):
        yield id_text(attempt_id), reserved_at, creditor_id


def account_numbers(tx: sa.Connection, account_ids: Collection[str]) -> dict[str, str]:
    """Return the numbers by which people know the accounts, by id as text; those that exist."""
    wanted = sorted(id_ for id_ in map(_uuid_or_none, account_ids) if id_ is not None)
    query = sa.select(account.c.account_id, account.c.account_number)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _IN_LIST):
        some = query.where(account.c.account_id.in_(wanted[start : start + _IN_LIST]))
        found.update((str(row.account_id), row.account_number) for row in tx.execute(some))
    return found


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
