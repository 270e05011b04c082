"""What is the root over all leaves, and what proves a leaf or an older tree? RFC 6962, nothing of our own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from gateway.ledger.offline import HASH_BYTES, leaf_hash, node_hash

__all__ = ["EMPTY_ROOT", "Frontier", "leaf_hash", "node_hash"]

EMPTY_ROOT = hashlib.sha256(b"").digest()


class Frontier:
    """The complete subtrees on the tree's right edge: enough to append for ever and to know the root."""

    __slots__ = ("_nodes", "size")

    def __init__(self, size: int = 0, nodes: Sequence[bytes] = ()) -> None:
        if len(nodes) != size.bit_count():
            raise ValueError(
                f"a tree of {size} leaves has {size.bit_count()} complete subtrees, not {len(nodes)}"
            )
        self.size = size
        self._nodes = list(nodes)  # largest subtree first

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        """Return the frontier kept as concatenated hashes; raises ValueError when they are not as many as
        the size asks for."""
        if len(data) % HASH_BYTES:
            raise ValueError("a frontier is whole 32-byte hashes")
        return cls(size, [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)])

    def __bytes__(self) -> bytes:
        return b"".join(self._nodes)

    def push(self, leaf: bytes) -> None:
        """Append one leaf, given by its leaf hash."""
        nodes, size, sha256 = self._nodes, self.size, hashlib.sha256
        while size & 1:
            leaf = sha256(b"\x01" + nodes.pop() + leaf).digest()
            size >>= 1
        nodes.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append leaves in order."""
        for leaf in leaves:
            self.push(leaf)

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._nodes:
            return EMPTY_ROOT
        *left, root = self._nodes
        for node in reversed(left):
            root = node_hash(node, root)
        return root
