"""How large was the ledger when we last looked? A checkpoint kept in a file outside the database, so that a
database set back to an older copy is noticed."""

from __future__ import annotations

import os
from pathlib import Path

from gateway.domain.errors import ConfigError, RefusedToRun
from gateway.ledger.checkpoint import Signer
from gateway.ledger.offline import Checkpoint, open_checkpoint
from gateway.store import Store
from gateway.store import ledger as rows

FILE_NAME = "ledger.checkpoint"  # in the var directory


class ForeignCheckpoint(ConfigError):
    """A kept checkpoint is none, or this ledger's key did not sign it: then the key was exchanged."""

    exit_status = 1  # as for a ledger that does not hold


def read_checkpoint(path: Path, signer: Signer) -> Checkpoint:
    """Return the checkpoint in a file; raises ForeignCheckpoint when it is none, or not this ledger's."""
    try:
        return open_checkpoint(path.read_text(encoding="utf-8"), signer.verifier_key)
    except (ValueError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ForeignCheckpoint(f"{path}: not a checkpoint of this ledger: {reason}") from None


class Remembered:
    """The newest checkpoint that this installation has seen."""

    def __init__(self, path: Path, signer: Signer) -> None:
        self._path = path
        self._signer = signer

    def load(self) -> Checkpoint | None:
        """Return it, or None before the first; raises ForeignCheckpoint when the file is damaged."""
        return read_checkpoint(self._path, self._signer) if self._path.exists() else None

    def keep(self, note: str) -> None:
        """Remember a newer checkpoint; an older one than we know changes nothing."""
        known, offered = self.load(), open_checkpoint(note, self._signer.verifier_key)
        if known is not None and offered.size <= known.size:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        with draft.open("w", encoding="utf-8") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())  # else a power cut can leave an empty file under the name: no start then
        draft.replace(self._path)


def refuse_if_set_back(store: Store, remembered: Remembered | None, signer: Signer) -> None:
    """Raise RefusedToRun when the database is not a continuation of what was remembered, or when its newest
    head is signed by another key: quick enough for every start."""
    known = remembered.load() if remembered else None  # first: the ledger may grow meanwhile
    with store.read() as tx:
        head = rows.newest_head(tx)
        if head is not None:
            _check_signature(head.checkpoint or "", signer)
        if known is None or known.size == 0:
            return
        then = rows.head_at(tx, known.size)
    if head is None or head.size < known.size:
        raise RefusedToRun(
            f"the ledger was set back: it had {known.size} entries and now has {head.size if head else 0}; "
            "the database is an older copy. Contacts made since are forgotten, so nothing may be sent. "
            "When you know what happened and what was sent meanwhile, remove the remembered checkpoint"
        )
    if then is None or then.root != known.root:
        raise RefusedToRun(
            f"the ledger is not the one we knew at {known.size} entries; run: dunwell ledger verify"
        )


def _check_signature(note: str, signer: Signer) -> None:
    try:
        open_checkpoint(note, signer.verifier_key)
    except ValueError as error:
        raise RefusedToRun(
            f"the ledger's newest head does not belong to our key: {error}. "
            "DUNWELL_KEY_FILE or the ledger's origin is not the one this database was made with"
        ) from None
