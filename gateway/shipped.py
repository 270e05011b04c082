"""Where are the strategies, packs, profiles and templates that come with Dunwell?"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """Return a shipped file or folder, such as `config/strategies`: in a checkout beside the package, in an
    installed wheel within it."""
    packed = _PACKAGE / "_data" / name
    return packed if packed.exists() else _PACKAGE.parent / name
