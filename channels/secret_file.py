"""May somebody else read this file with a secret in it?"""

from __future__ import annotations

import os
from pathlib import Path


def others_may_read(path: Path) -> bool:
    """Return whether a file is open to its group or to everybody. Raises OSError where it is not there."""
    return bool(path.stat().st_mode & 0o077) and not _is_credential(path)


def _is_credential(path: Path) -> bool:
    """Whether systemd hands the file over (LoadCredential=): its mode then shows an access list's mask."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return folder is not None and path.parent == Path(folder)
