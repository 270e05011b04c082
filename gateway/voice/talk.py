"""Where does a call stand? Its step, what was said last, and what it has come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from channels.voice_twilio.news import Listener


class Step(StrEnum):
    """What the call waits for."""

    SIGN_OF_LIFE = "sign-of-life"  # nobody knows who picked up: any key shows that it is a person
    WHO = "who"
    CHECK = "check"
    MENU = "menu"
    DAY = "day"
    CONFIRM = "confirm"
    TRANSFER = "transfer"
    ENDED = "ended"


class Party(StrEnum):
    """Who was on the other side of a conversation."""

    NOBODY = ""
    UNCONFIRMED = "unconfirmed"  # somebody who pressed keys, and may be anybody
    RIGHT = "right-party"
    THIRD = "third-party"


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a call stands. said: names of what was said last, in order; words are found by them."""

    step: Step = Step.ENDED
    turn: int = 0
    said: tuple[str, ...] = ()
    listener: Listener = Listener.UNKNOWN
    misses: int = 0
    checks: int = 0
    answers: tuple[str, ...] = ()  # to the check so far; forgotten when it ends
    due_on: date | None = None  # the day that waits to be confirmed
    result: str | None = None  # what the call has come to so far, in the decision contract's words
    party: Party = Party.NOBODY


def kept_of(talk: Talk) -> dict[str, Any]:
    """Return a talk as a row keeps it; `talk_of` gives it again."""
    return {
        "step": talk.step.value,
        "turn": talk.turn,
        "said": list(talk.said),
        "listener": talk.listener.value,
        "misses": talk.misses,
        "checks": talk.checks,
        "answers": list(talk.answers),
        "due_on": talk.due_on.isoformat() if talk.due_on else None,
        "result": talk.result,
        "party": talk.party.value,
    }


def talk_of(kept: Mapping[str, Any]) -> Talk:
    """Return the talk that a row keeps."""
    return Talk(
        step=Step(kept["step"]),
        turn=kept["turn"],
        said=tuple(kept["said"]),
        listener=Listener(kept["listener"]),
        misses=kept["misses"],
        checks=kept["checks"],
        answers=tuple(kept["answers"]),
        due_on=date.fromisoformat(kept["due_on"]) if kept["due_on"] else None,
        result=kept["result"],
        party=Party(kept["party"]),
    )
