"""What can a call by a collector come to, and what follows from each word? A table, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from gateway.domain.words import AttemptState

MOST_TRIES = 3  # a call that reached nobody is put before a collector again so often at most
AGAIN_AFTER = timedelta(days=1)  # whoever was not there today may be tomorrow
CALLBACK_OPEN_FOR = timedelta(days=1)  # after the agreed time
CALLBACK_WITHIN = timedelta(days=60)
PROMISE_WITHIN = timedelta(days=30)  # a later day is a plan, which a person looks at


class CallOutcome(StrEnum):
    """What a collector says that a call came to."""

    RIGHT_PARTY = "right-party"
    REFUSED = "refused"
    THIRD_PARTY = "third-party"
    LEFT_MESSAGE = "left-message"
    NO_ANSWER = "no-answer"
    BUSY = "busy"
    OUT_OF_SERVICE = "out-of-service"
    WRONG_NUMBER = "wrong-number"
    DROPPED = "dropped"
    NOT_MADE = "not-made"


class Again(StrEnum):
    """Whether the same call is put before a collector once more."""

    NO = "no"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an outcome is in other words: of the decision contract, of an attempt, and of the form.

    result: None where no call was placed at all. spoke: somebody was on the line, so that facts may be told.
    """

    title: str
    hint: str
    result: str | None
    state: AttemptState
    again: Again
    spoke: bool = False
    right_party: bool = False


MEANINGS: Mapping[CallOutcome, Meaning] = {
    CallOutcome.RIGHT_PARTY: Meaning(
        "I spoke with the customer", "The check was answered rightly.",
        "conversation", AttemptState.DELIVERED, Again.NO, spoke=True, right_party=True,
    ),
    # Whether it was the customer who hung up cannot be known: the strict reading leaves them in peace.
    CallOutcome.REFUSED: Meaning(
        "They did not want to talk", "Or would not say who they are. Counts as a conversation.",
        "conversation", AttemptState.DELIVERED, Again.NO, spoke=True,
    ),
    CallOutcome.THIRD_PARTY: Meaning(
        "Somebody else answered", "Nothing was said of the account.",
        "no_message_possible", AttemptState.FAILED, Again.LATER, spoke=True,
    ),
    CallOutcome.LEFT_MESSAGE: Meaning(
        "I left the voicemail", "The words above, and no others.",
        "limited_content_voicemail", AttemptState.DELIVERED, Again.NO,
    ),
    CallOutcome.NO_ANSWER: Meaning(
        "Nobody answered", "It rang; no message was left.", "no_answer", AttemptState.FAILED, Again.LATER
    ),
    CallOutcome.BUSY: Meaning("The line was busy", "", "busy", AttemptState.FAILED, Again.LATER),
    CallOutcome.OUT_OF_SERVICE: Meaning(
        "The number is out of service", "It is not called again.",
        "out_of_service", AttemptState.FAILED, Again.NOW,
    ),
    CallOutcome.WRONG_NUMBER: Meaning(
        "Wrong number", "It belongs to somebody else: it is not used for this customer again.",
        "no_message_possible", AttemptState.FAILED, Again.NOW,
    ),
    CallOutcome.DROPPED: Meaning(
        "The call dropped", "Before it was clear who was there.", "dropped", AttemptState.FAILED, Again.LATER
    ),
    CallOutcome.NOT_MADE: Meaning(
        "I did not call after all", "Nothing was dialled. The ledger keeps that you said so.",
        None, AttemptState.REJECTED, Again.NOW,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ending:
    """What a collector tells of a call: the outcome, the facts that came up, and a note for the file.

    promise_amount: None means all that is open. callback_at: when the customer wants to be called again.
    not_between: hours that do not suit, as HH:MM.
    """

    outcome: CallOutcome
    promise_on: date | None = None
    promise_amount: Decimal | None = None
    promise_currency: str | None = None
    disputes: bool = False
    stop_calls: bool = False
    not_between: tuple[str, str] | None = None
    attorney: bool = False
    bankruptcy: bool = False
    deceased: bool = False
    callback_at: datetime | None = None
    note: str = ""

    @property
    def meaning(self) -> Meaning:
        """What the outcome is in other words."""
        return MEANINGS[self.outcome]

    @property
    def facts_told(self) -> tuple[str, ...]:
        """The fields that only somebody on the line can have told."""
        told = {
            "disputes": self.disputes,
            "stop_calls": self.stop_calls,
            "not_between": self.not_between,
            "attorney": self.attorney,
            "bankruptcy": self.bankruptcy,
            "deceased": self.deceased,
            **dict.fromkeys(self.right_party_facts, True),
        }
        return tuple(name for name, value in told.items() if value)

    @property
    def right_party_facts(self) -> tuple[str, ...]:
        """The fields that only the customer can have told."""
        told = {"promise_on": self.promise_on, "promise_amount": self.promise_amount,
                "callback_at": self.callback_at, "disputes": self.disputes}  # fmt: skip
        return tuple(name for name, value in told.items() if value)
