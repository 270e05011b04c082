"""Must somebody be told that a call is recorded? In doubt always; a list says where not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gateway.domain.errors import ConfigError


@dataclass(frozen=True, slots=True)
class RecordingRules:
    """Calls are recorded, and announced wherever the other side may be outside these regions."""

    one_party: frozenset[str]

    def announces(self, regions: Iterable[str | None]) -> bool:
        """Return whether a call must begin with an announcement.

        regions: all where the other side may be; None among them, or none at all, is in doubt.
        """
        places = set(regions)
        return not places or not places <= self.one_party


def read_recording_rules(path: Path) -> RecordingRules:
    """Return the rules of a file. Raises ConfigError where it is unreadable or contradicts itself."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        one_party = frozenset(str(region) for region in table["one_party"]["regions"])
        both = one_party & set(table.get("all_parties", {}))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from None
    if both:
        raise ConfigError(f"{path}: {min(both)} stands under one_party and under all_parties")
    return RecordingRules(one_party)
