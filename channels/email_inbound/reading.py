"""What is this mail? The first sure sign wins: a delivery report, a complaint, a machine, a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.message import Message

from channels.email_inbound import delivery_status, free_form
from channels.email_inbound.attempts import OurAddresses, attempt_in_message_ids, attempt_in_return_path
from channels.email_inbound.bounds import check_bounds
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
_COMPLAINT = re.compile(r"^[ \t]*(?:Feedback-Type:[ \t]*([\w-]+))", re.IGNORECASE | re.MULTILINE)
_COMPLAINANT = re.compile(
    r"^(?:Original-Rcpt-To|Removal-Recipient|X-HmXmrOriginalRecipient)\s*:\s*(?:rfc822;)?\s*"
    r"<?([^\s<>;,\"]+@[^\s<>;,\"]+)"
    r"|\"emailAddress\"\s*:\s*\"([^\s\"]+@[^\s\"]+)\"",
    re.IGNORECASE | re.MULTILINE,
)
_COMPLAINANTS = 20  # one message of ours has one reader; some providers report several in one mail
_EMPTY = re.compile(r"\s{20,}")  # nothing is said there, and patterns would walk it again and again
MAX_LOOKED_AT = 100_000  # characters: what a mail is stands at its beginning
_COMPLAINT_WORDS = re.compile(
    r"(?:has |been |was )?(?:reported|marked|flagged) (?:\w+ ){0,4}as (?:spam|junk|abuse)|"
    r"complaint (?:about|from|notification)|notificationType\W{1,8}Complaint|this is an "
    r"email abuse report|unsubscrib\w+ (?:request|feedback)",
    re.IGNORECASE,
)


def read_message(raw: bytes, ours: OurAddresses | None = None) -> InboundMail:
    """Return what a mail is and says. Reads whatever comes; raises nothing for what a sender got wrong.

    ours: what our addresses are known by; without it no attempt is proven.
    Raises Unreadable for what is built to harm its reader.
    """
    check_bounds(raw[:MAX_BYTES])
    mail = parse(raw)
    text = own_text(mail)
    seen = _EMPTY.sub(" \n \n", text[: 2 * MAX_LOOKED_AT])[:MAX_LOOKED_AT]
    came_to = addresses(mail, *_CAME_TO)
    stopped = attempt_in_return_path(came_to, ours.stops) if ours else None
    feedback, complainants = ("opt-out", ()) if stopped else _feedback(mail, seen)
    reported, delivered = ([], None) if feedback else delivery_status.failures(mail, seen)
    failed = tuple(reported or ([] if feedback else _free_form(mail, seen)))
    proven = stopped or (attempt_in_return_path(came_to, ours.bounces) if ours else None)
    return InboundMail(
        kind=_kind(mail, seen, feedback, failed, delivered),
        message_id=header(mail, "message-id"),
        sender=next(iter(addresses(mail, "from")), next(iter(addresses(mail, "reply-to", "sender")), "")),
        recipients=came_to,
        subject=header(mail, "subject"),
        text=text,
        failures=failed,
        attempt_id=proven or _told_attempt(mail, raw),
        is_proven=proven is not None,
        is_forged=proven is None and ours is not None and ours.is_made_up(came_to),
        feedback_type=feedback,
        complainants=complainants,
        attachments=attachments(mail),
    )


def _kind(
    mail: Message, text: str, feedback: str, failed: Sequence[Failure], delivered: bool | None
) -> MailKind:
    if feedback:
        return MailKind.FEEDBACK
    if failed:
        if any(one.is_hard for one in failed):
            return MailKind.HARD_BOUNCE
        return MailKind.DELAYED if all(one.is_delayed for one in failed) else MailKind.SOFT_BOUNCE
    if delivered is not None:
        return MailKind.DELIVERED if delivered else MailKind.RELAYED
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


def _feedback(mail: Message, text: str) -> tuple[str, tuple[str, ...]]:
    """`abuse` and the like, and who complains, where a mail is a complaint; "" where it is not."""
    for part in walk(mail):
        if part.get_content_type() == "message/feedback-report":
            told = part.as_string()[:MAX_LOOKED_AT]
            said = _COMPLAINT.search(told)
            return (said[1].lower() if said else "abuse"), _named(told)
    if _BY_MAIL.search(text) or header(mail, "subject").lower() == "unsubscribe":
        return "opt-out", ()
    if mail.get_param("report-type") == "feedback-report":
        return "abuse", _named(text)
    said = _COMPLAINT.search(text)
    if said:
        return said[1].lower(), _named(text)
    if _COMPLAINT_WORDS.search(text[:3000]) and not header(mail, "in-reply-to"):
        return "abuse", _named(text)
    return "", ()


def _named(report: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((found[1] or found[2]).lower() for found in _COMPLAINANT.finditer(report)))[
        :_COMPLAINANTS
    ]


def _told_attempt(mail: Message, raw: bytes) -> AttemptId | None:
    """The attempt that the mail answers, or else the one that it gives back."""
    answered = attempt_in_message_ids([header(mail, "in-reply-to"), header(mail, "references")])
    return answered or attempt_in_message_ids([raw[:MAX_BYTES].decode("latin-1")])
