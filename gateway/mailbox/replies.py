"""What did somebody write to us by mail? Their own words, for the one way in that every channel shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from channels.email_inbound import InboundMail
from gateway.domain.words import Channel
from gateway.inbound import InboundMessage
from gateway.mailbox.reports import PROVIDER
from gateway.store import Tx, received_mail
from gateway.understanding import understand

# What mail programs put before the subject of an answer, in the languages that customers write in.
_ANSWER = re.compile(
    r"^(?:(?:re|r|aw|antw|antwort|sv|vs|tr|rv|ref|res|rif|odp|回复|答复|fwd?|wg|enc|rv)\s?(?:\[\d+\])?\s?[:：]\s*)+",
    re.IGNORECASE,
)
MOST_TEXT = 200_000  # characters; a longer text is kept from its beginning, and the mail is set aside


def as_message(tx: Tx, mail: InboundMail, key: str, now: datetime) -> InboundMessage:
    """Return a mail as the message that it is."""
    attempt_id = None if mail.is_forged else mail.attempt_id
    about = received_mail.mailed(tx, attempt_id) if attempt_id else None
    return InboundMessage(
        channel=Channel.EMAIL,
        provider=PROVIDER,
        provider_event_id=key,
        sender=mail.sender,
        recipient=next(iter(mail.recipients), ""),
        text=_text(mail, now.date()),
        received_at=now,
        attempt_id=attempt_id if about else None,
        attachments=mail.attachments,
        may_take_back=about is not None and about.address == mail.sender,
    )


def _text(mail: InboundMail, today: date) -> str:
    """What was written, with the subject above it where the writer chose that too."""
    text = mail.text.strip("\n")[:MOST_TEXT]
    bare = _ANSWER.sub("", mail.subject).strip()
    is_own = bare == mail.subject.strip() and not mail.attempt_id
    if bare and (not text.strip() or is_own or _says_something(bare, today)):
        return f"{bare}\n\n{text}".rstrip()
    return text


def _says_something(subject: str, today: date) -> bool:
    """Whether a customer wrote into the subject of an answer; ours stop and contest nothing."""
    said = understand(subject, language=None, today=today, channel=Channel.SMS).meanings
    return bool(_WEIGHTY & set(_kinds(said)))


_WEIGHTY = frozenset(
    ("stop", "dispute", "already_paid", "wrong_person", "attorney", "bankruptcy", "deceased")
)


def _kinds(meanings: Sequence[object]) -> list[str]:
    return [str(getattr(one, "kind", "")) for one in meanings]
