"""Which secrets does Dunwell hold? Everything is derived from one master key in a file only we can read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.domain.errors import ConfigError, RefusedToRun
from gateway.domain.ids import Ids

KEY_BYTES = 32
_NONCE_BYTES = 12  # what AES-GCM takes
_WRAP_FORMAT = b"\x01"


class WrongKey(RefusedToRun):
    """Something sealed cannot be opened: it was changed, or the master key is another one."""


@dataclass(frozen=True)
class Keys:
    """The master key and what is derived from it; printing it shows nothing."""

    secret: bytes = field(repr=False)

    @classmethod
    def from_secret(cls, secret: bytes) -> Keys:
        """Return the keys of a 32-byte master key; raises ConfigError for another length."""
        if len(secret) != KEY_BYTES:
            raise ConfigError(f"a master key has {KEY_BYTES} bytes, this one has {len(secret)}")
        return cls(secret)

    @classmethod
    def load(cls, path: Path) -> Keys:
        """Return the keys of an existing file: 64 hexadecimal digits, readable by its owner alone.

        Raises ConfigError when it is missing, readable by others, or not a master key.
        """
        try:
            mode = path.stat().st_mode
            text = path.read_bytes()
        except OSError as error:
            raise ConfigError(f"DUNWELL_KEY_FILE {path}: cannot be read ({error.strerror})") from None
        if stat.S_IMODE(mode) & 0o077 and not _is_credential(path):
            raise ConfigError(f"DUNWELL_KEY_FILE {path}: others may read it; run: chmod 600 {path}")
        return cls.from_secret(_parse(text, path))

    @classmethod
    def load_or_create(cls, path: Path, ids: Ids, *, may_create: bool = True) -> Keys:
        """Return the keys of the file, made on the first start.

        may_create: False when the database already holds sealed data, so that a lost key is noticed
        instead of being replaced by one that opens nothing.
        Raises ConfigError as `load` does, RefusedToRun for a lost master key.
        """
        if not path.exists():
            if not may_create:
                raise RefusedToRun(
                    f"lost master key: {path} is missing, but the database holds data sealed with it; "
                    "restore the file from your backup"
                )
            _create(path, ids.random_bytes(KEY_BYTES), ids.new().hex)
        return cls.load(path)

    @cached_property
    def link_key(self) -> bytes:
        """32 bytes that sign customer links."""
        return self.derive("customer-links")

    @cached_property
    def signing_key(self) -> Ed25519PrivateKey:
        """Signs the ledger's checkpoints."""
        return Ed25519PrivateKey.from_private_bytes(self.derive("ledger-checkpoints"))

    @cached_property
    def _wrapping(self) -> AESGCM:
        return AESGCM(self.derive("customer-data-keys"))

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes that belong to one purpose alone (HKDF-SHA256, RFC 5869)."""
        info = b"dunwell/v1/" + purpose.encode()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self.secret)

    def wrap(self, data_key: bytes, owner: bytes, nonce: bytes) -> bytes:
        """Return a customer's data key sealed for storage; only the same `owner` bytes open it again.

        nonce: 12 fresh random bytes.
        """
        return _WRAP_FORMAT + nonce + self._wrapping.encrypt(nonce, data_key, owner)

    def unwrap(self, wrapped: bytes, owner: bytes) -> bytes:
        """Return the data key; raises WrongKey when it was changed, moved, or sealed by another master."""
        head, nonce = len(_WRAP_FORMAT), len(_WRAP_FORMAT) + _NONCE_BYTES
        if wrapped[:head] != _WRAP_FORMAT:
            raise WrongKey("a customer's data key has an unknown format")
        try:
            return self._wrapping.decrypt(wrapped[head:nonce], wrapped[nonce:], owner)
        except (InvalidTag, ValueError):
            raise WrongKey(
                "a customer's data key does not open: it was changed, or DUNWELL_KEY_FILE is not the file "
                "that this database was made with"
            ) from None


def _is_credential(path: Path) -> bool:
    """Whether systemd hands the file over (LoadCredential=): its mode then shows an access list's mask."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return folder is not None and path.parent == Path(folder)


def _parse(text: bytes, path: Path) -> bytes:
    try:
        return bytes.fromhex(text.decode("ascii").strip())
    except ValueError:
        raise ConfigError(f"DUNWELL_KEY_FILE {path}: must hold {2 * KEY_BYTES} hexadecimal digits") from None


def _create(path: Path, secret: bytes, draft_name: str) -> None:
    """Write the file whole or not at all; when two programs start at once the first one's key stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{draft_name}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret.hex().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # unlike a rename it never replaces a key
        except FileExistsError:
            return
    finally:
        draft.unlink()
    _sync_directory(path.parent)


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
