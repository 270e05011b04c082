"""What is the root over all leaves, and what proves a leaf or an older tree? RFC 6962, nothing of our own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from gateway.ledger.offline import HASH_BYTES, includes, leaf_hash, node_hash

__all__ = [
    "EMPTY_ROOT",
    "Frontier",
    "Range",
    "consistency_ranges",
    "extends",
    "hashes_of",
    "includes",
    "inclusion_ranges",
    "leaf_hash",
    "node_hash",
]

Range = tuple[int, int]
"""Leaves from the first to before the second number: a subtree."""

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
        return _fold(self._nodes) if self._nodes else EMPTY_ROOT


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the subtrees whose roots prove the leaf at `index`, its sibling first (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    low, high, path = 0, size, []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append((middle, high))
            high = middle
        else:
            path.append((low, middle))
            low = middle
    return path[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """Return the subtrees whose roots prove that a tree of `old` leaves grew into one of `new` (2.1.2)."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves cannot have grown from one of {old}")
    if old in (0, new):
        return []
    low, high, path = 0, new, []
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            path.append((middle, high))
            high = middle
        else:
            path.append((low, middle))
            low = middle
    if low:  # else the old tree is itself a complete subtree and its root is known
        path.append((low, high))
    return path[::-1]


def hashes_of(ranges: Iterable[Range], leaves: Iterable[bytes]) -> dict[Range, bytes]:
    """Return the roots of subtrees in one pass over all leaf hashes, remembering only what is asked for."""
    pieces = {wanted: list(_complete(*wanted)) for wanted in ranges}
    needed = {piece for some in pieces.values() for piece in some}
    found: dict[Range, bytes] = {}
    stack: list[bytes] = []
    for number, leaf in enumerate(leaves):
        node, width, end = leaf, 1, number + 1
        if (number, end) in needed:
            found[number, end] = node
        while end % (2 * width) == 0:
            node, width = node_hash(stack.pop(), node), width * 2
            if (end - width, end) in needed:
                found[end - width, end] = node
        stack.append(node)
    return {wanted: _fold([found[piece] for piece in some]) for wanted, some in pieces.items()}


def extends(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the new tree is the old one and more behind it (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new or any(len(node) != HASH_BYTES for node in path):
        return False
    if old == new:
        return not path and old_root == new_root and (old > 0 or old_root == EMPTY_ROOT)
    if not path or old == 0:  # from the empty tree there is nothing to prove
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first, *rest = path if at else [old_root, *path]
    before = after = first
    for node in rest:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node_hash(node, before), node_hash(node, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node_hash(after, node)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _complete(low: int, high: int) -> Iterator[Range]:
    """The complete subtrees that a range consists of, left to right."""
    while low < high:
        width = 1 << (high - low).bit_length() - 1
        yield low, low + width
        low += width


def _fold(nodes: list[bytes]) -> bytes:
    *left, root = nodes
    for node in reversed(left):
        root = node_hash(node, root)
    return root
