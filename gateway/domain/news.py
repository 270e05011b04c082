"""What is another system told of, and does it want to hear it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gateway.domain.ids import CustomerId

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened, as other systems may hear of it: ids, kinds and instants, nothing personal.

    message_id: the same for the same news, however often it is told.
    type: words with full stops between them, from the general to the particular.
    """

    message_id: UUID
    type: str
    at: datetime
    customer_id: CustomerId | None
    data: Mapping[str, Any]


def wants(patterns: Iterable[str], type_: str) -> bool:
    """Whether one of the patterns fits: a type, a type's beginning and `.*`, or `*`."""
    return any(_fits(pattern, type_) for pattern in patterns)


def _fits(pattern: str, type_: str) -> bool:
    if pattern.endswith(".*"):
        return type_.startswith(pattern[:-1])
    return pattern in (EVERYTHING, type_)
