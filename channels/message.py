"""What does an adapter get, and what does it answer? A finished message in; a receipt or a failure out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from gateway.domain.ids import AttemptId
from gateway.domain.money import Money
from gateway.domain.words import Channel


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an email."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """Everything an adapter may know: no account, no rule, no customer.

    text is the email's plain part, the SMS, the words of the call, or the letter's text; html is the email's
    second part. For a letter, `pdf` is the finished document.
    """

    attempt_id: AttemptId
    channel: Channel
    to: str  # address, E.164 number, or postal lines
    sender: str  # address or number
    sender_name: str
    language: str
    text: str
    subject: str = ""
    html: str | None = None
    to_name: str = ""
    to_company: bool = False  # voice: the keys ask for whoever can speak for it
    reply_to: str | None = None
    headers: tuple[tuple[str, str], ...] = ()  # List-Unsubscribe and the like, ASCII
    attachments: tuple[Attachment, ...] = ()
    pdf: bytes | None = None
    envelope: str = ""  # letter: us-10 | us-lob | din-5008-a | din-5008-b, which the document is made for
    post: str = "ordinary"  # letter: ordinary | certified
    after_check: str = ""  # voice: said only once the right person has confirmed who they are
    voicemail: str = ""  # voice: all that a machine may record; "" where nothing is left on one
    form: str = "text"  # voice: live | prerecorded | limited_content_voicemail
    not_after: datetime | None = None  # when the permission to contact ends


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider's immediate yes."""

    provider_reference: str | None  # the provider's own id of the message
    detail: str = ""  # a code such as "250"; never a response body


class Scope(StrEnum):
    """What a definite failure speaks about."""

    TRANSIENT = "transient"  # nothing wrong with anybody: try again later
    ADDRESS = "address"  # this contact point does not work
    OPT_OUT = "opt-out"  # the recipient told the provider to stop
    CONTENT = "content"  # this message is not acceptable
    SENDER = "sender"  # we or our route are at fault: stop the channel, do not blame the address
    EXPIRED = "expired"  # the permission ended before a byte left
    HELD = "held"  # the adapter's own pace: it has not tried, and says when it will
    BUSY = "busy"  # the provider takes no more for now (HTTP 429) and has not processed this: everybody waits


class NotSent(Exception):
    """The message definitely did not leave; `retryable` is the word of the provider's code table.

    wait: the least time after which another try makes sense.
    """

    def __init__(self, *, scope: Scope, retryable: bool, code: str, wait: timedelta = timedelta()) -> None:
        super().__init__(f"not sent ({scope}, {code})")
        self.scope, self.retryable, self.code, self.wait = scope, retryable, code, wait


class Unknown(Exception):
    """The message may have left: it counts, and is never sent again by itself."""

    def __init__(self, code: str) -> None:
        super().__init__(f"outcome unknown ({code})")
        self.code = code


class Adapter(Protocol):
    """One provider for one channel."""

    name: str
    channel: Channel
    sandbox: bool  # True where nothing can reach a person: files only, or a loopback address

    async def open(self) -> None:
        """Make ready to send; opens no more than it must."""

    async def send(self, message: Message) -> Receipt:
        """Return the provider's receipt. Raises NotSent or Unknown, nothing else; bounded by one deadline."""

    async def close(self) -> None:
        """Let go of connections politely."""


class PointNews(StrEnum):
    """What a failed delivery says about the contact point."""

    FINE = "fine"
    UNFIT = "unfit"  # this channel does not work there
    DOUBTFUL = "doubtful"  # it may not: several times in a while mean that it does not


class Again(StrEnum):
    """Whether the outreach of a failed delivery goes on."""

    NO = "no"
    NEXT = "next"  # at once, through whatever contact point or channel is left
    LATER = "later"  # in a while, the same way
    TOMORROW = "tomorrow"  # a day later, the same way


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What follows from a failed delivery, by the provider's code table.

    opts_out: the recipient refuses this channel. task: the kind of task for a person, or "".
    """

    point: PointNews = PointNews.FINE
    again: Again = Again.NO
    opts_out: bool = False
    task: str = ""


NOTHING_FOLLOWS = Aftermath()


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """Later news of an attempt, in our words.

    aftermath: None means the usual one: what bounced is unfit and goes on elsewhere, what failed is doubtful
    and tried once more a day later.
    """

    attempt_id: AttemptId
    state: str  # an AttemptState's value
    provider: str
    provider_event_id: str  # unique: applied once
    code: str = ""
    detail: dict[str, str] = field(default_factory=dict)
    provider_reference: str | None = None
    aftermath: Aftermath | None = None
    result: str | None = None  # what a call came to, as the decision contract names it


@dataclass(frozen=True, slots=True)
class SentText:
    """An attempt of which nobody knows whether it left, as a provider's list may show it."""

    attempt_id: AttemptId
    to: str
    text: str
    sent_at: datetime
    sender: str = ""


@runtime_checkable
class Traces(Protocol):
    """An adapter whose provider can be asked what it has of an attempt."""

    async def trace(self, sent: SentText) -> list[DeliveryEvent]:
        """Return what the provider has, oldest first; none proves nothing. Raises NotSent or Unknown."""


@runtime_checkable
class KnowsOurIds(Traces, Protocol):
    """One that can be asked by our own id: what it does not show a while later, it never had."""

    surely_shown_after: timedelta


@dataclass(frozen=True, slots=True)
class Listed:
    """One message or letter as its provider lists it.

    attempt_id: where the provider keeps our own id. news: what it says of an attempt, once that is known.
    price: what the provider asks for it, once it says so.
    """

    provider_reference: str
    created_at: datetime
    news: Callable[[AttemptId], DeliveryEvent | None]
    attempt_id: AttemptId | None = None
    price: Money | None = None


@runtime_checkable
class ListsSent(Protocol):
    """An adapter whose provider shows everything that it has, so that both sides can be compared."""

    name: str

    def sent_since(self, since: datetime) -> AsyncIterator[Sequence[Listed]]:
        """Yield what was made since an instant, page by page. Raises NotSent or Unknown."""

    async def find(self, reference: str) -> Listed | None:
        """Return one by the provider's own id, or None where it is not there. Raises NotSent or Unknown."""


@runtime_checkable
class PrintsAddresses(Protocol):
    """An adapter of letters whose provider prints the addresses itself, on a document made for that."""

    envelope: str

    def problems(self, to: str, *, sender_name: str, sender: str) -> tuple[str, ...]:
        """Return, in words for people, why the provider would not take a letter to or from these addresses.

        As in Message: lines, of which the first one names somebody. No I/O.
        """
