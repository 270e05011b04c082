"""Did Lob send this event, and just now? Its signature over the time and the body says so, or nothing.

Source: https://help.lob.com/print-and-mail/getting-data-and-results/using-webhooks, read 2026-11-23.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SIGNATURE, TIMESTAMP = "Lob-Signature", "Lob-Signature-Timestamp"
TOLERANCE = timedelta(
    minutes=5
)  # either way: an old request is a replayed one, our clock or theirs may be off
_MILLISECONDS = 100_000_000_000  # as seconds, this would be the year 5138


@dataclass(frozen=True, slots=True)
class LobSignatures:
    """Checks with the webhooks' secrets: the one in use, and while it is exchanged another."""

    secrets: Sequence[str] = field(default=(), repr=False)

    def is_genuine(self, body: bytes, signature: str, timestamp: str, now: datetime) -> bool:
        """Return whether one of the secrets signed this body within the last five minutes."""
        if not re.fullmatch("[0-9]{1,15}", timestamp) or not _is_fresh(int(timestamp), now):
            return False
        signed = timestamp.encode() + b"." + body
        made = [hmac.new(secret.encode(), signed, "sha256").hexdigest() for secret in self.secrets if secret]
        told = signature.strip().lower().encode()
        return any(hmac.compare_digest(one.encode(), told) for one in made)


def _is_fresh(told: int, now: datetime) -> bool:
    seconds = told / 1000 if told >= _MILLISECONDS else told
    return abs(now.timestamp() - seconds) <= TOLERANCE.total_seconds()
