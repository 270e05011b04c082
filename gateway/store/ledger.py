"""What does the contact ledger hold? Its rows: subjects, entries, places in the tree, heads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from gateway.domain.errors import Conflict
from gateway.domain.ids import CustomerId, EntryId
from gateway.store.schema import ledger_entry, ledger_head, ledger_leaf, ledger_pending, subject

Id = TypeVar("Id")
_IN_LIST = 5_000  # ids in one statement; SQLite takes 32,766 parameters, PostgreSQL 65,535


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One customer's chain, or the system's own (customer_id None)."""

    subject_id: str
    customer_id: CustomerId | None
    next_seq: int
    last_hash: str
    wrapped_key: bytes | None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it is kept, with the customer it is about."""

    entry_id: EntryId
    subject_id: str
    subject_seq: int
    kind: str
    at: datetime
    body: bytes
    leaf_hash: bytes
    ciphertext: bytes
    customer_id: CustomerId | None
    wrapped_key: bytes | None


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The tree at one size."""

    size: int
    root: bytes
    frontier: bytes
    at: datetime
    checkpoint: str | None


class PlaceTaken(Conflict):
    """Another sequencer moved the tree on from the same head."""


def customers_with_subject(tx: sa.Connection, customers: Sequence[CustomerId]) -> set[CustomerId]:
    """Return those customers that have a chain already."""
    found: set[CustomerId] = set()
    for some in _slices(customers):
        query = sa.select(subject.c.customer_id).where(subject.c.customer_id.in_(some))
        found.update(CustomerId(row[0]) for row in tx.execute(query))
    return found


def has_subject(tx: sa.Connection, subject_id: str) -> bool:
    """Whether a chain of that name exists."""
    return tx.execute(sa.select(sa.exists().where(subject.c.subject_id == subject_id))).scalar_one()


def insert_subjects(tx: sa.Connection, rows: Sequence[SubjectRow]) -> None:
    """Begin chains; where another transaction began the same customer's first, that one stays."""
    if rows:
        insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
        tx.execute(insert(subject).on_conflict_do_nothing(), [_values(row) for row in rows])


def lock_subjects(tx: sa.Connection, customers: Sequence[CustomerId]) -> dict[CustomerId | None, SubjectRow]:
    """Return the customers' chains, locked until the transaction ends.

    customers: sorted; every transaction locks in that order, so that two never wait for each other.
    """
    found: dict[CustomerId | None, SubjectRow] = {}
    for some in _slices(customers):
        query = sa.select(subject).where(subject.c.customer_id.in_(some)).order_by(subject.c.customer_id)
        for row in tx.execute(query.with_for_update()):
            found[CustomerId(row.customer_id)] = _subject(row)
    return found


def lock_subject(tx: sa.Connection, subject_id: str) -> SubjectRow:
    """Return one chain by its name, locked until the transaction ends."""
    query = sa.select(subject).where(subject.c.subject_id == subject_id).with_for_update()
    return _subject(tx.execute(query).one())


def subject_of(tx: sa.Connection, customer_id: CustomerId) -> SubjectRow | None:
    """Return a customer's chain, or None when nothing was ever recorded about them."""
    row = tx.execute(sa.select(subject).where(subject.c.customer_id == customer_id)).first()
    return _subject(row) if row else None


def advance_subjects(tx: sa.Connection, rows: Sequence[SubjectRow]) -> None:
    """Write where each chain goes on."""
    if rows:
        statement = (
            sa.update(subject)
            .where(subject.c.subject_id == sa.bindparam("key"))
            .values(next_seq=sa.bindparam("seq"), last_hash=sa.bindparam("hash"))
        )
        values = [{"key": row.subject_id, "seq": row.next_seq, "hash": row.last_hash} for row in rows]
        tx.execute(statement, values)


def destroy_key(tx: sa.Connection, subject_id: str) -> None:
    """Delete a customer's wrapped data key."""
    tx.execute(sa.update(subject).where(subject.c.subject_id == subject_id).values(wrapped_key=None))


