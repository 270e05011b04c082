"""How do the answers of two rulebooks about one contact differ, and which rule makes the difference?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from compliance.facts import Facts
from compliance.verdict import Ruling
from gateway.domain.portfolio import Account
from gateway.domain.words import Channel, Verdict
from gateway.store.dispatch import DueOutreach

_ACCOUNT = re.compile(r"account [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Move(StrEnum):
    """What the draft does to one contact that somebody would like to make."""

    NEWLY_BLOCKED = "newly_blocked"  # waiting helped before, if it was needed at all; now it does not
    NEWLY_PERMITTED = "newly_permitted"  # the other way about
    LATER = "later"
    EARLIER = "earlier"
    OTHER_TERMS = "other_terms"  # at the same instant, but the message must carry other things
    NEWLY_WANTED = "newly_wanted"  # only the draft's strategies ask for it
    NO_LONGER_WANTED = "no_longer_wanted"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one side says about one account by one channel."""

    due: DueOutreach
    account: Account
    facts: Facts
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Shift:
    """One contact that the draft changes. before, after: from when it is permitted; None: not by waiting."""

    move: Move
    account_number: str
    customer_number: str
    channel: Channel
    step: str
    before: datetime | None
    after: datetime | None
    rule: str
    because: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "account_number": self.account_number,
            "customer_number": self.customer_number,
            "channel": self.channel.value,
            "step": self.step,
            "in_force": self.before.isoformat() if self.before else None,
            "draft": self.after.isoformat() if self.after else None,
            "rule": self.rule,
            "because": self.because,
        }


def move_of(old: Answer | None, new: Answer | None) -> Move:
    """Return what becomes of a contact between the answer in force and the draft's."""
    if old is None or new is None:
        return Move.NEWLY_WANTED if old is None else Move.NO_LONGER_WANTED
    before, after = old.ruling.permitted_at, new.ruling.permitted_at
    if before == after:
        same = {r.name for r in old.ruling.requires} == {r.name for r in new.ruling.requires}
        return Move.UNCHANGED if same or before is None else Move.OTHER_TERMS
    if before is None or after is None:
        return Move.NEWLY_PERMITTED if before is None else Move.NEWLY_BLOCKED
    return Move.LATER if after > before else Move.EARLIER


def reason(ruling: Ruling) -> tuple[str, str]:
    """Return the rule that decides a ruling, with its pack, and the sentence."""
    if ruling.verdict is Verdict.ALLOW:
        return "", ruling.because
    against = [each for each in ruling.verdicts if each.verdict is not Verdict.ALLOW]
    refusing = [each for each in against if each.verdict is Verdict.REFUSE]
    deciding = refusing[0] if refusing else max(against, key=lambda each: each.until or _LONG_AGO)
    return f"{deciding.pack}/{deciding.rule}", ruling.because


def terms(ruling: Ruling) -> str:
    """Return in words what a message must carry."""
    names = ", ".join(dict.fromkeys(one.name.replace("_", " ") for one in ruling.requires))
    return f"The message must carry: {names or 'nothing particular'}."


def plain(because: str) -> str:
    """Return a sentence without our own ids."""
    return _ACCOUNT.sub("the account", because)
