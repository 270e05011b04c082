"""Are checkpoints what C2SP specifies? Checked by a reader written from the specification alone."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gateway.domain.errors import ConfigError
from gateway.ledger.checkpoint import Signer
from gateway.ledger.offline import BadEvidence, open_checkpoint

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
SIGNER = Signer("acme.example/ledger", KEY)
ROOT = hashlib.sha256(b"root").digest()
AT = datetime(2027, 3, 1, 16, tzinfo=UTC)
NOTE = SIGNER.checkpoint(20_852_163, ROOT, AT)


def spec_signatures(note: str) -> tuple[str, dict[bytes, bytes]]:
    """c2sp.org/signed-note: text, and signatures by key id."""
    text, signatures = note.rsplit("\n\n", 1)
    found = {}
    for line in signatures.removesuffix("\n").split("\n"):
        dash, name, encoded = line.split(" ")
        assert (dash, name) == ("\N{EM DASH}", "acme.example/ledger")
        raw = base64.b64decode(encoded, validate=True)
        found[raw[:4]] = raw[4:]
    return text + "\n", found


def spec_key_id(kind: bytes) -> bytes:
    public = KEY.public_key().public_bytes_raw()
    return hashlib.sha256(b"acme.example/ledger" + b"\x0a" + kind + public).digest()[:4]


def test_the_note_text_is_origin_size_and_root():
    text, _ = spec_signatures(NOTE)
    assert text == f"acme.example/ledger\n20852163\n{base64.b64encode(ROOT).decode()}\n"


def test_the_note_signature_verifies_as_specified():
    text, signatures = spec_signatures(NOTE)
    KEY.public_key().verify(signatures[spec_key_id(b"\x01")], text.encode())


def test_the_time_signature_verifies_as_specified():
    text, signatures = spec_signatures(NOTE)
    stamped = signatures[spec_key_id(b"\x04")]
    seconds = int.from_bytes(stamped[:8], "big")
    assert seconds == int(AT.timestamp())
    KEY.public_key().verify(stamped[8:], f"cosignature/v1\ntime {seconds}\n{text}".encode())


def test_the_note_is_byte_for_byte_what_it_always_was():
    assert hashlib.sha256(NOTE.encode()).hexdigest() == (
        "eba807db43b32f93aadf4e2d151af0b609db163e8a63c0c31e8e3453007b8299"
    )


def test_the_specification_s_own_example_has_its_key_id():
    line = "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="
    raw = base64.b64decode(line)
    assert len(raw) == 4 + 64
    with pytest.raises(InvalidSignature):  # not our key
        Ed25519PublicKey.from_public_bytes(KEY.public_key().public_bytes_raw()).verify(raw[4:], b"")


def test_we_read_back_what_we_signed():
    checkpoint = open_checkpoint(NOTE, SIGNER.verifier_key)
    assert (checkpoint.size, checkpoint.root, checkpoint.at) == (20_852_163, ROOT, AT)


def test_signatures_of_unknown_keys_are_ignored():
    witness = Signer("witness.example", OTHER).checkpoint(1, ROOT, AT).rsplit("\n\n", 1)[1]
    assert open_checkpoint(NOTE + witness, SIGNER.verifier_key).size == 20_852_163


def test_any_changed_character_is_found():
    signed = "\n".join(NOTE.split("\n")[:5])  # a changed time signature may pass for a stranger's
    for at, character in enumerate(signed):
        changed = signed[:at] + chr(ord(character) ^ 1) + NOTE[at + 1 :]
        with pytest.raises(ValueError):
            open_checkpoint(changed, SIGNER.verifier_key)


@pytest.mark.parametrize(
    ("signer", "why"),
    [
        (Signer("acme.example/ledger", OTHER), "not signed by this ledger"),
        (Signer("evil.example/ledger", KEY), "of the ledger evil.example"),
    ],
)
def test_another_key_or_origin_is_refused(signer, why):
    with pytest.raises(BadEvidence, match=why):
        open_checkpoint(signer.checkpoint(1, ROOT, AT), SIGNER.verifier_key)


@pytest.mark.parametrize(
    "note",
    ["", "\n\n", "a\nb\nc\n\n— a b\n", NOTE[:-1].rsplit("\n", 2)[0], NOTE.replace("\n2", "\n02")],
)
def test_what_is_no_checkpoint_is_refused(note):
    with pytest.raises(ValueError):
        open_checkpoint(note, SIGNER.verifier_key)


@pytest.mark.parametrize("key", ["", "a+b", "acme.example/ledger+00000000+AAAA", SIGNER.verifier_key[:-4]])
def test_what_is_no_verifier_key_is_refused(key):
    with pytest.raises(BadEvidence, match="verifier key"):
        open_checkpoint(NOTE, key)


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\nb", "cosignature/v1", "a\u00a0b"])
def test_an_origin_that_a_note_cannot_carry_is_refused(origin):
    with pytest.raises(ConfigError, match="origin"):
        Signer(origin, KEY)
