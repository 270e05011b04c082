"""Which attempt does a provider's callback speak of? A path nobody can guess, readable without a database.

43 URL-safe characters: the attempt's id and an HMAC-SHA-256 over it and its use, cut to 16 bytes. Twilio's
signature has no time in it, so that a genuine request could be sent again; it can never be turned on another
attempt, because the path is signed as well.
"""

from __future__ import annotations

import base64
import hmac
import re
from uuid import UUID

from gateway.domain.ids import AttemptId

_ID_BYTES, _MAC_BYTES = 16, 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class CallbackTokens:
    """Makes and reads the tokens of one use, such as `sms-status`; they are good for nothing else."""

    def __init__(self, key: bytes, use: str) -> None:
        self._key, self._use = key, use.encode()

    def token(self, attempt_id: AttemptId) -> str:
        """Return the attempt's token, always the same."""
        raw = attempt_id.bytes + self._mac(attempt_id.bytes)
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def attempt(self, token: str) -> AttemptId | None:
        """Return the attempt of a token that we made for this use, or None."""
        if not _TOKEN.fullmatch(token):
            return None
        raw = base64.urlsafe_b64decode(token + "=")
        if base64.urlsafe_b64encode(raw).decode().rstrip("=") != token:  # spare bits in the last character
            return None
        named, mac = raw[:_ID_BYTES], raw[_ID_BYTES:]
        return AttemptId(UUID(bytes=named)) if hmac.compare_digest(mac, self._mac(named)) else None

    def _mac(self, named: bytes) -> bytes:
        return hmac.digest(self._key, self._use + b"\0" + named, "sha256")[:_MAC_BYTES]
