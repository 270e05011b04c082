"""What is one entry of the contact ledger? What callers hand in, what comes back, and its leaf's body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict

from gateway.domain.errors import DataError
from gateway.domain.ids import CustomerId, EntryId
from gateway.ledger.canonical import canonical, instant
from gateway.ledger.kinds import EntryKind

SCHEMA = 1
MAX_BODY = 65_535  # bytes: a leaf must fit the uint16 length of C2SP tile bundles
SYSTEM = "system"  # the subject of entries about no customer


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be recorded.

    customer_id: None for what concerns no customer; it goes to the system's own chain.
    public: readable by everybody for ever and never erased: nothing personal, no floats.
    private: sealed for the customer alone: the exact message, names, reasons; a mapping of JSON values
    (bytes are allowed inside) or bytes.
    may_be_empty: where the customer was erased, record it without the private part instead of refusing: it
    happened before the erasure, or must bind us after it.
    """

    entry_id: EntryId
    customer_id: CustomerId | None
    kind: str
    at: datetime
    public: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] | bytes = field(default_factory=dict, repr=False)
    may_be_empty: bool = False


class OpenedEntry(TypedDict):
    """An entry read back. `private` is None when the customer was erased: nobody can read it any more."""

    entry_id: EntryId
    kind: str
    at: datetime
    customer_id: CustomerId | None
    subject: str
    seq: int
    version: str
    public: dict[str, Any]
    private: dict[str, Any] | bytes | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in its subject's chain."""

    subject: str
    seq: int
    prev: str  # leaf hash of the subject's entry before it, hexadecimal; empty for the first


def leaf_body(entry: Entry, place: Place, *, nonce: bytes, key: str, ct_sha256: str, version: str) -> bytes:
    """Return the canonical JSON that the leaf hashes.

    nonce: 32 random bytes: without them a neighbour's leaf hash in somebody's proof could be guessed.
    key: digest of the data key, so that nobody can later show another key that opens to other contents.
    Raises DataError for an unknown kind, a float, a body over 65,535 bytes.
    """
    body = canonical(
        {
            "at": instant(entry.at),
            "ct_sha256": ct_sha256,
            "entry": str(entry.entry_id),
            "key": key,
            "kind": _known(entry.kind),
            "nonce": nonce.hex(),
            "prev": place.prev,
            "program": version,
            "public": entry.public,
            "schema": SCHEMA,
            "seq": place.seq,
            "subject": place.subject,
        }
    )
    if len(body) > MAX_BODY:
        raise DataError(f"entry {entry.entry_id}: its public part is over {MAX_BODY} bytes; seal it instead")
    return body


def _known(kind: str) -> str:
    try:
        return EntryKind(kind).value
    except ValueError:
        raise DataError(f"{kind!r} is not a kind of ledger entry; see gateway.ledger.kinds") from None
