"""What does a bounce say that keeps to no standard? Recipients and the words beside each."""

from __future__ import annotations

import json
import re
from email.message import Message
from typing import Any

from flufl.bounce import all_failures

from channels.email_inbound.mail import Failure
from channels.email_inbound.parts import parse
from channels.email_inbound.reasons import UNKNOWN, Reason, reason_of

_ADDRESS = re.compile(
    r"(?<![\w.+=-])([A-Za-z0-9!#$%&'*+/=?^_`{|}~.\"-]{1,80}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
)
_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
# Where the returned message begins.
_RETURNED = re.compile(
    r"^[ >]*(?:Received|Return-Path|Delivered-To|Message-ID|X-[A-Za-z-]{3,}|MIME-Version|"
    r"DKIM-Signature):|^[-=_* ]{3,}.{0,12}(?:copy of|original message|headers? of|returned "
    r"message|unsent message|message (?:headers?|text|follows)|below this line|start of "
    r"returned)|^Message headers follow|^[ \t]*(?:Original message|The (?:original )?message "
    r"(?:headers?|follows)|Included is a copy)",
    re.IGNORECASE | re.MULTILINE,
)
# Its dozens of patterns go over every line, some in quadratic time; what failed stands at the beginning.
MOST_FOR_FLUFL, MOST_LINES_FOR_FLUFL = 64_000, 1_000  # bytes
_OWN_LINES = re.compile(r"[^\n]*(?:\n[ \t]+\S[^\n]*)*")  # a line and those that go on from it
_SELF = re.compile(r"^(?:postmaster|mailer-daemon|abuse|support|help|admin|noreply|no-reply)@", re.IGNORECASE)
NAMES = re.compile(
    r"mailer-?daemon|post_?master|mail delivery|mail administrator|mta@|system administrator|"
    r"bounce",
    re.IGNORECASE,
)
TITLES = re.compile(
    r"undeliver|returned? mail|mail (?:delivery|system)|delivery (?:status|fail|notif|"
    r"problem|report|error|has)|failure notice|delivery.*(?:fail|unsuccess)|non.?deliver|not "
    r"(?:be )?delivered|could not (?:be )?(?:send|deliver)|failed (?:mail|delivery)|"
    r"mail.{0,12}(?:fail|error|returned)|warning: .*(?:could not|not sent)|user unknown|"
    r"unzustellbar|nicht zugestellt|non remis|no (?:se pudo entregar|entregado)|rejected|"
    r"message status|bounce|delayed|undelivered|message not|nondeliverable|unable to deliver|"
    r"配信|送信|エラー",
    re.IGNORECASE,
)
# How mail systems begin that name themselves nowhere.
OPENINGS = re.compile(
    r"failed recipients|unable to deliver message to|could not be delivered to (?:the following|one or more|"
    r"all|some|its)|(?:following )?mail could not be delivered\.|message could not be delivered to\s+\S+@|"
    r"did not reach the following recipient|n'a pas pu [eê]tre d[eé]livr|konnte nicht zugestellt werden|"
    r"no (?:se )?(?:ha podido|pudo) (?:ser )?entrega",
    re.IGNORECASE,
)


def failures(mail: Message, text: str, sender: tuple[str, ...]) -> list[Failure]:
    """Return what became of each recipient that a bounce in no standard form names."""
    told = _notification(text)
    if told is not None:
        return told
    start = _RETURNED.search(text)
    notice = text[: start.start()] if start else text
    ours = set(sender)
    places = [
        (match.start(), match[1].strip("'\"").lower())
        for match in _ADDRESS.finditer(notice)
        if match[1].lower() not in ours
    ]
    places = [one for one in places if not _SELF.match(one[1])] or places
    first: dict[str, int] = {}
    for place, address in places:
        first.setdefault(address, place)
    known = _by_flufl(mail)
    chosen = [address for address in first if not known or address in known] or list(first) or list(known)
    if not chosen:
        return []
    return _told(chosen, first, notice)


def _told(chosen: list[str], first: dict[str, int], notice: str) -> list[Failure]:
    """One failure for each address, by the words up to the next one."""
    if len(chosen) == 1 or not first:
        return [_failure(chosen[0], notice, notice)]
    places = sorted((first.get(address, 0), address) for address in chosen)
    ends = [place for place, _ in places[1:]] + [len(notice)]
    return [
        _failure(address, notice[place:end], notice)
        for (place, address), end in zip(places, ends, strict=True)
    ]


def _failure(address: str, words: str, context: str) -> Failure:
    status = _STATUS.search(words) or (_STATUS.search(context) if words is context else None)
    bare = words.replace(address, " ")
    own = _OWN_LINES.match(bare)[0] if words is not context else bare  # type: ignore[index]
    reason = reason_of(own, status[1] if status else "", bare if words is not context else context)
    if reason is UNKNOWN:
        reason = reason_of(context.replace(address, " "), "")
    return _as_failure(address, status[1] if status else "", reason)


def _as_failure(address: str, status: str, reason: Reason, *, delayed: bool = False) -> Failure:
    return Failure(address, status, reason.name, reason.scope, reason.is_hard, delayed)


def _by_flufl(mail: Message) -> set[str]:
    try:
        temporary, permanent = all_failures(_beginning(mail))
    except Exception:
        return set()
    return {address.decode("ascii", "replace").lower() for address in temporary | permanent if address}


def _beginning(mail: Message) -> Message:
    raw = mail.as_bytes()
    if len(raw) <= MOST_FOR_FLUFL and raw.count(b"\n") <= MOST_LINES_FOR_FLUFL:
        return mail
    return parse(b"\n".join(raw[:MOST_FOR_FLUFL].split(b"\n", MOST_LINES_FOR_FLUFL)[:MOST_LINES_FOR_FLUFL]))


def is_notification(text: str) -> bool:
    """Return whether a mail is the JSON by which Amazon SES tells of a bounce."""
    return "notificationType" in text and "bouncedRecipients" in text


def _notification(text: str) -> list[Failure] | None:
    """Read the JSON that Amazon SES sends by mail; None where it is none."""
    start = text.find("{")
    if start < 0 or not is_notification(text):
        return None
    try:
        told: dict[str, Any] = json.JSONDecoder(strict=False).raw_decode(text[start:])[0]
        if isinstance(told.get("Message"), str):  # wrapped by the notification service
            told = json.loads(told["Message"], strict=False)
        bounce = told.get("bounce") or {}
        people = bounce.get("bouncedRecipients") or []
        return [_from_notification(one) for one in people if isinstance(one, dict)]
    except (ValueError, AttributeError):
        return None


def _from_notification(one: dict[str, Any]) -> Failure:
    status = str(one.get("status") or "")
    reason = reason_of(str(one.get("diagnosticCode") or ""), status)
    return _as_failure(str(one.get("emailAddress") or "").lower(), status, reason)
