"""Which ids does a test get? The same ones in every run, time-ordered like the real ones."""

from __future__ import annotations

import random
from uuid import UUID


class SeededIds:
    """Ids and bytes from a seed: predictable, and so for tests alone."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._count = 0

    def new(self) -> UUID:
        """Return the next UUID; each is greater than the one before."""
        self._count += 1
        return UUID(int=(self._count << 80) | (7 << 76) | (2 << 62) | self._random.getrandbits(60))

    def random_bytes(self, count: int) -> bytes:
        """Return the next `count` predictable bytes."""
        return self._random.randbytes(count)
