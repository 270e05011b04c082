"""What does a print house have to know of one letter? Its job sheet, beside the document."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from channels.letter_code import letter_code
from channels.message import Message, NotSent, Scope
from channels.pdf_pages import pages
from channels.print_house import PrintHouse

FORMAT = "dunwell-letter/1"


def job_sheet(message: Message, document: bytes, house: PrintHouse, now: datetime) -> bytes:
    """Return the job as JSON. Raises NotSent (CONTENT) without pages or without an address."""
    recipient = [line.strip() for line in message.to.splitlines() if line.strip()]
    if not recipient:
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="letter-without-address")
    job: dict[str, Any] = {
        "format": FORMAT,
        "attempt_id": str(message.attempt_id),
        "code": letter_code(message.attempt_id),
        "file": f"{message.attempt_id}.pdf",
        "sha256": sha256(document).hexdigest(),
        "bytes": len(document),
        "pages": pages(document),
        "recipient": recipient,
        "sender": message.sender_name,
        "language": message.language,
        "envelope": message.envelope,
        "duplex": house.duplex,
        "colour": house.colour,
        "mail_class": house.mail_class,
        "post": message.post,
        "handed_over_at": _written(now),
        "mail_before": _written(message.not_after) if message.not_after else None,
    }
    return json.dumps(job, ensure_ascii=False, indent=2).encode() + b"\n"


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
