"""What comes in, what it may mean, and what was made of it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from gateway.domain.ids import AttemptId, CustomerId, EntryId
from gateway.domain.words import Channel


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One text that somebody sent us.

    provider_event_id: the provider's own id of it; whoever brings the same again changes nothing.
    sender, recipient: numbers as E.164, or email addresses.
    attempt_id: the attempt that it answers, where the channel tells.
    keyword: `stop`, `start` or `help` where the provider has understood, and answered, that itself.
    attachments: how many files came with it; they stay with the provider.
    may_take_back: the sender is sure enough for a stop to be taken back by it.
    """

    channel: Channel
    provider: str
    provider_event_id: str
    sender: str = field(repr=False)
    recipient: str
    text: str = field(repr=False)
    received_at: datetime
    attempt_id: AttemptId | None = None
    keyword: str | None = None
    attachments: int = 0
    may_take_back: bool = True


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a text. meanings: kinds that were acted on. entry_id: where its uncut text lies."""

    is_new: bool
    customers: tuple[CustomerId, ...] = ()
    meanings: tuple[str, ...] = ()
    entry_id: EntryId | None = None


class Meaning(Protocol):
    """One thing that a text says; see gateway.understanding for the kinds."""

    @property
    def kind(self) -> str:
        """What it says, such as `stop` or `promise`."""

    @property
    def certain(self) -> bool:
        """Whether it can mean nothing else."""

    @property
    def values(self) -> Mapping[str, str]:
        """What is said beside it: `due_on`, `amount` and the like."""


class Understanding(Protocol):
    """What a text says. keyword: `stop`, `start` or `help` where it is that and nothing more."""

    @property
    def meanings(self) -> Sequence[Meaning]:
        """Everything that was recognised."""

    @property
    def keyword(self) -> str | None:
        """The keyword that the whole text is, or None."""


class Understands(Protocol):
    """Whoever understands texts."""

    def __call__(self, text: str, *, language: str | None, today: date, channel: Channel) -> Understanding:
        """Return what a text says."""
