"""Is this token one of ours, for this purpose, and still in time? Answered without a database.

48 URL-safe characters, 36 bytes: version, key id, 16 random bytes, expiry, and an HMAC-SHA-256 over all of
them and the purpose, cut to 14 bytes. 36 divides by 3, so there are no spare bits: every character counts.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

VERSION = 1
RANDOM_BYTES = 16
_HEAD = 2 + RANDOM_BYTES + 4
_MAC_BYTES = 14
TOKEN_LENGTH = 48
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}")


class Purpose(StrEnum):
    """What a link is for; it is good for nothing else."""

    RESPOND = "respond"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Token:
    """A genuine token, without the part that must stay secret."""

    digest: str  # SHA-256 of the random part: what the database knows it by
    expires_at: datetime
    key_id: int

    @property
    def log_name(self) -> str:
        """What a log may say of it."""
        return f"{self.key_id}:{self.digest[:8]}"


class TokenKey:
    """Signs and reads tokens with one 32-byte key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.key_id = hashlib.sha256(b"link key id\0" + key).digest()[0]

    def sign(self, random: bytes, purpose: Purpose, expires_at: datetime) -> str:
        """Return the token of 16 random bytes."""
        head = bytes((VERSION, self.key_id)) + random + int(expires_at.timestamp()).to_bytes(4, "big")
        return base64.urlsafe_b64encode(head + self._mac(head, purpose)).decode()

    def read(self, text: str, purpose: Purpose) -> Token | None:
        """Return the token that the text is, expired or not; None where we did not make it for this."""
        if not _TOKEN.fullmatch(text):
            return None
        raw = base64.urlsafe_b64decode(text)
        head, mac = raw[:_HEAD], raw[_HEAD:]
        if not hmac.compare_digest(mac, self._mac(head, purpose)):
            return None
        if head[0] != VERSION or head[1] != self.key_id:
            return None
        expires_at = datetime.fromtimestamp(int.from_bytes(head[-4:], "big"), UTC)
        return Token(digest_of(head[2 : 2 + RANDOM_BYTES]), expires_at, self.key_id)

    def _mac(self, head: bytes, purpose: Purpose) -> bytes:
        return hmac.digest(self._key, purpose.value.encode() + b"\0" + head, "sha256")[:_MAC_BYTES]


def digest_of(random: bytes) -> str:
    """Return what the database keeps of a token: a stolen database gives no links."""
    return hashlib.sha256(random).hexdigest()
