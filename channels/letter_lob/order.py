"""What does Lob get of one letter? The document as it is, both addresses, and our id of the attempt."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp

from channels.letter_lob.address import AddressProblem, LobAddress, read_address
from channels.lob_account import LobAccount
from channels.message import Message, NotSent, Scope
from channels.pdf_pages import pages

METADATA_KEY = "attempt_id"
CERTIFIED = "certified"
MOST_FOLDED = 6  # sheets in the #10 envelope with two windows; more go flat, behind one large window
MOST_SHEETS = 60
MOST_ABROAD = 6
MOST_BYTES = 5_000_000
_LETTER = (612.0, 792.0)  # 8.5 by 11 in, in points


@dataclass(frozen=True, slots=True)
class Order:
    """One letter as Lob is asked for it."""

    fields: tuple[tuple[str, str], ...]
    document: bytes

    def form(self) -> aiohttp.FormData:
        """Return it as a form; a form is sent once only."""
        form = aiohttp.FormData()
        for name, value in self.fields:
            form.add_field(name, value)
        form.add_field("file", self.document, filename="letter.pdf", content_type="application/pdf")
        return form


def order_of(message: Message, account: LobAccount) -> Order:
    """Return the order of a letter. Raises NotSent where Lob would not print it as it is meant."""
    recipient = _address(message.to, Scope.ADDRESS)
    sender = _address(_envelope_sender(message.sender_name, message.sender), Scope.SENDER)
    if sender.country != "US":
        raise NotSent(scope=Scope.SENDER, retryable=False, code="sender-abroad")
    if message.pdf is None:
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="letter-without-document")
    placement = _placement(message.pdf, account, recipient)
    certified = message.post == CERTIFIED
    return Order(
        (
            *recipient.fields("to"),
            *sender.fields("from"),
            ("color", _said(account.colour)),
            ("double_sided", _said(account.duplex)),
            ("address_placement", placement),
            ("mail_type", "usps_first_class" if certified else account.mail_type),
            *((("extra_service", "certified"),) if certified else ()),
            ("use_type", "operational"),
            (f"metadata[{METADATA_KEY}]", str(message.attempt_id)),
        ),
        message.pdf,
    )


def problems_of(to: str, sender_name: str, sender: str) -> tuple[str, ...]:
    """Return, in words for people, why Lob would not print a letter to or from these addresses."""
    found = []
    for whose, text in (
        ("The customer's address", to),
        ("The creditor's address", _envelope_sender(sender_name, sender)),
    ):
        try:
            read_address(text)
        except AddressProblem as problem:
            found.append(f"{whose} does not suit Lob. {problem}")
    return tuple(found)


def _placement(document: bytes, account: LobAccount, recipient: LobAddress) -> str:
    """Folded letters show the address at the top of our first page, which leaves that place free. A flat one
    shows more of the sheet than the address; a page of Lob's own lies in front of it."""
    count = pages(document)
    if len(document) > MOST_BYTES:
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="letter-too-large")
    sheets = -(-count // 2) if account.duplex else count
    if sheets > (MOST_SHEETS - 1 if recipient.country == "US" else MOST_ABROAD):
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="letter-too-long")
    return "top_first_page" if sheets <= MOST_FOLDED else "insert_blank_page"


def _address(text: str, whose: Scope) -> LobAddress:
    try:
        return read_address(text)
    except AddressProblem as problem:
        code = f"sender-{problem.code}" if whose is Scope.SENDER else problem.code
        raise NotSent(scope=whose, retryable=False, code=code) from None


def _envelope_sender(name: str, sender: str) -> str:
    """The envelope shows the neutral name in place of the first line."""
    return f"{name}\n{sender.partition(chr(10))[2]}"


def _said(value: bool) -> str:
    return "true" if value else "false"
