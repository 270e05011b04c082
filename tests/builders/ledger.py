"""A contact ledger with something in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gateway.domain.ids import CustomerId, EntryId, Ids
from gateway.keys import Keys
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Store
from tests.fakes.clock import A_MONDAY

KEYS = Keys.from_secret(bytes(range(32)))
ORIGIN = "acme.example/ledger"


def a_ledger(ids: Ids, **overrides: Any) -> Ledger:
    """Return a ledger with a fixed master key."""
    values: dict[str, Any] = {"keys": KEYS, "version": "1.2.3", "origin": ORIGIN} | overrides
    return Ledger(ids, **values)


def an_entry(ids: Ids, customer_id: CustomerId | None = None, **overrides: Any) -> Entry:
    """Return an allowed contact with a message."""
    values: dict[str, Any] = {
        "entry_id": EntryId(ids.new()),
        "customer_id": customer_id,
        "kind": EntryKind.CONTACT_ALLOWED,
        "at": A_MONDAY,
        "public": {"ruling": "allow", "rulebook": "sha256:aa"},
        "private": {"to": "ann@example.com", "message": b"Dear Ann, please pay.\r\n"},
    } | overrides
    return Entry(**values)


def record(store: Store, ledger: Ledger, *entries: Entry, now: datetime = A_MONDAY) -> None:
    """Append entries and give them their places in the tree."""
    with store.begin() as tx:
        ledger.append(tx, entries)
    ledger.sequence(store, now)
