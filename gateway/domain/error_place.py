"""Where did an error come from? In words that an operator may read: they quote nobody."""

from __future__ import annotations

import traceback
from pathlib import Path

_OUR_OWN = ("/gateway/", "/channels/", "/compliance/")


def place_of(error: BaseException) -> str:
    """Return an error's type and the innermost place of ours that it passed.

    Its text is left out: those of other libraries' errors quote rows and addresses.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if any(part in frame.filename for part in _OUR_OWN)]
    where = "".join(
        f" at {Path(one.filename).name}:{one.lineno} in {one.name}" for one in (ours or frames)[-1:]
    )
    return type(error).__name__ + where
