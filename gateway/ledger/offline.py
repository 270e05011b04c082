"""Does an evidence pack hold? One file with nothing but the standard library and `cryptography`.

Run it anywhere: python verify.py PACK.zip [VERIFIER-KEY]
It stays a single file, long as it is, because it travels in every pack to people who have no Dunwell.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HASH_BYTES = 32
PROOF_HEADER = "c2sp.org/tlog-proof@v1"
PACK_FORMAT = "dunwell-evidence/1"
ED25519, COSIGNATURE = 1, 4  # signature types of c2sp.org/signed-note and c2sp.org/tlog-cosignature
_NONCE_BYTES = 12
_MAX_MEMBER = 64 * 1024 * 1024  # bytes unpacked: a pack comes from somebody we may not trust
_NOT_VOUCHED_FOR = {"README.txt", "verify.py"}


class BadEvidence(ValueError):
    """The evidence does not hold; the text says where and why."""


@dataclass(frozen=True)
class Checkpoint:
    """A tree that the ledger's key has signed."""

    origin: str
    size: int
    root: bytes
    at: datetime | None  # when it was signed, where the key says so


@dataclass(frozen=True)
class ProvenEntry:
    """One entry that the pack proves."""

    seq: int
    position: int
    at: str
    kind: str


@dataclass(frozen=True)
class Pack:
    """What a pack proves when it holds."""

    subject: str
    readable: bool  # False after erasure: the contents can never be read again
    checkpoint: Checkpoint
    verifier_key: str
    entries: tuple[ProvenEntry, ...]


def check_pack(path: str, verifier_key: str | None = None) -> Pack:
    """Return what the pack proves; raises BadEvidence naming the first entry that does not hold.

    verifier_key: the ledger's public key from a source you trust; without it the pack's own is taken, and
    the pack proves only that whoever holds that key made it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _check(archive, verifier_key)
    except BadEvidence:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise BadEvidence(f"the file is not a whole evidence pack ({type(error).__name__})") from None


def _check(archive: zipfile.ZipFile, verifier_key: str | None) -> Pack:
    names = [info.filename for info in archive.infolist()]
    if len(names) != len(set(names)):
        raise BadEvidence("the pack holds two files of one name")
    manifest = _manifest(archive)
    key = _read_text(archive, "ledger.vkey").strip()
    if verifier_key is not None and verifier_key.strip() != key:
        raise BadEvidence("the pack was made with another key than the one you trust")
    note = _read_text(archive, "checkpoint")
    checkpoint = open_checkpoint(note, key)
    stems = sorted(name.removesuffix(".leaf.json") for name in names if name.endswith(".leaf.json"))
    data_key = bytes.fromhex(manifest["data_key"])
    chain = _Chain(manifest["subject"], data_key, checkpoint, note)
    entries = tuple(chain.check(archive, stem, number) for number, stem in enumerate(stems, 1))
    chain.check_end()
    vouched = {"evidence.json", "ledger.vkey", "checkpoint", *_NOT_VOUCHED_FOR, *chain.files}
    for name in names:
        if name not in vouched:
            raise BadEvidence(f"{name}: nothing in the ledger vouches for this file")
    return Pack(manifest["subject"], bool(data_key), checkpoint, key, entries)


class _Chain:
    """One subject's entries, which must follow each other without a hole and end with the export."""

    def __init__(self, subject: str, data_key: bytes, checkpoint: Checkpoint, note: str) -> None:
        self.subject, self.data_key, self.checkpoint, self.note = subject, data_key, checkpoint, note
        self.prev, self.position, self.erased = "", -1, False
        self.last: dict[str, Any] = {"kind": "", "seq": 0, "public": {}}
        self.files: set[str] = set()

    def check(self, archive: zipfile.ZipFile, stem: str, number: int) -> ProvenEntry:
        """Return the entry when it holds and is the next one."""
        try:
            return self._check(archive, stem, number)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise BadEvidence(f"entry {number} ({stem}): {_reason(error)}") from None

    def _check(self, archive: zipfile.ZipFile, stem: str, number: int) -> ProvenEntry:
        raw = _read(archive, stem + ".leaf.json")
        body = _canonical(raw)
        self._check_place(body, number)
        position = self._check_proof(_read_text(archive, stem + ".tlog-proof"), leaf_hash(raw))
        sealed = _read(archive, stem + ".sealed")
        if hashlib.sha256(sealed).hexdigest() != body["ct_sha256"]:
            raise BadEvidence("its sealed contents are not those that the leaf names")
        self.files.update({stem + ".leaf.json", stem + ".tlog-proof", stem + ".sealed"})
        if sealed and self.data_key:
            self._check_contents(_read(archive, stem + ".contents.json"), body, sealed)
            self.files.add(stem + ".contents.json")
        self.prev, self.position, self.last = leaf_hash(raw).hex(), position, body
        self.erased = self.erased or body["kind"] == "customer.erased"
        return ProvenEntry(number, position, body["at"], body["kind"])

    def _check_place(self, body: dict[str, Any], number: int) -> None:
        if body["subject"] != self.subject:
            raise BadEvidence("it belongs to another subject")
        if body["seq"] != number:
            raise BadEvidence(f"an entry is missing before it: it is number {body['seq']} of its subject")
        if body["prev"] != self.prev:
            raise BadEvidence("it does not follow the entry before it")

    def _check_proof(self, text: str, leaf: bytes) -> int:
        position, path, note = parse_proof(text)
        if note != self.note:
            raise BadEvidence("its proof speaks of another checkpoint")
        if position <= self.position:
            raise BadEvidence("it stands in the tree before its predecessor")
        if not includes(position, self.checkpoint.size, leaf, path, self.checkpoint.root):
            raise BadEvidence("it is not in the tree that the checkpoint signs")
        return position

    def _check_contents(self, shown: bytes, body: dict[str, Any], sealed: bytes) -> None:
        if data_key_digest(self.data_key) != body["key"]:
            raise BadEvidence("the data key is not the one that the leaf names")
        inside = unseal(sealed, self.data_key, entry=body["entry"], subject=self.subject, seq=body["seq"])
        if shown != shown_contents(bytes_in(inside)):
            raise BadEvidence("its readable contents differ from the sealed ones")

    def check_end(self) -> None:
        """Raise BadEvidence unless the last entry is the export that names how many came before it."""
        if self.last["kind"] != "evidence.exported":
            raise BadEvidence("the last entry is not the export: later entries may have been left out")
        if self.last["public"].get("entries") != self.last["seq"] - 1:
            raise BadEvidence("the export names another number of entries")
        if not self.data_key and not self.erased:
            raise BadEvidence("the contents are missing, though no entry says that the customer was erased")


