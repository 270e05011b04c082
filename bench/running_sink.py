"""Where do messages go in a measurement? A sink in a process of its own, and what it has logged."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RunningSink:
    """A sink that takes mail."""

    port: int
    log: Path

    @property
    def url(self) -> str:
        """The relay's address as the settings want it."""
        return f"smtp://127.0.0.1:{self.port}"

    def attempts(self) -> list[UUID]:
        """Return the attempt of each message that was taken, in order; a Message-ID begins with it."""
        lines = self.log.read_text("ascii").splitlines()
        return [UUID(line.split("\t")[0].strip("<>").partition("@")[0]) for line in lines]

    def count(self) -> int:
        """Return how many messages were taken."""
        return self.log.read_bytes().count(b"\n")


@contextmanager
def running_sink(log: Path, *, answer_after: float = 0.0) -> Iterator[RunningSink]:
    """Yield a sink; stop it at the end. answer_after: seconds between taking a message and saying yes."""
    log.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.sink", "--port", "0", "--log", str(log),
         "--answer-after", str(answer_after)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield RunningSink(int(process.stdout.readline().split()[-1]), log)
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
