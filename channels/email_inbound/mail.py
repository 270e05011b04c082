"""What came into the mailbox, in our words? The kind of a mail, whom it is about, what follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from channels.message import Scope
from gateway.domain.ids import AttemptId


class MailKind(StrEnum):
    """What a mail is; only a reply was written by somebody."""

    HARD_BOUNCE = "hard-bounce"  # at least one address does not exist
    SOFT_BOUNCE = "soft-bounce"  # not delivered, but the address may be fine
    DELAYED = "delayed"  # still being tried
    DELIVERED = "delivered"  # a report of success
    RELAYED = "relayed"  # passed on to where nobody reports success
    FEEDBACK = "feedback"  # a reader called a message of ours spam
    AUTO_REPLY = "auto-reply"  # a vacation notice or another machine's answer
    CHALLENGE = "challenge"  # a machine that asks senders to prove themselves
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Failure:
    """What became of one recipient.

    reason: a word of the table in reasons.py. is_hard: the address will never work again.
    scope: what the failure speaks about.
    """

    address: str = field(repr=False)
    status: str  # RFC 3463, or ""
    reason: str
    scope: Scope
    is_hard: bool
    is_delayed: bool = False


@dataclass(frozen=True, slots=True)
class InboundMail:
    """One mail as far as it concerns us.

    attempt_id: the attempt that it is about, from a return path or a Message-ID of ours that it gives back.
    is_proven: it came to the return path of that attempt; a Message-ID alone could be anybody's.
    is_forged: it came to an address in the form of our return paths that we never gave out.
    feedback_type: `abuse`, `fraud`, `opt-out`, `auth-failure` and the like; only for feedback.
    complainants: the addresses for which a report of that kind speaks, as far as it names them.
    """

    kind: MailKind
    message_id: str
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    failures: tuple[Failure, ...] = ()
    attempt_id: AttemptId | None = None
    is_proven: bool = False
    is_forged: bool = False
    feedback_type: str = ""
    complainants: tuple[str, ...] = field(default=(), repr=False)
    attachments: int = 0
