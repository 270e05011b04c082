"""How does a file come into a folder that others watch? Whole, and never in place of another."""

from __future__ import annotations

import errno
import os
from pathlib import Path

MODE = 0o640  # the print house's account reads by the folder's group; nobody else on this machine does


def write_once(path: Path, content: bytes) -> None:
    """Write a new file.

    Raises FileExistsError if there is one of that name, OSError if the disk refuses it; then there is none.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    with open(unfinished, "xb", opener=_readable) as file:
        try:
            # Looked for under the lock that the unfinished file is: whoever renamed first is seen here.
            if path.exists():
                raise FileExistsError(errno.EEXIST, "there already")
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            unfinished.rename(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def make_durable(folder: Path) -> None:
    """Wait until the folder's names are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _readable(path: str, flags: int) -> int:
    return os.open(path, flags, MODE)
