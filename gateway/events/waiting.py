"""What has a person to do about what a customer told us, and by when?

The last day stands in the task's text. It is our own aim; what must not happen until somebody has answered is
the rulebook's matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gateway.events.new_event import NewEvent


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a person has to do after one kind of event."""

    text: str
    within: timedelta
    kind: str | None = None  # None: the event's type
    is_answered_by: str | None = None  # the type of event that shows that it was done


_AT_ONCE, _A_WEEK, _A_FORTNIGHT = timedelta(days=2), timedelta(days=7), timedelta(days=14)
_BY_REASON: Mapping[str, Waiting] = {
    "verification": Waiting(
        "A customer asks for verification of the debt: send it and record verification_sent.",
        _A_FORTNIGHT,
        "verification-request",
        "verification_sent",
    ),
    "identity-theft": Waiting(
        "A customer says that somebody else used their name: look into it before anything else is asked for.",
        _A_WEEK,
        "identity-theft",
    ),
    "military": Waiting(
        "A customer told of military service: check which rights follow, such as a limit on interest.",
        _A_WEEK,
        "military-service",
    ),
}
_BY_TYPE: Mapping[str, Waiting] = {
    "dispute": Waiting(
        "A customer contests what is owed: check it and send verification or correct it.", _A_FORTNIGHT
    ),
    "hold": Waiting("A customer asked for time or help: answer before the hold ends.", _A_WEEK),
    "attorney_represents": Waiting(
        "A customer named an attorney: write to the attorney from now on.", _A_WEEK
    ),
    "bankruptcy": Waiting(
        "A customer told of a bankruptcy: find the case number and close or file.", _AT_ONCE
    ),
    "deceased": Waiting("A customer is said to have died: find out who looks after the estate.", _A_WEEK),
    "cease_request": Waiting(
        "A customer wants no more contact: decide which closing notice is owed.", _A_WEEK
    ),
    "wrong_party": Waiting(
        "Messages reached somebody else: find out how the customer can be reached.", _A_WEEK
    ),
    "original_creditor_request": Waiting(
        "A customer asks for the original creditor's name and address: send them and record"
        " original_creditor_sent.",
        _A_FORTNIGHT,
        None,
        "original_creditor_sent",
    ),
    "portal": Waiting("A customer asked something on their page: answer it.", _A_WEEK, "question"),
}
ANSWERED: Mapping[str, str] = {
    waiting.is_answered_by: waiting.kind or type_.replace("_", "-")
    for type_, waiting in {**_BY_TYPE, **_BY_REASON}.items()
    if waiting.is_answered_by
}
"""Which kind of task is done once an event of a type is recorded."""
KINDS = frozenset(
    waiting.kind or type_.replace("_", "-") for type_, waiting in {**_BY_TYPE, **_BY_REASON}.items()
)
"""Every kind of task that begins here."""
_NOBODY = frozenset({"original-creditor"})
"""Reasons of a hold that goes with another event, which has its own task."""


def waiting_of(event: NewEvent) -> Waiting | None:
    """Return what a person has to do; None where nobody has to do anything."""
    reason = event.body.get("reason", "")
    if "plan" in event.body or reason in _NOBODY:  # a plan within the creditor's policy is agreed
        return None
    if event.type == "portal" and "words" not in event.body:
        return None
    known = _BY_TYPE.get(event.type)
    return _BY_REASON.get(reason, known) if known else None


def task_words(event: NewEvent, waiting: Waiting, today: date) -> tuple[str, str]:
    """Return a task's kind and its text, with the last day in it."""
    kind = waiting.kind or event.type.replace("_", "-")
    return kind, f"{waiting.text} By {today + waiting.within}."
