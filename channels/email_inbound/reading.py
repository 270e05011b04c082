"""What is this mail? The first sure sign wins: a delivery report, a complaint, a machine, a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.message import Message

from channels.callback_token import CallbackTokens
from channels.email_inbound import delivery_status, free_form
from channels.email_inbound.attempts import attempt_in_message_ids, attempt_in_return_path
from channels.email_inbound.mail import Failure, InboundMail, MailKind
from channels.email_inbound.parts import MAX_BYTES, addresses, attachments, header, own_text, parse, walk
from gateway.domain.ids import AttemptId

_CAME_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
# What only a machine writes above a mail, and words that stand above a customer's own mail as well.
_AUTOMATIC = re.compile(
    r"out of (?:the )?office|automatic reply|auto(?:mated|matic)?[ -]?(?:reply|response|"
    r"responder|antwort)|autoreply|^(?:re: )?(?:on |i'?m on |away on )?vacation(?: notice| reply|$)|"
    r"abwesenheits|réponse automatique|respuesta automática|fuera de (?:la )?oficina|resposta "
    r"automática|risposta automatica|auto:|自動応答|自动回复|不在",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"on vacation|vacation|away (?:from|until|on)|\baway\b|on leave|annual leave|holiday|absence|"
    r"abwesen|not in the office|maternity",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"(?:confirm|verify|prove) (?:that )?you(?:r| are)? (?:a |an )?(?:human|person|real|"
    r"email|message|identity)|sender (?:verification|authorization|confirmation)|spam "
    r"?arrest|boxtrapper|challenge.response|your (?:e-?mail|message) requires "
    r"(?:verification|confirmation)|please confirm (?:your|that you)|(?:verification|"
    r"confirmation) required|approve your message|whitelist request",
    re.IGNORECASE,
)
_BY_MAIL = re.compile(r"sent this e-?mail to unsubscribe", re.IGNORECASE)  # List-Unsubscribe by mailto:
_COMPLAINT = re.compile(r"^\s*(?:Feedback-Type:\s*([\w-]+))", re.IGNORECASE | re.MULTILINE)
_COMPLAINT_WORDS = re.compile(
    r"(?:has |been |was )?(?:reported|marked|flagged) (?:\w+ ){0,4}as (?:spam|junk|abuse)|"
    r"complaint (?:about|from|notification)|notificationType\W{1,8}Complaint|this is an "
    r"email abuse report|unsubscrib\w+ (?:request|feedback)",
    re.IGNORECASE,
)


def read_message(raw: bytes, tokens: CallbackTokens | None = None) -> InboundMail:
    """Return what a mail is and says. Reads whatever comes; raises nothing for what a sender got wrong.

    tokens: those of our return paths; without them no attempt is proven.
    """
    mail = parse(raw)
    text = own_text(mail)
    feedback = _feedback_type(mail, text)
    reported, succeeded = ([], False) if feedback else delivery_status.failures(mail, text)
    failed = tuple(reported or ([] if feedback else _free_form(mail, text)))
    proven = attempt_in_return_path(addresses(mail, *_CAME_TO), tokens)
    return InboundMail(
        kind=_kind(mail, text, feedback, failed, succeeded),
        message_id=header(mail, "message-id"),
        sender=next(iter(addresses(mail, "from")), next(iter(addresses(mail, "reply-to", "sender")), "")),
        recipients=addresses(mail, *_CAME_TO),
        subject=header(mail, "subject"),
        text=text,
        failures=failed,
        attempt_id=proven or _told_attempt(mail, raw),
        is_proven=proven is not None,
        feedback_type=feedback,
        attachments=attachments(mail),
    )


def _kind(mail: Message, text: str, feedback: str, failed: Sequence[Failure], succeeded: bool) -> MailKind:
    if feedback:
        return MailKind.FEEDBACK
    if failed:
        if any(one.is_hard for one in failed):
            return MailKind.HARD_BOUNCE
        return MailKind.DELAYED if all(one.is_delayed for one in failed) else MailKind.SOFT_BOUNCE
    if succeeded:
        return MailKind.DELIVERED
    if _is_report(mail, text):
        return MailKind.SOFT_BOUNCE  # undelivered, and nobody says to whom
    if _CHALLENGE.search(header(mail, "subject")) or (_is_machine(mail) and _CHALLENGE.search(text[:2000])):
        return MailKind.CHALLENGE
    if _is_machine(mail) or _AUTOMATIC.search(header(mail, "subject")):
        return MailKind.AUTO_REPLY
    return MailKind.REPLY


def _free_form(mail: Message, text: str) -> list[Failure]:
    """Failures of a bounce in no standard form, where the mail is one."""
    if not _is_report(mail, text) and not free_form.is_notification(text):
        return []
    return free_form.failures(mail, text, addresses(mail, "to", "from", "delivered-to"))


def _is_report(mail: Message, text: str) -> bool:
    """Whether a mail system writes about a mail that was not delivered."""
    subject = header(mail, "subject")
    if mail.get_param("report-type") == "delivery-status" or header(mail, "x-failed-recipients"):
        return True
    if _AUTOMATIC.search(subject) or _AWAY.search(subject):
        return False
    named = free_form.NAMES.search(header(mail, "from")) is not None
    empty_path = header(mail, "return-path") == "<>"
    titled = free_form.TITLES.search(subject) is not None
    if named or (titled and (empty_path or _is_machine(mail))):
        return True
    return titled and header(mail, "in-reply-to") == "" and free_form.OPENINGS.search(text[:600]) is not None


def _is_machine(mail: Message) -> bool:
    """Whether a machine wrote: RFC 3834, and what was usual before it."""
    automatic = header(mail, "auto-submitted").lower()
    return (
        (automatic != "" and not automatic.startswith("no"))
        or header(mail, "x-autoreply") != ""
        or header(mail, "x-autorespond") != ""
        or header(mail, "x-autoresponder") != ""
        or header(mail, "precedence").lower() in ("bulk", "auto_reply", "junk", "list")
        or header(mail, "return-path") == "<>"
        or header(mail, "list-id") != ""
    )


def _feedback_type(mail: Message, text: str) -> str:
    """`abuse` and the like where a mail is a complaint; "" where it is not."""
    for part in walk(mail):
        if part.get_content_type() == "message/feedback-report":
            said = _COMPLAINT.search(part.as_string())
            return said[1].lower() if said else "abuse"
    if _BY_MAIL.search(text) or header(mail, "subject").lower() == "unsubscribe":
        return "opt-out"
    if mail.get_param("report-type") == "feedback-report":
        return "abuse"
    said = _COMPLAINT.search(text)
    if said:
        return said[1].lower()
    return "abuse" if _COMPLAINT_WORDS.search(text[:3000]) and not header(mail, "in-reply-to") else ""


def _told_attempt(mail: Message, raw: bytes) -> AttemptId | None:
    """The attempt that the mail answers, or else the one that it gives back."""
    answered = attempt_in_message_ids([header(mail, "in-reply-to"), header(mail, "references")])
    return answered or attempt_in_message_ids([raw[:MAX_BYTES].decode("latin-1")])
