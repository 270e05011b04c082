"""How fast is the contact ledger? Appends, sequencing, verifying and proving, on a scratch SQLite file.

Run: .venv/bin/python -m bench.ledger [ENTRIES] [DATABASE-URL]
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from gateway.domain.ids import CustomerId, EntryId
from gateway.keys import Keys
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.ledger.merkle import Frontier, leaf_hash
from gateway.store import Store, open_store
from gateway.store.migrations import migrate

NOW = datetime(2027, 3, 1, 16, tzinfo=UTC)
CUSTOMERS = 2_000
BATCH = 100  # entries a transaction, each about another customer, as the dispatcher writes them
MESSAGE = {"to": "ann@example.com", "message": b"Dear Ann, an invoice is overdue.\r\n" * 20}
PUBLIC = {"ruling": "allow", "rule": "us.reg-f.hours", "rulebook": "sha256:" + "ab" * 32}


class RandomIds:
    """Ids and bytes from the operating system."""

    def new(self) -> uuid.UUID:
        """Return a new id."""
        return uuid.uuid4()

    def random_bytes(self, count: int) -> bytes:
        """Return random bytes."""
        return os.urandom(count)


@contextmanager
def timed(what: str, count: int, results: dict[str, float]) -> Iterator[None]:
    """Print and keep how many a second the block managed."""
    start = time.perf_counter()
    yield
    results[what] = count / (time.perf_counter() - start)
    print(f"{what:32} {results[what]:12,.0f} /s")


def bare_hashing(count: int, results: dict[str, float]) -> None:
    """Leaf hash and tree, without a database."""
    bodies = [hashlib.sha256(str(number).encode()).digest() * 18 for number in range(count)]
    with timed("hashing into the tree", count, results):
        tree = Frontier()
        tree.extend(leaf_hash(body) for body in bodies)
        tree.root()


def whole_ledger(store: Store, count: int, results: dict[str, float]) -> None:
    """Everything that a ledger does in its life."""
    ids = RandomIds()
    ledger = Ledger(ids, Keys.from_secret(bytes(32)), "bench")
    customers = [CustomerId(ids.new()) for _ in range(CUSTOMERS)]
    with timed(f"append, {BATCH} a transaction", count, results):
        for start in range(0, count, BATCH):
            some = (customers[(start + at) % CUSTOMERS] for at in range(BATCH))
            entries = [
                Entry(EntryId(ids.new()), who, EntryKind.CONTACT_ALLOWED, NOW, PUBLIC, MESSAGE)
                for who in some
            ]
            with store.begin() as tx:
                ledger.append(tx, entries)
    with timed("sequence", count, results):
        ledger.sequence(store, NOW)
    with timed("verify, all of it", count, results):
        report = ledger.verify(store)
    if not report.holds:
        raise SystemExit(f"the ledger does not hold: {report.finding}")
    with tempfile.TemporaryDirectory() as folder, timed("evidence packs", 1, results):
        ledger.export(store, customers[0], Path(folder) / "evidence.zip", NOW)


def main(count: int = 50_000, url: str | None = None) -> dict[str, float]:
    """Run all of it; return what was measured, by name, in events a second."""
    results: dict[str, float] = {}
    bare_hashing(200_000, results)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(url or f"sqlite:///{folder}/bench.db")
        migrate(store)
        whole_ledger(store, count, results)
        store.close()
    return results


if __name__ == "__main__":
    main(*(kind(argument) for kind, argument in zip((int, str), sys.argv[1:], strict=False)))
