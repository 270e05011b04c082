"""Which events does a text become? Such as pause, stop or note: no text may set anything going.

Whatever is certain takes effect at once; whatever is not gives a person time to read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from gateway.domain.errors import DataError
from gateway.domain.words import Channel
from gateway.events.grammar import checked_body
from gateway.inbound.messages import Meaning

PROMISE_WITHIN = timedelta(days=30)  # a later day is a plan, and a person looks at it
HOLD_FOR = timedelta(days=14)  # time for a person to read and answer
HOLD_FOR_HARDSHIP = timedelta(days=30)
_TIMES = frozenset({"days", "from", "to", "place", "until"})

Draft = tuple[str, dict[str, Any]]  # an event's type and body

EVERYBODY = frozenset({"stop", "start"})
"""Meanings that hold for everybody who has the number, not only for whom we wrote to last."""
AT_POINT = frozenset({"opt_out", "opted_back_in", "wrong_party"})
"""Events that are about the number or address itself."""


def drafts(meaning: Meaning, channel: Channel, today: date) -> list[Draft]:
    """Return the events that follow from one meaning; none where only a person can answer.

    What the event contract would refuse, because something was misread, gives a person time instead.
    """
    found = _drafts(meaning, channel, today)
    try:
        for type_, body in found:
            checked_body(type_, body, names_point=type_ in AT_POINT)
    except DataError:
        return [_hold(f"unclear-{meaning.kind.replace('_', '-')}", today + HOLD_FOR)]
    return found


def _drafts(meaning: Meaning, channel: Channel, today: date) -> list[Draft]:
    if meaning.kind == "stop":
        return _stop(meaning.values, channel)
    if meaning.kind == "start":
        return [("opted_back_in", {"channel": channel.value})] if meaning.certain else []
    if meaning.kind in ("help", "question"):
        return []
    if not meaning.certain:
        return [_hold(f"maybe-{meaning.kind.replace('_', '-')}", today + HOLD_FOR)]
    return _CERTAIN[meaning.kind](meaning.values, today) if meaning.kind in _CERTAIN else []


def _stop(values: Mapping[str, str], channel: Channel) -> list[Draft]:
    """A stop is acted on also where it is not certain: the safe error."""
    # Words that stop texts or calls also take back the consent to automated ones: 47 CFR 64.1200(a)(10).
    revokes = {"revokes_consent": True} if channel in (Channel.SMS, Channel.VOICE) else {}
    stop: Draft = ("opt_out", {"channel": channel.value, **revokes})
    everything: Draft = ("cease_request", {"written": True})
    return [stop, everything] if values.get("scope") == "everything" else [stop]


def _promise(values: Mapping[str, str], today: date) -> list[Draft]:
    try:
        due_on = date.fromisoformat(values.get("due_on", ""))
    except ValueError:
        return [_hold("promise-without-a-day", today + HOLD_FOR)]
    if not today <= due_on <= today + PROMISE_WITHIN:
        return [_hold("promise-for-later", today + HOLD_FOR)]
    return [("promise_to_pay", {"due_on": due_on.isoformat()})]


def _inconvenient(values: Mapping[str, Any], today: date) -> list[Draft]:
    told = {key: value for key, value in values.items() if key in _TIMES}
    return [("inconvenient", told or {"only_now": True})]


def _hold(reason: str, until: date) -> Draft:
    return ("hold", {"reason": reason, "until": until.isoformat()})


_CERTAIN: dict[str, Any] = {
    "promise": _promise,
    "dispute": lambda values, today: [("dispute", {"written": True, "scope": "whole"})],
    "already_paid": lambda values, today: [
        ("dispute", {"written": True, "scope": "whole", "reason": "paid"})
    ],
    "wrong_person": lambda values, today: [("wrong_party", {})],
    "attorney": lambda values, today: [("attorney_represents", {"contact_known": True})],
    "bankruptcy": lambda values, today: [("bankruptcy", {})],
    "deceased": lambda values, today: [("deceased", {})],
    "hardship": lambda values, today: [_hold("hardship", today + HOLD_FOR_HARDSHIP)],
    "inconvenient": _inconvenient,
}
