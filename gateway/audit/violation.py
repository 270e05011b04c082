"""What can an audit find to be wrong? Every kind of violation, in words, with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class ViolationKind(StrEnum):
    """The kind of a violation; the words are stable keys of the JSON report."""

    heading: str
    remedy: str

    def __new__(cls, word: str, heading: str = "", remedy: str = "") -> ViolationKind:
        kind = str.__new__(cls, word)
        kind._value_ = word
        kind.heading, kind.remedy = heading, remedy
        return kind

    RULING_DIFFERS = (
        "ruling-differs",
        "The rules of then rule otherwise on the stored question",
        "Replay the entry with `dunwell replay` and have an officer decide whether the contact was lawful.",
    )
    OTHER_INSTANT = (
        "other-instant",
        "The stored question speaks of another instant than its entry",
        "Find out who wrote the entry: the dispatcher asks about the instant at which it writes.",
    )
    UNREADABLE_QUESTION = (
        "unreadable-question",
        "The question stored with a ruling is none",
        "Find out who wrote the entry: what the dispatcher writes can be read.",
    )
    NO_RULING = (
        "no-ruling",
        "A contact that no ruling allowed",
        "Find out who wrote the entry, and whether anything was sent.",
    )
    UNREADABLE_CHAIN = (
        "unreadable-chain",
        "A customer's entries that cannot be read",
        "Run `dunwell ledger verify`; restore the ledger from a copy that verifies.",
    )
    FACT_LEFT_OUT = (
        "fact-left-out",
        "The question left out what the ledger knew",
        "Judge the contact again with the whole history, and find out how the fact was lost.",
    )
    FACT_ADDED = (
        "fact-added",
        "The question held what the ledger did not know",
        "Find where the fact came from; record it as an event if it is true.",
    )
    OVER_CAP = (
        "over-cap",
        "More contacts than a limit in force allowed",
        "Stop contacts on this account, and have an officer look at the window.",
    )
    TOO_SOON = (
        "too-soon",
        "A contact too soon after a conversation",
        "Have an officer look at it, and place no call before the days have passed.",
    )
    OUTSIDE_HOURS = (
        "outside-hours",
        "A contact outside the hours in force",
        "Have an officer look at it; check the customer's place and time zone.",
    )
    AFTER_STOP = (
        "after-stop",
        "A contact that a recorded stop forbade",
        "Stop contacts with this customer at once, and answer the person.",
    )
    AFTER_PERMISSION = (
        "after-permission",
        "A contact handed over after its permission had ended",
        "Check the clocks of the machine and of the database.",
    )
    MISSING_DISCLOSURE = (
        "missing-disclosure",
        "A message without a disclosure that the ruling required",
        "Mend the template, and decide whether the notice must be sent again.",
    )
    UNRECORDED_ATTEMPT = (
        "unrecorded-attempt",
        "An attempt in the database that no ruling in the ledger allowed",
        "Find out which program wrote the row, and whether anything was sent.",
    )
    OTHER_OUTCOME = (
        "other-outcome",
        "The database tells another outcome of an attempt than the ledger",
        "Trust the ledger; find out what changed the row.",
    )


@dataclass(frozen=True, slots=True)
class Violation:
    """One violation. what: a sentence without personal data. entry_id: None where there is no entry."""

    kind: ViolationKind
    at: datetime
    what: str
    entry_id: str | None
    creditor: str | None = None
    account_id: str | None = None
    rule: str | None = None

    def as_json(self, numbers: dict[str, str]) -> dict[str, Any]:
        """Return it under stable keys. numbers: account numbers by id."""
        return {
            "kind": self.kind.value,
            "at": self.at.isoformat(),
            "entry_id": self.entry_id,
            "creditor": self.creditor,
            "account": numbers.get(self.account_id or "", self.account_id),
            "rule": self.rule,
            "what": self.what,
            "remedy": self.kind.remedy,
        }
