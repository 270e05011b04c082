"""What exactly did a message say? Unsealed from the contact ledger, where it was written before it left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from channels.segments import Segments, segments
from gateway.domain.errors import NotFound
from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Account, Creditor, Customer
from gateway.ledger import Ledger
from gateway.render import LetterDocument
from gateway.store import Tx, history, portfolio
from gateway.store.history import AttemptRow
from gateway.why import clock_of


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message as it was sent, to whom, and what became of it."""

    attempt: AttemptRow
    customer: Customer
    account: Account | None  # the first one that it speaks about
    time_zone: str
    to: str
    sender: str
    sender_name: str
    subject: str
    text: str
    html: str | None
    after_check: str
    voicemail: str
    form: str
    letter: LetterDocument | None
    rulings: tuple[dict[str, Any], ...]
    attachments: tuple[dict[str, Any], ...] = ()  # of an email, as the ledger names them
    left_out: tuple[tuple[str, str], ...] = ()  # copies that could not be sent: invoice, why

    @property
    def segments(self) -> Segments:
        """What a text message costs."""
        return segments(self.text)


def kept_message(
    tx: Tx, ledger: Ledger, attempt_id: UUID, creditors: Mapping[CreditorId, Creditor]
) -> KeptMessage:
    """Return the message of an attempt. Raises NotFound for an unknown attempt or an erased customer."""
    attempt = history.find_attempt(tx, attempt_id)
    if attempt is None:
        raise NotFound("there is no message of that id")
    sealed = ledger.open(tx, attempt.entry_id)["private"]
    if not isinstance(sealed, dict):
        raise NotFound("this customer's data was erased; the ledger proves only that a message was sent")
    ids = [attempt.customer_id]
    customer = portfolio.customers_by_id(tx, ids)[attempt.customer_id]
    points = portfolio.contact_points_of(tx, ids).get(attempt.customer_id, [])
    accounts = portfolio.accounts_of(tx, ids).get(attempt.customer_id, [])
    message = sealed["message"]
    return KeptMessage(
        attempt=attempt,
        customer=customer,
        account=next((one for one in accounts if str(one.account_id) in attempt.accounts), None),
        time_zone=clock_of(customer, points, creditors),
        to=message["to"],
        sender=message["sender"],
        sender_name=message["sender_name"],
        subject=message["subject"],
        text=message["text"],
        html=message["html"],
        after_check=message["after_check"],
        voicemail=message.get("voicemail", ""),
        form=message["form"],
        letter=LetterDocument.from_json(message["letter"]) if message["letter"] else None,
        rulings=tuple(sealed["rulings"]),
        attachments=tuple(message.get("attachments", ())),
        left_out=tuple((number, why) for number, why in message.get("left_out", ())),
    )
