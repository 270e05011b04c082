"""What can a text say? The kinds of meaning that lead to something, and how sure we are of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = (
    "stop", "start", "help", "promise", "dispute", "already_paid", "wrong_person", "attorney", "bankruptcy",
    "deceased", "hardship", "inconvenient", "question",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a text says.

    certain: it can hardly mean anything else; what is not certain is for a person to read.
    values: what is said beside it: `due_on` (ISO date) and `amount` of a promise, `scope` of a stop, `days`,
    `from`, `to` and `place` of an inconvenient time.
    """

    kind: str
    certain: bool = True
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text says. keyword: `stop`, `start` or `help` where it is that word and nothing more.

    trimmed: what the sender wrote, without quoted text and signature.
    """

    meanings: tuple[Meaning, ...]
    keyword: str | None
    trimmed: str = field(repr=False)
