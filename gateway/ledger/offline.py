"""Does an evidence pack hold? One file with nothing but the standard library and `cryptography`.

Run it anywhere: python verify.py PACK.zip [--key VERIFIER-KEY]
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HASH_BYTES = 32
_NONCE_BYTES = 12


def leaf_hash(data: bytes) -> bytes:
    """Return the RFC 6962 hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the RFC 6962 hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def seal_context(entry: str, subject: str, seq: int) -> bytes:
    """Return what sealed contents are bound to: they open at no other place."""
    return f"dunwell/v1/entry\n{entry}\n{subject}\n{seq}\n".encode()


def data_key_digest(data_key: bytes) -> str:
    """Return what a leaf says about the key of its contents."""
    return hashlib.sha256(b"dunwell/v1/data-key\n" + data_key).hexdigest()


def unseal(sealed: bytes, data_key: bytes, *, entry: str, subject: str, seq: int) -> bytes:
    """Return a form byte and the payload; raises ValueError when it does not open here."""
    try:
        return AESGCM(data_key).decrypt(
            sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], seal_context(entry, subject, seq)
        )
    except InvalidTag:
        raise ValueError("the sealed contents do not open with this key") from None


def bytes_in(plaintext: bytes) -> dict[str, Any] | bytes:
    """Return the contents: a mapping, or the bytes of a message as it left."""
    form, payload = plaintext[0], plaintext[1:]
    if form not in (0, 1, 2, 3):
        raise ValueError(f"the contents have an unknown form {form}")
    if form & 2:
        payload = _inflate(payload)
    return payload if form & 1 else _revived(json.loads(payload))


def _inflate(payload: bytes) -> bytes:
    try:
        return zlib.decompress(payload)
    except zlib.error:
        raise ValueError("the contents cannot be inflated") from None


def _revived(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"$bytes"}:
            return base64.b64decode(value["$bytes"])
        return {key: _revived(item) for key, item in value.items()}
    return [_revived(item) for item in value] if isinstance(value, list) else value
