"""What does a delivery status report (RFC 3464) say of each recipient?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_string
from email.message import Message

from channels.email_inbound.mail import Failure
from channels.email_inbound.parts import header, text_of, walk
from channels.email_inbound.reasons import reason_of

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"[^\s<>;,\"()]+@[^\s<>;,\"()]+")
_SUCCESSES = {"delivered": True, "relayed": False, "expanded": False}  # whether the reader's mailbox has it


def failures(mail: Message, words: str) -> tuple[list[Failure], bool | None]:
    """Return what became of each recipient, and whether one was delivered to; None: no success is told.

    words: what the report says for people; where a code says nothing, they often do.
    """
    found: list[Failure] = []
    delivered: bool | None = None
    for block in _recipients(mail):
        action = header(block, "action").lower().split(" ")[0]
        if action in _SUCCESSES:
            delivered = delivered or _SUCCESSES[action]
        elif action or header(block, "status"):
            found.append(_failure(block, action, words))
    return found, delivered


def _recipients(mail: Message) -> Iterator[Message]:
    for part in walk(mail):
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        blocks = part.get_payload()
        if not isinstance(blocks, list):  # encoded, which RFC 3464 forbids and some do
            blocks = [message_from_string(piece) for piece in re.split(r"\n\s*\n", text_of(part))]
        for block in blocks:
            if isinstance(block, Message) and (block["final-recipient"] or block["original-recipient"]):
                yield from _one_by_one(block)


def _one_by_one(block: Message) -> Iterator[Message]:
    """Recipients that were written without the empty line between them."""
    one = Message()
    for name, value in block.items():
        if name.lower() == "final-recipient" and name in one:
            yield one
            one = Message()
        one[name] = value
    yield one


def _failure(block: Message, action: str, words: str) -> Failure:
    said = header(block, "diagnostic-code")
    told = _STATUS.search(header(block, "status"))
    status = told[1] if told else ""
    inner = _STATUS.search(said)
    if (
        inner
        and (not status or status.endswith(".0.0") or inner[1] != status)
        and inner[1][0] == (status or inner[1])[0]
    ):
        status = inner[1]  # nearer to who refused
    reason = reason_of(said, status, words)
    delayed = action == "delayed"
    address = _ADDRESS.search(header(block, "final-recipient")) or _ADDRESS.search(
        header(block, "original-recipient")
    )
    return Failure(
        address=address[0].lower() if address else "",
        status=status,
        reason=reason.name,
        scope=reason.scope,
        is_hard=reason.is_hard and not delayed,
        is_delayed=delayed,
    )
