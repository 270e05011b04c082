"""What exactly did a message say? Unsealed from the contact ledger, where it was written before it left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gateway.domain.errors import NotFound
from gateway.ledger import Ledger
from gateway.render import LetterDocument
from gateway.store import Tx, history
from gateway.store.history import AttemptRow


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message as it was sent, and what became of it."""

    attempt: AttemptRow
    channel: str
    to: str
    sender: str
    sender_name: str
    subject: str
    text: str
    html: str | None
    after_check: str
    letter: LetterDocument | None
    rulings: tuple[dict[str, Any], ...]


def kept_message(tx: Tx, ledger: Ledger, attempt_id: UUID) -> KeptMessage:
    """Return the message of an attempt. Raises NotFound for an unknown attempt or an erased customer."""
    attempt = history.find_attempt(tx, attempt_id)
    if attempt is None:
        raise NotFound("there is no message of that id")
    sealed = ledger.open(tx, attempt.entry_id)["private"]
    if not isinstance(sealed, dict):
        raise NotFound("this customer's data was erased; the ledger proves only that a message was sent")
    message = sealed["message"]
    letter = message["letter"]
    return KeptMessage(
        attempt=attempt,
        channel=attempt.channel,
        to=message["to"],
        sender=message["sender"],
        sender_name=message["sender_name"],
        subject=message["subject"],
        text=message["text"],
        html=message["html"],
        after_check=message["after_check"],
        letter=LetterDocument.from_json(letter) if letter else None,
        rulings=tuple(sealed["rulings"]),
    )
