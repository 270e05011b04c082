"""What must a kind of legal test be able to do?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol, Self

from compliance.case import Case
from compliance.limits import Limits
from compliance.opinion import Opinion
from gateway.domain.words import Channel, MessageKind

NEVER: frozenset[MessageKind] = frozenset()
DUNNING_ONLY = frozenset(MessageKind) - {MessageKind.DUNNING, MessageKind.CONSENT_REQUEST}
"""For what stops dunning alone: every other kind passes. A request for consent is judged as dunning."""
PASS_CAPS = frozenset({MessageKind.VALIDATION_NOTICE, MessageKind.REQUIRED_BY_LAW})
"""Kinds that no cap holds back."""

A_CONTACT = {
    Channel.EMAIL: "email",
    Channel.SMS: "text message",
    Channel.VOICE: "call",
    Channel.LETTER: "letter",
}
"""How a person names a contact by each channel."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """What a rule about standing facts says wherever none of them is known: it need not even be asked."""

    unless: frozenset[str]  # event types
    opinion: Opinion


class Rule(Protocol):
    """One kind of legal test with one jurisdiction's limits. Values in, opinion out: `at` may be a later
    instant than the question's, when the rulebook looks for the first permitted one."""

    passes: ClassVar[frozenset[MessageKind]]
    """Kinds of contact that a rule of this kind never holds back."""

    @property
    def quiet(self) -> Quiet | None:
        """When there is nothing to ask; None: there always is."""

    @classmethod
    def read(cls, limits: Limits) -> Self:
        """Return the rule that a table of limits describes. Raises ConfigError."""

    def ask(self, case: Case, at: datetime) -> Opinion:
        """Return what the rule says about the contact, were it made at `at`."""
