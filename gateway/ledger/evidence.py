"""What can be handed over about one customer? An evidence pack: provable alone, silent about all others."""

from __future__ import annotations

import inspect
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.domain.errors import Conflict, NotFound
from gateway.domain.ids import CustomerId, EntryId, Ids
from gateway.keys import Keys
from gateway.ledger import offline
from gateway.ledger.entries import Entry
from gateway.ledger.kinds import EntryKind
from gateway.ledger.merkle import Range, hashes_of, inclusion_ranges
from gateway.ledger.reading import key_owner
from gateway.store import Store, Tx
from gateway.store import ledger as rows
from gateway.store import ledger_scan as scan
from gateway.store.ledger import EntryRow, HeadRow, SubjectRow

if TYPE_CHECKING:
    from gateway.ledger.ledger import Ledger

_ROUNDS = 100  # another sequencer may be first again and again, but each time the tree grows
README = """\
This is everything that a contact ledger holds about one customer, with the proof that nothing was
changed and nothing left out.

entries/NNNNNN.contents.json  what was recorded, readable
entries/NNNNNN.leaf.json      what the ledger's tree commits to
entries/NNNNNN.sealed         the contents as they are kept, encrypted
entries/NNNNNN.tlog-proof     proof that the leaf is in the tree (c2sp.org/tlog-proof)
checkpoint                    the tree's signed head (c2sp.org/tlog-checkpoint)
ledger.vkey                   the public key that signed it
evidence.json                 the customer's pseudonym and the key that opens the sealed contents

To check it: python verify.py THIS-FILE.zip    (Python 3.11 or newer, and: pip install cryptography)
To be sure of the result take verify.py and the public key from a source that you trust.
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """A pack that was written."""

    path: Path
    entries: int
    checkpoint: str
    verifier_key: str


def export(
    store: Store, ledger: Ledger, keys: Keys, customer_id: CustomerId, path: Path, *, now: datetime, ids: Ids
) -> Exported:
    """Write a customer's evidence pack; the export is itself the last entry in it.

    The file is readable by its owner alone and appears whole or not at all.
    Raises NotFound when the ledger holds nothing about the customer.
    """
    last = _record_export(store, ledger, customer_id, now, ids)
    _sequence_until(store, ledger, last, now)
    with store.read() as tx:
        scan.steady(tx)
        subject, head = rows.subject_of(tx, customer_id), rows.newest_head(tx)
        if subject is None or head is None:
            raise NotFound(f"the ledger holds nothing about customer {customer_id}")
        positions = rows.positions(tx, subject.subject_id)
        paths = _paths(tx, sorted(positions.values()), head.size)
        chain = _up_to(last, rows.chain(tx, subject.subject_id))
    pack = _Pack(subject, head, ledger.signer.verifier_key, _data_key(subject, keys))
    _write(path, pack.files(chain, positions, paths), ids.new().hex)
    return Exported(path, len(chain), pack.note, pack.verifier_key)


def _record_export(store: Store, ledger: Ledger, customer_id: CustomerId, now: datetime, ids: Ids) -> EntryId:
    entry_id = EntryId(ids.new())
    with store.begin() as tx:
        subject = rows.subject_of(tx, customer_id)
        if subject is None:
            raise NotFound(f"the ledger holds nothing about customer {customer_id}")
        before = rows.lock_subject(tx, subject.subject_id).next_seq - 1
        ledger.append(
            tx, [Entry(entry_id, customer_id, EntryKind.EVIDENCE_EXPORTED, now, {"entries": before})]
        )
    return entry_id


def _sequence_until(store: Store, ledger: Ledger, entry_id: EntryId, now: datetime) -> None:
    for _ in range(_ROUNDS):
        ledger.sequence(store, now)
        with store.read() as tx:
            if rows.has_place(tx, entry_id):
                return
    raise Conflict("the ledger's tree is busy; export again in a moment")


def _up_to(last: EntryId, chain: Iterator[EntryRow]) -> list[EntryRow]:
    """The chain as far as the export: what is recorded meanwhile belongs in the next pack."""
    found = []
    for row in chain:
        found.append(row)
        if row.entry_id == last:
            break
    return found


def _paths(tx: Tx, positions: list[int], size: int) -> dict[int, list[bytes]]:
    ranges = {position: inclusion_ranges(position, size) for position in positions}
    wanted = {item for path in ranges.values() for item in path}
    found: dict[Range, bytes] = hashes_of(wanted, scan.scan_leaf_hashes(tx, size))
    return {position: [found[item] for item in path] for position, path in ranges.items()}


def _data_key(subject: SubjectRow, keys: Keys) -> bytes:
    if subject.wrapped_key is None:
        return b""
    return keys.unwrap(subject.wrapped_key, key_owner(subject.subject_id, subject.customer_id))


@dataclass(frozen=True, slots=True)
class _Pack:
    subject: SubjectRow
    head: HeadRow
    verifier_key: str
    data_key: bytes

    @property
    def note(self) -> str:
        return self.head.checkpoint or ""

    def files(
        self,
        chain: list[EntryRow],
        positions: Mapping[EntryId, int],
        paths: Mapping[int, list[bytes]],
    ) -> Iterator[tuple[str, bytes]]:
        manifest = {
            "data_key": self.data_key.hex(),
            "format": offline.PACK_FORMAT,
            "subject": self.subject.subject_id,
        }
        yield "README.txt", README.encode()
        yield "verify.py", inspect.getsource(offline).encode()
        yield "evidence.json", json.dumps(manifest, indent=1).encode() + b"\n"
        yield "ledger.vkey", f"{self.verifier_key}\n".encode()
        yield "checkpoint", self.note.encode()
        for row in chain:
            position = positions[row.entry_id]
            yield from self._entry(row, offline.write_proof(position, paths[position], self.note))

    def _entry(self, row: EntryRow, proof: str) -> Iterator[tuple[str, bytes]]:
        stem = f"entries/{row.subject_seq:06d}"
        yield f"{stem}.leaf.json", row.body
        yield f"{stem}.tlog-proof", proof.encode()
        yield f"{stem}.sealed", row.ciphertext
        if row.ciphertext and self.data_key:
            entry, seq = str(row.entry_id), row.subject_seq
            inside = offline.unseal(
                row.ciphertext, self.data_key, entry=entry, subject=row.subject_id, seq=seq
            )
            yield f"{stem}.contents.json", offline.shown_contents(offline.bytes_in(inside))


def _write(path: Path, files: Iterator[tuple[str, bytes]], draft_name: str) -> None:
    draft = path.with_name(f".{path.name}.{draft_name}")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w") as archive:
                for name, data in files:
                    info = zipfile.ZipInfo(name)  # its date is constant: equal evidence makes equal bytes
                    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                    archive.writestr(info, data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
