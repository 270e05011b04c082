"""What do we sign? C2SP checkpoints: a signed note with the log's origin, its size and its root."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.domain.errors import ConfigError
from gateway.ledger.offline import COSIGNATURE, ED25519, key_id

DEFAULT_ORIGIN = "dunwell.local/contact-ledger"


PRINTED_DIGITS = 16  # of the root in base64, 96 bits: nobody finds a second tree with the same ones


def printed_checkpoint(note: str) -> str:
    """Return what paper shows of a signed checkpoint: origin, size and the first digits of the root."""
    origin, size, root = note.split("\n")[:3]
    return f"{origin} {size} {root[:PRINTED_DIGITS]}"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs checkpoints of one ledger: the tree itself, and the time at which it stood so."""

    origin: str
    key: Ed25519PrivateKey

    def __post_init__(self) -> None:
        bad = not self.origin or "+" in self.origin or any(c.isspace() or c < " " for c in self.origin)
        if bad or self.origin.startswith("cosignature/"):
            raise ConfigError(
                f"the ledger's origin {self.origin!r} must look like example.com/ledger: no space, no plus"
            )

    @property
    def verifier_key(self) -> str:
        """The public key as others configure it: name+id+base64 (a C2SP vkey)."""
        encoded = base64.b64encode(bytes([ED25519]) + self._public).decode()
        return f"{self.origin}+{self._key_id(ED25519).hex()}+{encoded}"

    def checkpoint(self, size: int, root: bytes, at: datetime) -> str:
        """Return the signed note. Its second signature also covers `at`, to the whole second."""
        text = f"{self.origin}\n{size}\n{base64.b64encode(root).decode()}\n"
        seconds = int(at.timestamp())
        dated = f"cosignature/v1\ntime {seconds}\n{text}".encode()
        lines = [
            self._line(ED25519, self.key.sign(text.encode())),
            self._line(COSIGNATURE, seconds.to_bytes(8, "big") + self.key.sign(dated)),
        ]
        return f"{text}\n{''.join(lines)}"

    def _line(self, kind: int, signature: bytes) -> str:
        return f"— {self.origin} {base64.b64encode(self._key_id(kind) + signature).decode()}\n"

    def _key_id(self, kind: int) -> bytes:
        return key_id(self.origin, kind, self._public)

    @property
    def _public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()
