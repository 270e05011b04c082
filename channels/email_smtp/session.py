"""How does one message go through one session? Stage by stage, so that every ending has one meaning."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from channels.email_smtp.conversation import Conversation
from channels.email_smtp.reply_codes import Elsewhere, Reply, Stage, refusal
from channels.message import NotSent, Scope, Unknown

_STAGES = (Stage.MAIL, Stage.RCPT, Stage.DATA)
_YES = {Stage.MAIL: (250,), Stage.RCPT: (250, 251), Stage.DATA: (354,)}
_XTEXT = re.compile(r"[^!-*,-<>-~]")  # RFC 3461 section 4: everything but these is written in hexadecimal


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message with the two mailboxes that the relay is told. All of it is ASCII, so neither SMTPUTF8 nor
    8BITMIME is ever asked for."""

    sender: str
    recipient: str
    attempt: str
    content: bytes  # lines end with CRLF
    not_after: datetime | None


class Progress:
    """How far a hand-over has come; read when it is cut short from outside."""

    __slots__ = ("content_begun", "limit")

    def __init__(self) -> None:
        self.content_begun = False
        self.limit: asyncio.Timeout | None = None  # how long the relay has before the content

    def begin_content(self) -> None:
        """Note that from here on the message may have left; only the whole deadline may end it now."""
        self.content_begun = True
        if self.limit is not None and not self.limit.expired():
            self.limit.reschedule(None)

    def cut_short(self, why: str) -> NotSent | Unknown:
        """Return what it means that the hand-over ends here without an answer."""
        return Unknown(why) if self.content_begun else not_sent(why)


class Stale(Exception):
    """A reused session was over before the relay had taken anything of this message."""


class Session:
    """An open session with a relay, protected and logged in as the relay's URL demands."""

    def __init__(self, conversation: Conversation, extensions: frozenset[str]) -> None:
        self._conversation = conversation
        self._extensions = extensions
        self.in_envelope = False  # an envelope was refused half-way; the next one needs a clean start
        self.messages = 0  # tried so far
        self.used_at = 0.0  # when it was last given back, on the event loop's clock

    @property
    def is_open(self) -> bool:
        """Whether another message can be tried."""
        return self._conversation.is_open

    @property
    def ended(self) -> asyncio.Future[None]:
        """Done when the connection is gone."""
        return self._conversation.ended

    def farewell(self) -> None:
        """End the session politely, without waiting."""
        self._conversation.farewell()

    def abort(self) -> None:
        """End the session at once."""
        self._conversation.abort()

    async def reset(self) -> None:
        """Clear a half-made envelope and see that the relay still answers. Raises Stale if it does not."""
        try:
            replies = await self._conversation.ask(b"RSET\r\n")
        except ConnectionError:
            raise Stale from None
        if not replies or replies[0].code != 250:
            self.abort()
            raise Stale
        self.in_envelope = False

    async def transmit(self, envelope: Envelope, progress: Progress, now: Callable[[], datetime]) -> Reply:
        """Hand one message over and return the relay's yes. Raises Stale, NotSent or Unknown."""
        self.messages += 1
        commands = _commands(envelope, self._extensions)
        if "pipelining" in self._extensions:
            await self._offer(b"".join(commands), _STAGES)
        else:
            for command, stage in zip(commands, _STAGES, strict=True):
                await self._offer(command, (stage,))
        if envelope.not_after is not None and now() >= envelope.not_after:
            self.abort()  # RFC 5321 4.1.1.4: no final dot, no message
            raise NotSent(scope=Scope.EXPIRED, retryable=False, code="expired")
        return await self._content(envelope.content, progress)

    async def _offer(self, commands: bytes, stages: tuple[Stage, ...]) -> None:
        """Have commands of the envelope accepted; no content has left when this raises."""
        try:
            replies = await self._conversation.ask(commands, len(stages))
        except ConnectionError:
            replies = ()
        self.in_envelope = True
        for stage, reply in zip(stages, replies, strict=False):
            if reply.code not in _YES[stage]:
                raise self._refused(stage, reply, awaits_content=replies[-1].code == 354)
        if len(replies) < len(stages):
            self.abort()
            raise self._dropped(stages[len(replies)])

    def _refused(self, stage: Stage, reply: Reply, *, awaits_content: bool) -> NotSent | Stale:
        if reply.code == 421 or awaits_content:
            self.abort()
        if reply.code == 421 and stage is Stage.MAIL and self.messages > 1:
            return Stale()  # relays end a session so that was idle or has carried its share
        return refusal(stage, reply)

    def _dropped(self, stage: Stage) -> NotSent | Stale:
        if stage is Stage.MAIL and self.messages > 1:
            return Stale()
        return relay_failed(f"{stage} dropped")

    async def _content(self, content: bytes, progress: Progress) -> Reply:
        progress.begin_content()
        try:
            replies = await self._conversation.ask(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        except ConnectionError:  # it ended after the go-ahead: not one byte of the content was written
            progress.content_begun = False
            raise relay_failed("data dropped") from None
        if not replies or replies[0].code < 200 or 300 <= replies[0].code < 400:
            self.abort()
            raise Unknown("content unanswered")
        self.in_envelope = False
        if replies[0].code >= 400:
            if replies[0].code == 421:
                self.abort()
            raise refusal(Stage.CONTENT, replies[0])
        return replies[0]


def not_sent(code: str) -> NotSent:
    """Return the failure of a hand-over that ended, through nobody's fault, before any content had left."""
    return NotSent(scope=Scope.TRANSIENT, retryable=True, code=code)


def relay_failed(code: str) -> Elsewhere:
    """Return the failure of a relay that could not be used, before any content had left."""
    return Elsewhere(scope=Scope.TRANSIENT, retryable=True, code=code)


def _commands(envelope: Envelope, extensions: frozenset[str]) -> tuple[bytes, bytes, bytes]:
    mail, rcpt = f"MAIL FROM:<{envelope.sender}>", f"RCPT TO:<{envelope.recipient}>"
    if "size" in extensions:
        mail += f" SIZE={len(envelope.content)}"
    if "dsn" in extensions:  # RFC 3461: a later bounce then names the attempt
        mail += f" RET=HDRS ENVID={envelope.attempt}"
        rcpt += f" NOTIFY=FAILURE,DELAY ORCPT=rfc822;{_xtext(envelope.recipient)}"
    return f"{mail}\r\n".encode("ascii"), f"{rcpt}\r\n".encode("ascii"), b"DATA\r\n"


def _xtext(value: str) -> str:
    return _XTEXT.sub(lambda found: f"+{ord(found[0]):02X}", value)
