"""Is every entry what its leaf says, and no entry of a subject missing? One pass, subject by subject."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import orjson

from gateway.keys import Keys, WrongKey
from gateway.ledger.canonical import instant
from gateway.ledger.entries import SCHEMA
from gateway.ledger.findings import Finding, first_of
from gateway.ledger.kinds import EntryKind
from gateway.ledger.offline import data_key_digest, leaf_hash
from gateway.ledger.reading import key_owner
from gateway.store.ledger_scan import EntryScan

_MICROS = 1_000_000


class ChainCheck:
    """Checks entries that come ordered by subject and number; keeps only the finding furthest to the left."""

    def __init__(self, keys: Keys) -> None:
        self.finding: Finding | None = None
        self.entries = self.waiting = self.subjects = 0
        self._keys = keys
        self._last: EntryScan | None = None
        self._erased = False
        self._key = ""  # digest that the subject's entries give for its data key

    def add(self, entry: EntryScan) -> None:
        """Take the next entry."""
        if self._last is None or self._last.subject_id != entry.subject_id:
            self._end_subject()
            self._last, self._erased, self._key = None, False, ""
            self.subjects += 1
        self.entries += 1
        if entry.position is None:
            self.waiting += 1
        what = self._wrong_with(entry)
        if what:
            self._found(what, entry)
        self._last = entry

    def finish(self) -> None:
        """Check the end of the last subject's chain."""
        self._end_subject()

    def _wrong_with(self, entry: EntryScan) -> str | None:
        try:
            if leaf_hash(entry.body) != entry.leaf_hash:
                return "its body was changed: it does not have the leaf's hash"
            body = orjson.loads(entry.body)
            self._erased = self._erased or body["kind"] == EntryKind.CUSTOMER_ERASED
            self._key = body["key"] or self._key
            return self._wrong_body(entry, body) or self._wrong_place(entry, body)
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, OSError):
            return "its columns or its body are not those of an entry"

    def _wrong_body(self, entry: EntryScan, body: dict[str, Any]) -> str | None:
        if orjson.dumps(body, option=orjson.OPT_SORT_KEYS) != entry.body or body["schema"] != SCHEMA:
            return "its body is not canonical JSON of a known schema"
        for column, kept, said in (
            ("entry_id", entry.entry_id, body["entry"]),
            ("subject_id", entry.subject_id, body["subject"]),
            ("subject_seq", entry.subject_seq, body["seq"]),
            ("kind", entry.kind, body["kind"]),
            ("at", _instant(entry.at), body["at"]),
            ("ciphertext", hashlib.sha256(entry.ciphertext).hexdigest(), body["ct_sha256"]),
        ):
            if kept != said:
                return f"its {column} is not what its leaf says"
        return None

    def _wrong_place(self, entry: EntryScan, body: dict[str, Any]) -> str | None:
        last = self._last
        if entry.subject_seq != (last.subject_seq + 1 if last else 1):
            return "an entry of the same subject is missing before it"
        if body["prev"] != (last.leaf_hash.hex() if last else ""):
            return "it does not follow its subject's entry before it"
        if entry.position is None:
            return None if entry.waiting_hash == entry.leaf_hash else "it has no place in the tree"
        if last and (last.position is None or last.position >= entry.position):
            return "it stands in the tree before its subject's earlier entry"
        return None

    def _end_subject(self) -> None:
        if self._last is None:
            return
        try:
            what = self._wrong_subject(self._last)
        except (ValueError, TypeError, AttributeError):
            what = "its subject's row is not one"
        if what:  # not the entry is wrong, but what should follow it: a place found by others comes first
            self.finding = first_of([self.finding, Finding(what, entry_id=self._last.entry_id)])

    def _wrong_subject(self, last: EntryScan) -> str | None:
        if last.next_seq is None:
            return "its subject's row was deleted"
        if last.next_seq != last.subject_seq + 1 or last.last_hash != last.leaf_hash.hex():
            return "its subject goes on elsewhere: a later entry was deleted, or the subject's row changed"
        if last.wrapped_key is None:
            return None if self._erased else "its subject's data key is gone, but no entry says why"
        if self._erased:
            return "its subject was erased, but its data key is back: destroy it again"
        try:
            data_key = self._keys.unwrap(last.wrapped_key, _owner(last))
        except WrongKey as error:
            return str(error)
        return None if data_key_digest(data_key) == self._key else "its subject's data key is another one"

    def _found(self, what: str, entry: EntryScan) -> None:
        self.finding = first_of([self.finding, Finding(what, entry.position, entry.entry_id)])


def _owner(entry: EntryScan) -> bytes:
    return key_owner(entry.subject_id, entry.customer_id)


def _instant(micros: int) -> str:
    seconds, rest = divmod(micros, _MICROS)
    return instant(datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest))
