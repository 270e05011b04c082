"""Did a question hold everything that the ledger knew at that instant, and nothing else?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from gateway.audit.history import Contact, History, contact_events

HANDED_OVER_WITHIN = timedelta(minutes=2)
"""An older judgement is made again: so soon after its ruling a contact leaves, if it does."""

_INSTANTS = frozenset({"at", "undeliverable_at"})
_LISTS = frozenset({"accounts", "discussed", "days"})
_Fact = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """One fact by which question and chain differ. id: the event's or the attempt's."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """left_out: known to the ledger, not in the question; added: in the question, not known."""

    left_out: tuple[Gap, ...]
    added: tuple[Gap, ...]


NOTHING = Comparison((), ())


Memory = dict[bytes, _Fact]
"""What was worked out for one customer's earlier questions: most events come again in each question."""


def compare(
    asked: Iterable[Mapping[str, Any]], history: History, seq: int, at: datetime, memory: Memory
) -> Comparison:
    """Return how a question's events differ from what the chain held before its entry, `seq` of `at`."""
    events = list(asked)
    told_of = {event["id"]: _instant(event["at"]) for event in events if "id" in event}
    known: list[Mapping[str, Any]] = [told.said for told in history.told if told.seq < seq]
    for contact in history.known_contacts(seq, at):
        known += contact_events(contact, _made_at(contact, told_of.get(contact.attempt_id)))
    then = Counter(_fact(event, memory) for event in events)
    chain = Counter(_fact(event, memory) for event in known)
    if then == chain:
        return NOTHING
    return Comparison(_gaps(chain - then), _gaps(then - chain))


def _made_at(contact: Contact, told: datetime | None) -> datetime:
    """Until its end is recorded, the ledger knows of a hand-over only that it follows the ruling."""
    first, last = contact.allowed_at, contact.allowed_at + HANDED_OVER_WITHIN
    is_open = contact.sent_at is None and told is not None and first <= told <= last
    return told if is_open and told is not None else contact.at


def _fact(event: Mapping[str, Any], memory: Memory) -> _Fact:
    written = orjson.dumps(event, option=orjson.OPT_SORT_KEYS)
    found = memory.get(written)
    if found is None:
        said = ((key, _value(key, value)) for key, value in event.items() if value)
        found = memory[written] = tuple(sorted(said))
    return found


def _value(key: str, value: Any) -> Any:
    if key in _INSTANTS or (key == "until" and len(value) > len("2027-03-01")):
        return _instant(value)
    return tuple(sorted(value)) if key in _LISTS else value


def _instant(value: str | datetime) -> datetime:
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


def _gaps(facts: Counter[_Fact]) -> tuple[Gap, ...]:
    found = []
    for fact in facts.elements():
        words = dict(fact)
        found.append(Gap(words["type"], words.get("id", "")))
    return tuple(found)
