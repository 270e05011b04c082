"""Is the ledger whole and unchanged? Everything is computed again; the first thing that is wrong is named."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from gateway.keys import Keys
from gateway.ledger.chains import ChainCheck
from gateway.ledger.checkpoint import Signer
from gateway.ledger.findings import Finding, first_of
from gateway.ledger.offline import Checkpoint
from gateway.ledger.trees import TreeCheck
from gateway.store import Store, Tx
from gateway.store import ledger_scan as scan


@dataclass(frozen=True, slots=True)
class Report:
    """What verifying found. `finding` is the first thing that is wrong, None when all is well."""

    entries: int
    size: int  # entries that have their place in the tree
    waiting: int  # committed, and in line for the next tick
    subjects: int
    signed_at: datetime | None
    checkpoint: str | None  # newest signed head
    finding: Finding | None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.finding is None


def verify(store: Store, keys: Keys, signer: Signer, held: Sequence[Checkpoint] = ()) -> Report:
    """Return what is in the ledger and the first thing that is wrong with it.

    held: older checkpoints that somebody kept outside the database; the tree must have grown from each.
    Reads one instant of the database, in streams: memory does not grow with the ledger.
    """
    with store.read() as tx:
        scan.steady(tx)
        return _verify(tx, keys, signer, held)


def _verify(tx: Tx, keys: Keys, signer: Signer, held: Sequence[Checkpoint]) -> Report:
    with closing(scan.scan_heads(tx)) as heads:
        tree = TreeCheck(signer, heads, held)
        for leaf in scan.scan_leaves(tx):
            tree.add(leaf)
        tree.finish()
    chains = ChainCheck(keys)
    for entry in scan.scan_entries(tx):
        chains.add(entry)
    chains.finish()
    head = tree.newest
    return Report(
        entries=chains.entries,
        size=tree.size,
        waiting=chains.waiting,
        subjects=chains.subjects,
        signed_at=tree.signed_at,
        checkpoint=head.checkpoint if head else None,
        finding=first_of([tree.finding, chains.finding, *_loose_ends(tx)]),
    )


def _loose_ends(tx: Tx) -> list[Finding]:
    """What hangs on the ledger from other tables."""
    found = []
    if subject := scan.subjects_without_entries(tx):
        found.append(Finding(f"subject {subject} has no entries: its whole chain was deleted"))
    if entry := scan.waiting_for_nothing(tx):
        found.append(Finding("it waits for a place, but has one or does not exist", entry_id=entry))
    for table, key in (("attempt", "attempt_id"), ("contact_log", "entry_id")):
        if missing := scan.unrecorded(tx, table, key):
            what = f"{table.replace('_', ' ')} {missing[0]} names this entry, but the ledger does not hold it"
            found.append(Finding(what, entry_id=missing[1]))
    return found
