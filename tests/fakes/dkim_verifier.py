"""Is a signature good? A second reading of RFC 6376 and RFC 8463, sharing no line with the signing one.

Takes relaxed/relaxed and SHA-256 alone, and the public keys from its caller instead of DNS.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

PublicKeys = Mapping[str, str]
"""What DNS has at `selector._domainkey.domain`: `v=DKIM1; k=rsa; p=…`."""


def verdicts(message: bytes, dns: PublicKeys) -> list[bool]:
    """Return for each signature, from the top, whether it is good."""
    text = message.decode("latin-1")
    head, body = text.split("\r\n\r\n", 1)
    headers = re.split(r"\r\n(?![ \t])", head)
    return [
        _is_good(header, headers, body, dns)
        for header in headers
        if header.lower().startswith("dkim-signature:")
    ]


def _is_good(signature: str, headers: list[str], body: str, dns: PublicKeys) -> bool:
    tags = _tags(signature.split(":", 1)[1])
    assert (tags["v"], tags["c"]) == ("1", "relaxed/relaxed")
    body_hash = hashlib.sha256(_body(body).encode("latin-1")).digest()
    if base64.b64decode(tags["bh"]) != body_hash:
        return False
    left, chosen = [h for h in headers if h is not signature], ""
    for name in tags["h"].lower().split(":"):
        for header in reversed(left):
            if header.split(":", 1)[0].strip().lower() == name:
                chosen += _header(header) + "\r\n"
                left.reverse()
                left.remove(header)
                left.reverse()
                break
    without = re.sub(r"([;:]\s*b\s*=)[^;]*", r"\1", signature)
    public = _public_key(dns[f"{tags['s']}._domainkey.{tags['d']}"])
    return _fits(public, base64.b64decode(tags["b"]), (chosen + _header(without)).encode("latin-1"))


def _fits(public: RSAPublicKey | Ed25519PublicKey, signature: bytes, data: bytes) -> bool:
    try:
        if isinstance(public, RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            public.verify(signature, hashlib.sha256(data).digest())
    except InvalidSignature:
        return False
    return True


def _public_key(record: str) -> RSAPublicKey | Ed25519PublicKey:
    tags = _tags(record)
    raw = base64.b64decode(tags["p"])
    if tags["k"] == "ed25519":
        return Ed25519PublicKey.from_public_bytes(raw)
    public = load_der_public_key(raw)
    assert isinstance(public, RSAPublicKey)
    return public


def _tags(text: str) -> dict[str, str]:
    pairs = (pair.split("=", 1) for pair in text.split(";") if pair.strip())
    return {name.strip(): re.sub(r"\s", "", value) for name, value in pairs}


def _header(header: str) -> str:
    """RFC 6376 section 3.4.2."""
    name, value = header.split(":", 1)
    unfolded = value.replace("\r\n", "")
    return name.strip().lower() + ":" + re.sub(r"[ \t]+", " ", unfolded).strip(" ")


def _body(body: str) -> str:
    """RFC 6376 section 3.4.4."""
    lines = [re.sub(r"[ \t]+", " ", line).rstrip(" ") for line in body.split("\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return "".join(f"{line}\r\n" for line in lines)
