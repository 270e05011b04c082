"""How does an entry get into the contact ledger, and out again?"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.domain.errors import Conflict, NotFound
from gateway.domain.ids import CustomerId, EntryId, Ids
from gateway.keys import KEY_BYTES, Keys, WrongKey
from gateway.ledger.checkpoint import DEFAULT_ORIGIN, Signer
from gateway.ledger.entries import SYSTEM, Entry, OpenedEntry, Place, leaf_body
from gateway.ledger.evidence import Exported, export
from gateway.ledger.kinds import EntryKind
from gateway.ledger.news import told
from gateway.ledger.offline import Checkpoint, leaf_hash
from gateway.ledger.reading import key_owner, opened
from gateway.ledger.remembered import Remembered, refuse_if_set_back
from gateway.ledger.sealing import NONCE_BYTES, data_key_digest, digest, seal_contents
from gateway.ledger.sequencing import sequence
from gateway.ledger.verification import Report, verify
from gateway.store import Store, Tx, news
from gateway.store import ledger as rows
from gateway.store.ledger import SubjectRow


class Ledger:
    """The contact ledger of one installation."""

    def __init__(
        self,
        ids: Ids,
        keys: Keys,
        version: str,
        *,
        origin: str = DEFAULT_ORIGIN,
        remembered: Path | None = None,
    ) -> None:
        """origin: the ledger's name in every checkpoint. remembered: a file outside the database that keeps
        the newest checkpoint seen."""
        self._ids = ids
        self._keys = keys
        self._version = version
        self.signer = Signer(origin, keys.signing_key)
        self._remembered = Remembered(remembered, self.signer) if remembered else None

    def append(self, tx: Tx, entries: Sequence[Entry]) -> None:
        """Write entries in the caller's transaction, so that they commit with what they record, and with what
        other systems are told of them.

        Every customer's chain stays locked until the transaction ends. The system's chain is one row that
        all daemons share: write to it last, in short transactions.
        Raises Conflict for contents about an erased customer, DataError for what a leaf cannot hold.
        """
        if not entries:
            return
        subjects = self._locked(tx, {entry.customer_id for entry in entries})
        keys = {customer: self._data_key(row) for customer, row in subjects.items()}
        written = []
        for entry in entries:
            subject = subjects[entry.customer_id]
            row = self._row(entry, subject, keys[entry.customer_id])
            subjects[entry.customer_id] = replace(
                subject, next_seq=subject.next_seq + 1, last_hash=row["leaf_hash"].hex()
            )
            written.append(row)
        rows.insert_entries(tx, written)
        rows.advance_subjects(tx, list(subjects.values()))
        news.tell(tx, told(entries))

    def open(self, tx: Tx, entry_id: EntryId) -> OpenedEntry:
        """Return one entry with its contents; raises NotFound."""
        found = self.open_many(tx, [entry_id])
        if entry_id not in found:
            raise NotFound(f"there is no ledger entry {entry_id}")
        return found[entry_id]

    def open_many(self, tx: Tx, entry_ids: Sequence[EntryId]) -> dict[EntryId, OpenedEntry]:
        """Return those entries that exist, with their contents."""
        return {row.entry_id: opened(row, self._keys) for row in rows.entries(tx, entry_ids)}

    def of_system(self, tx: Tx, kind: EntryKind) -> list[OpenedEntry]:
        """Return the entries of one kind that concern no customer, oldest first."""
        return [opened(row, self._keys) for row in rows.chain(tx, SYSTEM, kind.value)]

    def sequence(self, store: Store, now: datetime) -> int:
        """Move committed entries into the tree and sign its new head; returns how many moved."""
        moved = sequence(store, self.signer, now)
        if moved and self._remembered:
            with store.read() as tx:
                self._remembered.keep(self.checkpoint(tx) or "")
        return moved

    def refuse_if_set_back(self, store: Store) -> None:
        """Raise RefusedToRun when the database is an older copy, a fork, or was made with another master key.

        Quick enough for every start of a daemon.
        """
        refuse_if_set_back(store, self._remembered, self.signer)

    def checkpoint(self, tx: Tx) -> str | None:
        """Return the newest signed checkpoint, or None before the first entry is in the tree."""
        head = rows.newest_head(tx)
        return head.checkpoint if head else None

    def verify(self, store: Store, held: Sequence[Checkpoint] = ()) -> Report:
        """Return what is in the ledger and the first thing that is wrong with it.

        held: older checkpoints of this ledger that somebody kept outside the database; the remembered one
        is always among them. Raises ForeignCheckpoint when the remembered one is damaged.
        """
        known = self._remembered.load() if self._remembered else None
        return verify(store, self._keys, self.signer, [*held, known] if known else held)

    def export(self, store: Store, customer_id: CustomerId, path: Path, now: datetime) -> Exported:
        """Write everything about one customer, provable offline, to a file; raises NotFound."""
        return export(store, self, self._keys, customer_id, path, now=now, ids=self._ids)

    def seal_file(self, tx: Tx, customer_id: CustomerId, content: bytes, name: str) -> bytes:
        """Return a file sealed with a customer's data key, which is made where there is none yet; only under
        the same name does it open again. Raises Conflict for an erased customer."""
        data_key = self._data_key(self._locked(tx, {customer_id})[customer_id])
        if data_key is None:
            raise Conflict(f"customer {customer_id} was erased; no more can be recorded about them")
        nonce = self._ids.random_bytes(NONCE_BYTES)
        return nonce + AESGCM(data_key).encrypt(nonce, content, b"file\0" + name.encode())

    def open_file(self, tx: Tx, customer_id: CustomerId, sealed: bytes, name: str) -> bytes | None:
        """Return a file's contents, or None after its customer was erased. Raises WrongKey for one that was
        changed or stands under another name."""
        subject = rows.subject_of(tx, customer_id)
        data_key = self._data_key(subject) if subject else None
        if data_key is None:
            return None
        nonce, content = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return AESGCM(data_key).decrypt(nonce, content, b"file\0" + name.encode())
        except (InvalidTag, ValueError):
            raise WrongKey("a file does not open: it was changed, or belongs to another customer") from None

    def erase(self, tx: Tx, customer_id: CustomerId, now: datetime) -> None:
        """Destroy a customer's data key: sealed contents can never be read again, every proof still holds.

        Raises NotFound when nothing was ever recorded, Conflict when it was done before.
        """
        if rows.subject_of(tx, customer_id) is None:
            raise NotFound(f"the ledger holds nothing about customer {customer_id}")
        entry_id = EntryId(self._ids.new())
        subject = self._locked(tx, {customer_id})[customer_id]
        if subject.wrapped_key is None:
            raise Conflict(f"customer {customer_id} was erased before")
        self.append(tx, [Entry(entry_id, customer_id, EntryKind.CUSTOMER_ERASED, now)])
        rows.destroy_key(tx, subject.subject_id)

    def _locked(self, tx: Tx, owners: Set[CustomerId | None]) -> dict[CustomerId | None, SubjectRow]:
        """Chains are begun first and locked afterwards, all in one order: no two transactions can then wait
        for each other."""
        customers = sorted(owner for owner in owners if owner is not None)
        known = rows.customers_with_subject(tx, customers)
        rows.insert_subjects(tx, [self._new_subject(c) for c in customers if c not in known])
        subjects = rows.lock_subjects(tx, customers)
        if None in owners:
            if not rows.has_subject(tx, SYSTEM):
                rows.insert_subjects(tx, [self._new_subject(None)])
            subjects[None] = rows.lock_subject(tx, SYSTEM)
        return subjects

    def _new_subject(self, customer_id: CustomerId | None) -> SubjectRow:
        name = SYSTEM if customer_id is None else self._ids.random_bytes(16).hex()
        data_key, nonce = self._ids.random_bytes(KEY_BYTES), self._ids.random_bytes(NONCE_BYTES)
        wrapped = self._keys.wrap(data_key, key_owner(name, customer_id), nonce)
        return SubjectRow(name, customer_id, 1, "", wrapped)

    def _data_key(self, subject: SubjectRow) -> bytes | None:
        if subject.wrapped_key is None:
            return None
        return self._keys.unwrap(subject.wrapped_key, key_owner(subject.subject_id, subject.customer_id))

    def _row(self, entry: Entry, subject: SubjectRow, data_key: bytes | None) -> dict[str, Any]:
        place = Place(subject.subject_id, subject.next_seq, subject.last_hash)
        sealed = self._sealed(entry, place, data_key)
        body = leaf_body(
            entry,
            place,
            nonce=self._ids.random_bytes(32),
            key=data_key_digest(data_key) if data_key else "",
            ct_sha256=digest(sealed),
            version=self._version,
        )
        return {
            "entry_id": entry.entry_id,
            "subject_id": place.subject,
            "subject_seq": place.seq,
            "kind": str(entry.kind),
            "at": entry.at,
            "body": body,
            "leaf_hash": leaf_hash(body),
            "ciphertext": sealed,
        }

    def _sealed(self, entry: Entry, place: Place, data_key: bytes | None) -> bytes:
        if not entry.private or (data_key is None and entry.may_be_empty):
            return b""
        if data_key is None:
            raise Conflict(f"customer {entry.customer_id} was erased; no more can be recorded about them")
        return seal_contents(
            entry.private,
            AESGCM(data_key),
            entry=str(entry.entry_id),
            subject=place.subject,
            seq=place.seq,
            nonce=self._ids.random_bytes(NONCE_BYTES),
        )