def insert_entries(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write entries, and put each in line for its place in the tree."""
    if rows:
        tx.execute(sa.insert(ledger_entry), list(rows))
        waiting = [{"entry_id": row["entry_id"], "leaf_hash": row["leaf_hash"]} for row in rows]
        tx.execute(sa.insert(ledger_pending), waiting)


def entries(tx: sa.Connection, entry_ids: Sequence[EntryId]) -> list[EntryRow]:
    """Return the entries that exist among those ids, in no order."""
    found: list[EntryRow] = []
    for some in _slices(entry_ids):
        found.extend(map(_entry, tx.execute(_entry_query().where(ledger_entry.c.entry_id.in_(some)))))
    return found


def chain(tx: sa.Connection, subject_id: str, kind: str | None = None) -> Iterator[EntryRow]:
    """Yield one subject's entries in order; of one kind, or of all."""
    query = _entry_query().where(ledger_entry.c.subject_id == subject_id)
    if kind is not None:
        query = query.where(ledger_entry.c.kind == kind)
    yield from map(_entry, tx.execute(query.order_by(ledger_entry.c.subject_seq)))


def something_waits(tx: sa.Connection) -> bool:
    """Whether committed entries wait for their place in the tree."""
    return tx.execute(sa.select(sa.exists().select_from(ledger_pending))).scalar_one()


def take_waiting(tx: sa.Connection, limit: int) -> list[tuple[UUID, bytes]]:
    """Return the entries that wait longest with their leaf hashes, taken out of the line.

    Only what this statement sees is taken: an entry that commits later stays for the next time, whatever
    its number. A subject's entries have rising numbers, because its row is locked while they are written.
    """
    oldest = sa.select(ledger_pending.c.number).order_by(ledger_pending.c.number).limit(limit)
    taken = sa.delete(ledger_pending).where(ledger_pending.c.number.in_(oldest)).returning(*ledger_pending.c)
    rows = sorted(tx.execute(taken), key=lambda row: int(row.number))
    return [(row.entry_id, bytes(row.leaf_hash)) for row in rows]


def newest_head(tx: sa.Connection) -> HeadRow | None:
    """Return the tree as it stands, or None before the first entry."""
    row = tx.execute(sa.select(ledger_head).order_by(ledger_head.c.size.desc()).limit(1)).first()
    return _head(row) if row else None


def head_at(tx: sa.Connection, size: int) -> HeadRow | None:
    """Return the tree as it was recorded at exactly that size."""
    row = tx.execute(sa.select(ledger_head).where(ledger_head.c.size == size)).first()
    return _head(row) if row else None


def insert_leaves(tx: sa.Connection, rows: Sequence[tuple[int, UUID, bytes]]) -> None:
    """Give entries their positions; raises PlaceTaken when another sequencer was there first."""
    values = [{"position": at, "entry_id": entry, "leaf_hash": leaf} for at, entry, leaf in rows]
    try:
        tx.execute(sa.insert(ledger_leaf), values)
    except sa.exc.IntegrityError as error:
        raise PlaceTaken("another sequencer gave these positions away") from error


def insert_head(tx: sa.Connection, head: HeadRow) -> None:
    """Record the tree at a new size; raises PlaceTaken when that size is recorded already."""
    try:
        tx.execute(sa.insert(ledger_head).values(_values(head)))
    except sa.exc.IntegrityError as error:
        raise PlaceTaken("another sequencer recorded this size") from error


def has_place(tx: sa.Connection, entry_id: EntryId) -> bool:
    """Whether an entry is in the tree."""
    return tx.execute(sa.select(sa.exists().where(ledger_leaf.c.entry_id == entry_id))).scalar_one()


def has_history(tx: sa.Connection) -> bool:
    """Whether anything was ever sealed here: then a missing master key is a lost one."""
    return tx.execute(sa.select(sa.exists().select_from(subject))).scalar_one()


def positions(tx: sa.Connection, subject_id: str) -> dict[EntryId, int]:
    """Return the places in the tree of one subject's entries."""
    query = (
        sa.select(ledger_leaf.c.entry_id, ledger_leaf.c.position)
        .join(ledger_entry, ledger_entry.c.entry_id == ledger_leaf.c.entry_id)
        .where(ledger_entry.c.subject_id == subject_id)
    )
    return {EntryId(row.entry_id): row.position for row in tx.execute(query)}


def _entry_query() -> sa.Select[Any]:
    columns = (*ledger_entry.c, subject.c.customer_id, subject.c.wrapped_key)
    joined = ledger_entry.outerjoin(subject, subject.c.subject_id == ledger_entry.c.subject_id)
    return sa.select(*columns).select_from(joined)


def _entry(row: Any) -> EntryRow:
    return EntryRow(**row._mapping)


def _subject(row: Any) -> SubjectRow:
    return SubjectRow(**row._mapping)


def _head(row: Any) -> HeadRow:
    return HeadRow(**row._mapping)


def _values(row: SubjectRow | HeadRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def _slices(items: Sequence[Id]) -> Iterable[Sequence[Id]]:
    return (items[at : at + _IN_LIST] for at in range(0, len(items), _IN_LIST))
