"""What does an entry say? Its body read back, and its contents opened with the customer's key."""

from __future__ import annotations

import json
from typing import Any

from gateway.domain.errors import RefusedToRun
from gateway.domain.ids import CustomerId
from gateway.keys import Keys
from gateway.ledger.entries import OpenedEntry
from gateway.ledger.sealing import open_contents
from gateway.store.ledger import EntryRow


def key_owner(subject: str, customer_id: CustomerId | str | None) -> bytes:
    """Return what a data key is bound to: it opens for no other subject and no other customer."""
    return f"{subject}\n{customer_id or ''}\n".encode()


def opened(row: EntryRow, keys: Keys) -> OpenedEntry:
    """Return the entry with its contents; `private` is None when its key was destroyed.

    Raises RefusedToRun when the contents were changed.
    """
    body = json.loads(row.body)
    return OpenedEntry(
        entry_id=row.entry_id,
        kind=row.kind,
        at=row.at,
        customer_id=row.customer_id,
        subject=row.subject_id,
        seq=row.subject_seq,
        version=body["program"],
        public=body["public"],
        private=_contents(row, keys),
    )


def _contents(row: EntryRow, keys: Keys) -> dict[str, Any] | bytes | None:
    if not row.ciphertext:
        return {}
    if row.wrapped_key is None:
        return None
    data_key = keys.unwrap(row.wrapped_key, key_owner(row.subject_id, row.customer_id))
    try:
        return open_contents(
            row.ciphertext, data_key, entry=str(row.entry_id), subject=row.subject_id, seq=row.subject_seq
        )
    except ValueError as error:
        raise RefusedToRun(
            f"ledger entry {row.entry_id} is damaged ({error}); run: dunwell ledger verify"
        ) from None
