"""What does an SMTP refusal mean, and does trying again help? A table, read from the top; first match wins.

Sources: RFC 5321 sections 4.2.2, 4.2.3 and 4.5.4.1 (reply codes, retries); RFC 3463 and the IANA registry
"SMTP Enhanced Status Codes" (x.y.z); RFC 4954 section 6 (AUTH); RFC 7504 (521, 556); read 2026-11-22.
Amazon SES throttling: docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html, read 2026-11-22.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from channels.message import NotSent, Scope


class Stage(StrEnum):
    """How far a hand-over had come when the relay refused."""

    SESSION = "session"  # greeting, EHLO, STARTTLS, AUTH: nothing of a message was offered yet
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"  # the DATA command, before any content
    CONTENT = "content"  # the answer to the final dot


class Reply(NamedTuple):
    """One answer of a relay; `text` may hold addresses, so it is looked at and thrown away."""

    code: int
    text: str

    @property
    def enhanced(self) -> str:
        """The status x.y.z of RFC 3463, or "" if there is none that agrees with the code."""
        found = _ENHANCED.match(self.text)
        return found[0] if found and found[0][0] == str(self.code)[0] else ""


class Elsewhere(NotSent):
    """What is wrong is the relay and not the message, which may be offered to another relay at once."""


_ENHANCED = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}(?!\S)")
_ANY = tuple(Stage)
# Postgrey and most others let a second try pass after five minutes.
GREYLISTED = timedelta(minutes=6)


@dataclass(frozen=True, slots=True)
class Rule:
    """Replies that mean the same. Patterns must match from the start; an empty one matches anything.

    elsewhere: another relay may be asked, unless this one has seen the content. wait: before another try.
    """

    scope: Scope
    retryable: bool
    code: str = ""
    enhanced: str = ""
    text: str = ""
    stages: tuple[Stage, ...] = _ANY
    elsewhere: bool = False
    wait: timedelta = timedelta()


RULES = (
    # Temporary. A greylisting server means this one message; what else is said about security, or by closing
    # the session, is about us.
    Rule(Scope.TRANSIENT, True, code="4", text=r"(?i).*gr[ea]y-?\s?list", wait=GREYLISTED),
    Rule(Scope.SENDER, True, code="421", elsewhere=True),
    Rule(Scope.SENDER, True, code="4", enhanced=r"4\.7\.", elsewhere=True),
    # Amazon SES: quota or rate used up.
    Rule(Scope.SENDER, True, code="454", text=r"Throttling failure", elsewhere=True),
    Rule(Scope.SENDER, True, code="4", stages=(Stage.SESSION,), elsewhere=True),
    Rule(Scope.TRANSIENT, True, code="4", enhanced=r"4\.[12]\.", stages=(Stage.RCPT,)),  # the mailbox
    Rule(Scope.TRANSIENT, True, code="4", elsewhere=True),
    # Before anything was offered: a wrong login, or our network is blocked. A retry helps once it is mended.
    Rule(Scope.SENDER, True, code="5", stages=(Stage.SESSION,), elsewhere=True),
    # Permanent, by enhanced status.
    Rule(Scope.SENDER, False, code="5", enhanced=r"5\.1\.[78](?!\d)"),  # our sender address
    Rule(Scope.ADDRESS, False, code="5", enhanced=r"5\.1\.", stages=(Stage.RCPT, Stage.DATA, Stage.CONTENT)),
    Rule(Scope.TRANSIENT, True, code="5", enhanced=r"5\.2\.2(?!\d)"),  # a full mailbox is not a dead one
    Rule(Scope.CONTENT, False, code="5", enhanced=r"5\.2\.3(?!\d)|5\.3\.4(?!\d)"),  # too large
    Rule(Scope.ADDRESS, False, code="5", enhanced=r"5\.2\.", stages=(Stage.RCPT, Stage.DATA, Stage.CONTENT)),
    Rule(Scope.SENDER, False, code="5", enhanced=r"5\.[347]\."),  # relay, routing, policy
    Rule(Scope.CONTENT, False, code="5", enhanced=r"5\.6\."),
    # Permanent, by plain code and stage.
    Rule(Scope.SENDER, False, code=r"5(?:0[0234]|21|3\d)"),  # protocol, "accepts no mail", login
    Rule(Scope.CONTENT, False, code="552", stages=(Stage.MAIL,)),  # RFC 1870: larger than the relay takes
    Rule(Scope.SENDER, False, code="5", stages=(Stage.MAIL, Stage.DATA)),
    Rule(Scope.ADDRESS, False, code="5", stages=(Stage.RCPT,)),
    Rule(Scope.CONTENT, False, code="5", stages=(Stage.CONTENT,)),
    # Neither yes nor no: a server that does not speak SMTP.
    Rule(Scope.SENDER, True, elsewhere=True),
)


def refusal(stage: Stage, reply: Reply) -> NotSent:
    """Return the failure that a refusing reply means at a stage. Its code holds numbers only."""
    rule = next(rule for rule in RULES if _matches(rule, stage, reply))
    said = f"{reply.code} {reply.enhanced}".rstrip() if reply.code > 0 else "malformed"
    kind = Elsewhere if rule.elsewhere and stage is not Stage.CONTENT else NotSent
    return kind(scope=rule.scope, retryable=rule.retryable, code=f"{stage} {said}", wait=rule.wait)


def _matches(rule: Rule, stage: Stage, reply: Reply) -> bool:
    return (
        stage in rule.stages
        and re.match(rule.code, str(reply.code)) is not None
        and re.match(rule.enhanced, reply.enhanced) is not None
        and re.match(rule.text, reply.text) is not None
    )
