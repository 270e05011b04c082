"""What does one customer's chain say? Its entries in order, opened with the customer's key."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

import orjson

from gateway.keys import Keys
from gateway.ledger.offline import unseal
from gateway.ledger.reading import key_owner
from gateway.store.audit_scan import ChainScan

_MICROS = 1_000_000
_IS_BYTES, _IS_DEFLATED = 1, 2  # bits of the contents' form byte; see gateway.ledger.sealing


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """One entry. sealed: None when the customer was erased. covered: whether the audited tree holds it."""

    entry_id: str
    seq: int
    kind: str
    at: datetime
    public: dict[str, Any]
    sealed: dict[str, Any] | None
    covered: bool


@dataclass(frozen=True, slots=True)
class SubjectChain:
    """One customer's entries, in order."""

    subject_id: str
    customer_id: str | None
    creditor: str | None
    erased: bool
    entries: tuple[ChainEntry, ...]


def by_subject(rows: Iterable[ChainScan]) -> Iterator[tuple[str, list[ChainScan]]]:
    """Yield each subject's rows; they come ordered by subject and number."""
    for subject_id, group in groupby(rows, key=attrgetter("subject_id")):
        yield subject_id, list(group)


def open_chain(rows: Sequence[ChainScan], keys: Keys, size: int) -> SubjectChain:
    """Return one subject's chain. size: of the tree that is audited.

    Raises ValueError or WrongKey when something does not open.
    """
    head = rows[0]
    data_key = None
    if head.wrapped_key is not None:
        owner = key_owner(head.subject_id, head.customer_id)
        data_key = keys.unwrap(bytes(head.wrapped_key), owner)
    return SubjectChain(
        head.subject_id,
        head.customer_id,
        head.creditor_id,
        data_key is None,
        tuple(_entry(row, data_key, size) for row in rows),
    )


def _entry(row: ChainScan, data_key: bytes | None, size: int) -> ChainEntry:
    return ChainEntry(
        entry_id=row.entry_id,
        seq=row.subject_seq,
        kind=row.kind,
        at=instant_of(row.at),
        public=orjson.loads(row.body)["public"],
        sealed=_contents(row, data_key),
        covered=row.position is not None and row.position < size,
    )


def _contents(row: ChainScan, data_key: bytes | None) -> dict[str, Any] | None:
    if not row.ciphertext:
        return {} if data_key is not None else None
    if data_key is None:
        return None
    return _mapping(
        unseal(
            bytes(row.ciphertext),
            data_key,
            entry=row.entry_id,
            subject=row.subject_id,
            seq=row.subject_seq,
        )
    )


def _mapping(plaintext: bytes) -> dict[str, Any]:
    """The contents without reviving the bytes in them, of which an audit needs none: twice as quick."""
    form, payload = plaintext[0], plaintext[1:]
    if form & _IS_BYTES:
        return {}
    found = orjson.loads(zlib.decompress(payload) if form & _IS_DEFLATED else payload)
    return found if isinstance(found, dict) else {}


def instant_of(micros: int) -> datetime:
    """Return the instant that a column keeps as microseconds since 1970."""
    seconds, rest = divmod(micros, _MICROS)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
