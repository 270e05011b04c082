"""How is an API key made and checked? 256 random bits, shown once, kept as a digest."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from gateway.domain.errors import DataError
from gateway.domain.ids import EntryId, Ids
from gateway.domain.words import Role
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, access

_PREFIX = "dunwell"
_PERSON = re.compile(r"[a-z0-9][a-z0-9.-]{0,31}")
# Compared against when the key id is unknown, so that both cases take the same time.
_NOBODY = hashlib.sha256(b"nobody").hexdigest()


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may ask: a program with a key or a person with a session."""

    role: Role
    name: str  # key id or session label; never a person's name
    person: str | None = None  # the short name of whoever holds it, where one was given


def create_key(
    tx: Tx,
    ledger: Ledger,
    role: Role,
    *,
    label: str,
    now: datetime,
    ids: Ids,
    person: str | None = None,
) -> str:
    """Return a new API key, which nobody can read again.

    person: whose it is, where two people must agree. Raises DataError for no short name.
    """
    checked_person(person)
    key_id = text_of(ids.random_bytes(6))
    secret = text_of(ids.random_bytes(32))
    access.insert_key(tx, access.KeyRow(key_id, digest_of(secret), role, label, person), now)
    ledger.append(
        tx,
        [
            Entry(
                entry_id=EntryId(ids.new()),
                customer_id=None,
                kind=EntryKind.KEY_CREATED,
                at=now,
                public={"key_id": key_id, "role": role.value},
                private={"label": label, "person": person},
            )
        ],
    )
    return f"{_PREFIX}.{key_id}.{secret}"


def caller_of(tx: Tx, key: str) -> Caller | None:
    """Return whom a key belongs to, or None for one that is malformed, unknown or revoked."""
    prefix, _, rest = key.partition(".")
    key_id, _, secret = rest.partition(".")
    row = access.find_key(tx, key_id) if prefix == _PREFIX and secret else None
    right = hmac.compare_digest(digest_of(secret), row.digest if row else _NOBODY)
    return Caller(row.role, f"key:{row.key_id}", row.person) if row and right else None


def checked_person(person: str | None) -> None:
    """Raise DataError for what is no short name of a member of staff."""
    if person is not None and not _PERSON.fullmatch(person):
        raise DataError("write a short name such as initials: a-z, 0-9, dot and hyphen", field="person")


def text_of(random: bytes) -> str:
    """Return random bytes as URL-safe text."""
    return base64.urlsafe_b64encode(random).decode().rstrip("=")


def digest_of(secret: str) -> str:
    """Return what is kept of a secret; it has 256 random bits, so a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()
