"""How does a receiver know that a message is ours? The signatures of Standard Webhooks 1.0.0."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.domain.ids import Ids
from gateway.keys import WrongKey

SECRET_BYTES = 32  # of the 24 to 64 that Standard Webhooks allows
_PREFIX = "whsec_"
_NONCE_BYTES = 12


class Vault:
    """Seals endpoints' secrets; each opens for its own endpoint alone."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, secret: bytes, endpoint_id: UUID, ids: Ids) -> bytes:
        """Return a secret as it may be kept."""
        nonce = ids.random_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, endpoint_id.bytes)

    def open(self, sealed: bytes, endpoint_id: UUID) -> bytes:
        """Return the secret. Raises WrongKey."""
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, rest, endpoint_id.bytes)
        except (InvalidTag, ValueError):
            raise WrongKey(
                f"the secret of webhook endpoint {endpoint_id} does not open: it was changed, or "
                "DUNWELL_KEY_FILE is not the file that this database was made with"
            ) from None


def shown(secret: bytes) -> str:
    """Return a secret as its receiver is given it."""
    return _PREFIX + base64.b64encode(secret).decode()


def webhook_id(message_id: UUID) -> str:
    """Return what tells a message from every other, however often it is sent."""
    return f"msg_{message_id.hex}"


def signed_headers(message_id: UUID, body: bytes, secrets: Sequence[bytes], now: datetime) -> dict[str, str]:
    """Return the headers of a message; one signature for each secret, so that secrets can be exchanged."""
    name, seconds = webhook_id(message_id), str(int(now.timestamp()))
    signatures = [signature(secret, name, seconds, body) for secret in secrets]
    return {
        "webhook-id": name,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(signatures),
    }


def signature(secret: bytes, name: str, seconds: str, body: bytes) -> str:
    """Return one signature: `v1,` and the HMAC-SHA256 over id, instant and body."""
    content = b".".join((name.encode(), seconds.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(secret, content, hashlib.sha256)).decode()