def _manifest(archive: zipfile.ZipFile) -> dict[str, str]:
    try:
        manifest = json.loads(_read(archive, "evidence.json"))
        found = {name: manifest[name] for name in ("format", "subject", "data_key")}
        bytes.fromhex(found["data_key"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadEvidence(f"evidence.json: {_reason(error)}") from None
    if found["format"] != PACK_FORMAT:
        raise BadEvidence(f"evidence.json: this program reads {PACK_FORMAT}")
    return found


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as member:
            data = member.read(_MAX_MEMBER + 1)
    except KeyError:
        raise BadEvidence(f"{name} is missing") from None
    if len(data) > _MAX_MEMBER:
        raise BadEvidence(f"{name} is larger than {_MAX_MEMBER} bytes")
    return data


def _read_text(archive: zipfile.ZipFile, name: str) -> str:
    return _read(archive, name).decode()


def _reason(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def _canonical(raw: bytes) -> dict[str, Any]:
    body = json.loads(raw)
    again = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    if not isinstance(body, dict) or again != raw:
        raise BadEvidence("its leaf is not canonical JSON")
    return body


def shown_contents(contents: dict[str, Any] | bytes) -> bytes:
    """Return the contents as a person reads them: JSON, messages as text where they are text."""
    return json.dumps(_shown(contents), indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _shown(value: Any) -> Any:
    if isinstance(value, bytes):
        try:
            return {"$text": value.decode()}
        except UnicodeDecodeError:
            return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return [_shown(item) for item in value] if isinstance(value, list) else value


def open_checkpoint(note: str, verifier_key: str) -> Checkpoint:
    """Return the checkpoint of a signed note; raises ValueError unless the key signed it for its origin."""
    text, blank, signatures = note.rpartition("\n\n")
    lines = text.split("\n")
    if not blank or len(lines) < 3 or not lines[1].isdecimal() or str(int(lines[1])) != lines[1]:
        raise BadEvidence("this is not a checkpoint: origin, size, root, blank line, signatures")
    name, public = _verifier(verifier_key)
    if lines[0] != name:
        raise BadEvidence(f"the checkpoint is of the ledger {lines[0]}, not of {name}")
    root = _exact(lines[2])
    if len(root) != HASH_BYTES:
        raise BadEvidence("the checkpoint's root is not a SHA-256 hash")
    signed = f"{text}\n"
    seen = _signatures(signatures, name, public)
    if ED25519 not in seen:
        raise BadEvidence("the checkpoint is not signed by this ledger's key")
    _verify(public, seen[ED25519], signed)
    return Checkpoint(name, int(lines[1]), root, _signed_at(public, seen.get(COSIGNATURE), signed))


def _signatures(lines: str, name: str, public: bytes) -> dict[int, bytes]:
    known = {key_id(name, kind, public): kind for kind in (ED25519, COSIGNATURE)}
    found: dict[int, bytes] = {}
    for line in lines.removesuffix("\n").split("\n"):
        dash, _, rest = line.partition(" ")
        signer, _, encoded = rest.partition(" ")
        if dash != "—":
            raise BadEvidence("the checkpoint has a line among its signatures that is none")
        data = _exact(encoded)
        if signer == name and data[:4] in known:
            found[known[data[:4]]] = data[4:]
    return found


def _signed_at(public: bytes, signature: bytes | None, signed: str) -> datetime | None:
    if signature is None:
        return None
    seconds = int.from_bytes(signature[:8], "big")
    _verify(public, signature[8:], f"cosignature/v1\ntime {seconds}\n{signed}")
    return datetime.fromtimestamp(seconds, UTC)


def _verify(public: bytes, signature: bytes, signed: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed.encode())
    except InvalidSignature:
        raise BadEvidence("the checkpoint's signature is wrong: it was changed after signing") from None


def _verifier(verifier_key: str) -> tuple[str, bytes]:
    name, _, rest = verifier_key.partition("+")
    identity, _, encoded = rest.partition("+")
    try:
        data = _exact(encoded)
    except ValueError:
        data = b""
    if len(data) != 1 + 32 or data[0] != ED25519 or key_id(name, ED25519, data[1:]).hex() != identity:
        raise BadEvidence("the verifier key is not of the form NAME+ID+BASE64 with an Ed25519 key")
    return name, data[1:]


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Return the four bytes by which a signature names its key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def _exact(text: str) -> bytes:
    """The bytes of base64 written in the one right way; its last character could otherwise vary."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise BadEvidence("base64 that is not written in the one right way")
    return data


def parse_proof(text: str) -> tuple[int, list[bytes], str]:
    """Return position, path and checkpoint of a C2SP tlog-proof; raises BadEvidence."""
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if len(lines) > 1 and lines[1].startswith("extra "):
        del lines[1]
    index = lines[1].removeprefix("index ") if len(lines) > 1 else ""
    if not blank or lines[0] != PROOF_HEADER or not index.isdecimal() or lines[1] != f"index {int(index)}":
        raise BadEvidence(f"its proof is not of the form {PROOF_HEADER}")
    path = [_exact(line) for line in lines[2:]]
    if any(len(node) != HASH_BYTES for node in path):
        raise BadEvidence("its proof holds something that is not a SHA-256 hash")
    return int(index), path, note


def write_proof(position: int, path: Sequence[bytes], note: str) -> str:
    """Return the C2SP tlog-proof of a leaf: its position, its path, the checkpoint as it was signed."""
    nodes = "".join(f"{base64.b64encode(node).decode()}\n" for node in path)
    return f"{PROOF_HEADER}\nindex {position}\n{nodes}\n{note}"


def includes(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path proves the leaf at that index of a tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or any(len(node) != HASH_BYTES for node in (leaf, *path)):
        return False
    at, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


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


def summary(pack: Pack, *, trusted: bool) -> str:
    """Return what a pack proves, in words. trusted: whether the reader named the key."""
    at = pack.checkpoint.at.isoformat() if pack.checkpoint.at else "an unknown time"
    lines = [f"{entry.seq:6d}  {entry.at}  {entry.kind}" for entry in pack.entries]
    return "\n".join(
        [
            *lines,
            f"The pack holds: {len(pack.entries)} entries of subject {pack.subject}, none missing.",
            f"Tree of {pack.checkpoint.size} entries at {at}, ledger {pack.checkpoint.origin}.",
            "Contents are readable and match." if pack.readable else "Contents were erased.",
            f"Signed by {pack.verifier_key}",
            "That is the key you named." if trusted else "Compare that key with one from a source you trust.",
        ]
    )


def main(arguments: Sequence[str]) -> int:
    """Print what the pack named first proves; 0 when it holds, 1 when it does not."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write("usage: python verify.py PACK.zip [VERIFIER-KEY]\n")
        return 2
    try:
        pack = check_pack(*arguments)
    except (BadEvidence, OSError) as error:
        sys.stderr.write(f"DOES NOT HOLD: {error}\n")
        return 1
    sys.stdout.write(f"{summary(pack, trusted=len(arguments) > 1)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
