"""In which order do entries stand in the tree? A sequencer gives committed entries their places."""

from __future__ import annotations

from datetime import datetime

from gateway.ledger.checkpoint import Signer
from gateway.ledger.merkle import Frontier
from gateway.store import Store, Tx
from gateway.store import ledger as rows
from gateway.store.ledger import HeadRow, PlaceTaken

BATCH = 10_000  # entries a transaction: short enough that SQLite's other writers hardly notice


def sequence(store: Store, signer: Signer, now: datetime) -> int:
    """Move committed entries into the tree, sign every new head; returns how many moved.

    Safe beside another sequencer: positions and sizes are primary keys, so of two that start from one head
    the later rolls back, and its entries wait for the next tick.
    """
    moved = 0
    while count := _one_batch(store, signer, now):
        moved += count
        if count < BATCH:
            break
    return moved


def _one_batch(store: Store, signer: Signer, now: datetime) -> int:
    with store.read() as tx:  # an idle tick takes no write lock
        if not rows.something_waits(tx):
            return 0
    try:
        with store.begin() as tx:
            return _move(tx, signer, now)
    except PlaceTaken:
        return 0


def _move(tx: Tx, signer: Signer, now: datetime) -> int:
    waiting = rows.take_waiting(tx, BATCH)
    if not waiting:
        return 0
    head = rows.newest_head(tx)
    tree = Frontier.from_bytes(head.size, head.frontier) if head else Frontier()
    rows.insert_leaves(tx, [(tree.size + at, entry, leaf) for at, (entry, leaf) in enumerate(waiting)])
    tree.extend(leaf for _, leaf in waiting)
    at = now.replace(microsecond=0)  # what the checkpoint's time signature covers
    root = tree.root()
    rows.insert_head(tx, HeadRow(tree.size, root, bytes(tree), at, signer.checkpoint(tree.size, root, at)))
    return len(waiting)
