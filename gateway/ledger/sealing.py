"""Who can read an entry's contents? Only the holder of the customer's data key, until it is destroyed."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Mapping
from typing import Any

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.ledger.canonical import plain
from gateway.ledger.offline import bytes_in, data_key_digest, seal_context, unseal

NONCE_BYTES = 12
_SHORT = 256  # bytes below which deflating does not pay

__all__ = ["NONCE_BYTES", "data_key_digest", "open_contents", "seal_contents"]


def seal_contents(
    contents: Mapping[str, Any] | bytes, data_key: AESGCM, *, entry: str, subject: str, seq: int, nonce: bytes
) -> bytes:
    """Return the sealed contents, bound to their entry; empty contents stay empty.

    nonce: 12 fresh random bytes, never a counter: a restored backup would count again from an older place.
    """
    if not contents:
        return b""
    return nonce + data_key.encrypt(nonce, _pack(contents), seal_context(entry, subject, seq))


def open_contents(
    sealed: bytes, data_key: bytes, *, entry: str, subject: str, seq: int
) -> dict[str, Any] | bytes:
    """Return what was sealed; raises ValueError when it does not open for this entry."""
    return bytes_in(unseal(sealed, data_key, entry=entry, subject=subject, seq=seq)) if sealed else {}


def digest(sealed: bytes) -> str:
    """Return the digest that the leaf commits to."""
    return hashlib.sha256(sealed).hexdigest()


def _pack(contents: Mapping[str, Any] | bytes) -> bytes:
    """Form byte (0 JSON, 1 bytes, +2 deflated) and payload: an HTML message shrinks to a fifth."""
    form, payload = (1, contents) if isinstance(contents, bytes) else (0, _json(contents))
    if len(payload) > _SHORT:
        form, payload = form + 2, zlib.compress(payload, 1)
    return bytes([form]) + payload


def _json(contents: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(contents, option=orjson.OPT_SORT_KEYS, default=_lossless)
    except TypeError:
        # Keys or values of our own types at some depth: slower, and names the place when it cannot.
        return orjson.dumps(plain(contents), option=orjson.OPT_SORT_KEYS)


def _lossless(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(plain(value))
