"""Do the leaves make the roots that were signed? One pass over the tree's places, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from gateway.ledger.checkpoint import Signer
from gateway.ledger.findings import Finding
from gateway.ledger.merkle import EMPTY_ROOT, Frontier
from gateway.ledger.offline import Checkpoint, open_checkpoint
from gateway.store.ledger_scan import HeadScan, LeafScan


class TreeCheck:
    """Builds the tree again from its leaves and compares it with every recorded head and held checkpoint."""

    def __init__(self, signer: Signer, heads: Iterator[HeadScan], held: Sequence[Checkpoint]) -> None:
        self.finding: Finding | None = None
        self.newest: HeadScan | None = None
        self.signed_at: datetime | None = None  # of the newest head
        self._signer = signer
        self._heads = heads
        self._next_head = next(heads, None)
        self._held = sorted(held, key=lambda checkpoint: checkpoint.size)
        self._tree = Frontier()
        self._compare_held()

    @property
    def size(self) -> int:
        """Leaves so far."""
        return self._tree.size

    def add(self, leaf: LeafScan) -> None:
        """Take the next leaf in order."""
        if leaf.position != self.size:
            self._found(f"the tree has no leaf at position {self.size}", self.size)
        elif leaf.entry_leaf_hash is None:
            self._found("the leaf's entry was deleted", self.size, leaf.entry_id)
        elif leaf.entry_leaf_hash != leaf.leaf_hash or not isinstance(leaf.leaf_hash, bytes):
            self._found("the entry's hash is not the leaf's", self.size, leaf.entry_id)
        self._tree.push(leaf.leaf_hash if isinstance(leaf.leaf_hash, bytes) else b"")
        if self._next_head is not None and self._next_head.size <= self.size:
            self._check_head(self._next_head)
        if self._held:
            self._compare_held()

    def finish(self) -> None:
        """Compare what must hold at the end: the newest head covers every leaf, and no head or checkpoint
        speaks of more."""
        if self._next_head is not None:
            self._found(
                f"a head of {self._next_head.size} entries is recorded, the tree ends here", self.size
            )
        elif self.size and (self.newest is None or self.newest.size != self.size):
            self._found("the last leaves are under no recorded head", self.size - 1)
        if self._held:
            self._found(
                f"a signed checkpoint of {self._held[0].size} entries is held: the ledger was rolled back",
                self.size,
            )

    def _check_head(self, head: HeadScan) -> None:
        what = self._wrong_with(head)
        if what:
            self._found(f"the head of {head.size} entries {what}", head.size - 1)
        self.newest, self._next_head = head, next(self._heads, None)

    def _wrong_with(self, head: HeadScan) -> str | None:
        if head.size != self.size:
            return "has an impossible size"
        if head.root != self._tree.root():
            since = self.newest.size if self.newest else 0
            return f"has another root: one of the entries at {since} to {head.size - 1} was changed"
        if head.frontier != bytes(self._tree):
            return "has another frontier"
        try:
            signed = open_checkpoint(head.checkpoint or "", self._signer.verifier_key)
        except ValueError as error:
            return f"is not signed by this ledger: {error}"
        self.signed_at = signed.at
        seconds = int(signed.at.timestamp()) if signed.at else None
        if (signed.size, signed.root) != (head.size, head.root) or head.at != (seconds or 0) * 1_000_000:
            return "has a checkpoint that speaks of another tree or time"
        return None

    def _compare_held(self) -> None:
        while self._held and self._held[0].size == self.size:
            checkpoint = self._held.pop(0)
            root = self._tree.root() if self.size else EMPTY_ROOT
            if checkpoint.root != root:
                self._found(
                    f"a held checkpoint of {checkpoint.size} entries has another root: "
                    "the ledger was rewritten or forked",
                    max(checkpoint.size - 1, 0),
                )

    def _found(self, what: str, position: int, entry_id: str | None = None) -> None:
        # Places come in order, so the first finding stays; a wrong head is found after its leaves.
        if self.finding is None:
            self.finding = Finding(what, position, entry_id)
