"""What is a rule of the oracle? A question and an entry in; what it says at any instant out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from tests.oracle.asked import Asked
from tests.oracle.packs import Entry

Word = Literal["allow", "defer", "refuse"]
AtAnInstant = Callable[[datetime], Word]
Rule = Callable[[Asked, Entry], AtAnInstant]

RULES: dict[str, Rule] = {}


def rule(kind: str) -> Callable[[Rule], Rule]:
    """Enter a function as the rule of one kind."""

    def enter(function: Rule) -> Rule:
        RULES[kind] = function
        return function

    return enter


def always(word: Word) -> AtAnInstant:
    """Return a rule's answer that no waiting changes."""
    return lambda _: word


def refuse_if(stopped: bool) -> AtAnInstant:
    """Return a refusal or an allowance, whatever the hour."""
    return always("refuse" if stopped else "allow")
