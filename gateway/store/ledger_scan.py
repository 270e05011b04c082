"""What stands in the ledger's tables, row by row? Raw streams for the verifier, which trusts no column.

Textual SQL, because ten million rows go through here and the column types' conversions would cost most of
the time.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

_CHUNK = 2_000  # rows fetched at a time


class LeafScan(NamedTuple):
    """A place in the tree, and the leaf hash that the entry itself carries (None: there is no such entry)."""

    position: int
    entry_id: str
    leaf_hash: bytes
    entry_leaf_hash: bytes | None


class EntryScan(NamedTuple):
    """An entry with its place and its subject's row, each possibly missing."""

    entry_id: str
    subject_id: str
    subject_seq: int
    kind: str
    at: int  # microseconds since 1970
    body: bytes
    leaf_hash: bytes
    ciphertext: bytes
    position: int | None
    waiting_hash: bytes | None  # in the line for a place
    next_seq: int | None
    last_hash: str | None
    customer_id: str | None
    wrapped_key: bytes | None


class HeadScan(NamedTuple):
    """The tree as it was recorded at one size."""

    size: int
    root: bytes
    frontier: bytes
    at: int  # microseconds since 1970
    checkpoint: str | None


def steady(tx: sa.Connection) -> None:
    """Make all further reading of this transaction see one instant; call it first (SQLite always does)."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def scan_leaves(tx: sa.Connection) -> Iterator[LeafScan]:
    """Yield all places in the order of the tree."""
    query = """
        SELECT l.position, l.entry_id, l.leaf_hash, e.leaf_hash
        FROM ledger_leaf l LEFT JOIN ledger_entry e ON e.entry_id = l.entry_id
        ORDER BY l.position"""
    for position, entry_id, leaf_hash, entry_leaf_hash in stream(tx, query):
        yield LeafScan(position, id_text(entry_id), leaf_hash, entry_leaf_hash)


def scan_entries(tx: sa.Connection) -> Iterator[EntryScan]:
    """Yield all entries, subject by subject, in each subject's order."""
    query = """
        SELECT e.entry_id, e.subject_id, e.subject_seq, e.kind, e.at, e.body, e.leaf_hash, e.ciphertext,
               l.position, p.leaf_hash, s.next_seq, s.last_hash, s.customer_id, s.wrapped_key
        FROM ledger_entry e
        LEFT JOIN ledger_leaf l ON l.entry_id = e.entry_id
        LEFT JOIN ledger_pending p ON p.entry_id = e.entry_id
        LEFT JOIN subject s ON s.subject_id = e.subject_id
        ORDER BY e.subject_id, e.subject_seq"""
    for row in stream(tx, query):
        entry_id, *plain, customer_id, wrapped_key = row
        customer = None if customer_id is None else id_text(customer_id)
        yield EntryScan._make((id_text(entry_id), *plain, customer, wrapped_key))


def scan_heads(tx: sa.Connection) -> Generator[HeadScan, None, None]:
    """Yield every recorded head, smallest first."""
    query = "SELECT size, root, frontier, at, checkpoint FROM ledger_head ORDER BY size"
    for row in stream(tx, query):
        yield HeadScan._make(row)


def scan_leaf_hashes(tx: sa.Connection, size: int) -> Iterator[bytes]:
    """Yield the first `size` leaf hashes in the order of the tree."""
    query = f"SELECT leaf_hash FROM ledger_leaf WHERE position < {int(size)} ORDER BY position"
    for (leaf_hash,) in stream(tx, query):
        yield bytes(leaf_hash)


def subjects_without_entries(tx: sa.Connection) -> str | None:
    """Return the name of a chain of which nothing is left, or None."""
    query = """
        SELECT s.subject_id FROM subject s
        WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.subject_id = s.subject_id)
        ORDER BY s.subject_id LIMIT 1"""
    return tx.exec_driver_sql(query).scalar_one_or_none()


def waiting_for_nothing(tx: sa.Connection) -> str | None:
    """Return an entry id that waits for a place although it has one or does not exist, or None."""
    query = """
        SELECT p.entry_id FROM ledger_pending p
        WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.entry_id = p.entry_id)
           OR EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.entry_id = p.entry_id)
        ORDER BY p.number LIMIT 1"""
    found = tx.exec_driver_sql(query).scalar_one_or_none()
    return None if found is None else id_text(found)


def unrecorded(tx: sa.Connection, table: str, key: str) -> tuple[str, str] | None:
    """Return id and entry id of a row whose entry is not in the ledger, or None."""
    query = f"""
        SELECT t.{key}, t.entry_id FROM {table} t
        WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.entry_id = t.entry_id)
        ORDER BY t.{key} LIMIT 1"""
    row = tx.exec_driver_sql(query).first()
    return (id_text(row[0]), id_text(row[1])) if row else None


def stream(tx: sa.Connection, query: str, **values: Any) -> Iterator[Sequence[Any]]:
    """Yield the rows of a statement a chunk at a time, without the column types' conversions."""
    options = {"stream_results": True, "yield_per": _CHUNK}
    result = tx.execute(sa.text(query), values, execution_options=options)
    try:
        yield from result
    finally:
        result.close()  # a server's cursor left half read stays open


def id_text(value: Any) -> str:
    """Return the id as text, whatever the driver made of it; what is no id stays as it is, to be found."""
    text = value.hex if isinstance(value, UUID) else str(value)
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}" if len(text) == 32 else text
