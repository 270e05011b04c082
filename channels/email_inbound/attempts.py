"""Which attempt of ours is a mail about? Our return path proves it; a Message-ID only tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from channels.callback_token import CallbackTokens
from channels.return_path import attempt_of_return_path, is_made_up
from gateway.domain.ids import AttemptId

_MESSAGE_ID = re.compile(
    r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@", re.IGNORECASE
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OurAddresses:
    """What proves that we gave an address out: the tokens of return paths and of List-Unsubscribe."""

    bounces: CallbackTokens
    stops: CallbackTokens

    def is_made_up(self, addresses: Iterable[str]) -> bool:
        """Return whether one of the addresses only looks like one of ours."""
        return any(is_made_up(address, self.bounces, self.stops) for address in addresses)


def attempt_in_return_path(addresses: Iterable[str], tokens: CallbackTokens | None) -> AttemptId | None:
    """Return the attempt whose return path is among the addresses that a mail came to."""
    if tokens is None:
        return None
    found = (attempt_of_return_path(address, tokens) for address in addresses)
    return next((attempt for attempt in found if attempt is not None), None)


def attempt_in_message_ids(texts: Iterable[str]) -> AttemptId | None:
    """Return the attempt whose Message-ID stands in headers or in a returned message."""
    found = next((match for text in texts for match in [_MESSAGE_ID.search(text)] if match), None)
    return AttemptId(UUID(found[1])) if found else None
