"""What becomes of a file that a customer sends? Its bytes tell its kind; it is kept sealed, for a person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gateway.domain.errors import NotFound
from gateway.domain.file_kinds import Damaged, FileKind, kind_of
from gateway.domain.ids import CustomerId, EntryId, EventId, Ids
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, attachments
from gateway.store.attachments import AttachmentRow


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken."""

    most_files: int = 5
    most_bytes: int = 5_000_000
    most_kept: int = 40  # of one customer altogether


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent; its name is not kept. content: None where it was larger than is taken."""

    content: bytes | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file cannot be taken. word: empty | large | kind | damaged | many | full; number: from 1."""

    word: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that can be kept."""

    kind: FileKind
    content: bytes


def examine(uploads: Sequence[Upload], limits: Limits) -> tuple[list[Accepted], Fault | None]:
    """Return the files to keep, each once, or the first fault."""
    if len(uploads) > limits.most_files:
        return [], Fault("many")
    found: dict[bytes, Accepted] = {}
    for number, upload in enumerate(uploads, 1):
        kind = _kind(upload)
        if not isinstance(kind, FileKind) or upload.content is None:
            return [], Fault(str(kind), number)
        found.setdefault(hashlib.sha256(upload.content).digest(), Accepted(kind, upload.content))
    return list(found.values()), None


def has_room(tx: Tx, customer_id: CustomerId, count: int, limits: Limits) -> bool:
    """Return whether so many files more may be kept of a customer."""
    return count == 0 or attachments.count_of(tx, customer_id) + count <= limits.most_kept


def keep(
    tx: Tx,
    ledger: Ledger,
    customer_id: CustomerId,
    event_id: EventId,
    files: Sequence[Accepted],
    *,
    now: datetime,
    ids: Ids,
) -> None:
    """Seal files with the customer's own key and write them down; the ledger holds the digest of each.

    Raises Conflict for an erased customer.
    """
    rows, entries = [], []
    for number, file in enumerate(files, 1):
        attachment_id = ids.new()
        sealed = ledger.seal_file(tx, customer_id, file.content, str(attachment_id))
        rows.append(
            {
                "attachment_id": attachment_id,
                "customer_id": customer_id,
                "event_id": event_id,
                "number": number,
                "kind": file.kind.value,
                "size": len(file.content),
                "sealed": sealed,
                "received_at": now,
            }
        )
        entries.append(_entry(rows[-1], file.content, EntryId(ids.new())))
    attachments.insert_attachments(tx, rows)
    ledger.append(tx, entries)


def opened(tx: Tx, ledger: Ledger, row: AttachmentRow, sealed: bytes) -> bytes:
    """Return a file's contents. Raises NotFound after its customer was erased, WrongKey for a changed one."""
    content = ledger.open_file(tx, row.customer_id, sealed, str(row.attachment_id))
    if content is None:
        raise NotFound("the customer's data was erased; the file cannot be opened any more")
    return content


def _kind(upload: Upload) -> FileKind | str:
    if upload.content is None:
        return "large"
    if not upload.content:
        return "empty"
    try:
        return kind_of(upload.content) or "kind"
    except Damaged:
        return "damaged"


def _entry(row: dict[str, Any], content: bytes, entry_id: EntryId) -> Entry:
    return Entry(
        entry_id=entry_id,
        customer_id=row["customer_id"],
        kind=EntryKind.FILE_RECEIVED,
        at=row["received_at"],
        public={
            "attachment_id": str(row["attachment_id"]),
            "event_id": str(row["event_id"]),
            "sealed_sha256": hashlib.sha256(row["sealed"]).hexdigest(),
        },
        private={
            "kind": row["kind"],
            "size": row["size"],
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )
