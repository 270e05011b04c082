"""What does the draft say otherwise? Rules, packs, holidays and strategies that it adds, drops or changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from compliance.packs import Entry, read_holidays
from compliance.rulebook import Rulebook
from gateway.domain.strategy import Step, Strategy
from gateway.rehearse.draft import Draft
from gateway.strategies import Strategies

_NAMED_ELSEWHERE = frozenset({"id", "pack", "rule", "limits", "digest", "steps", "entries"})
Described = Mapping[str, Mapping[str, str]]  # by name: what is said of it, in words


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the draft adds, drops or says otherwise.

    told: what differs, as (key, in force, draft); None where it is not there. asleep: why it can have no
    effect in the days that are rehearsed, where it cannot.
    """

    what: str  # pack | rule | holidays | strategy
    name: str
    how: str  # added | dropped | changed
    told: tuple[tuple[str, str | None, str | None], ...] = ()
    asleep: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        told = {key: {"in_force": before, "draft": after} for key, before, after in self.told}
        return {
            "what": self.what,
            "name": self.name,
            "how": self.how,
            "changed": told,
            "asleep": self.asleep,
        }


def changes(draft: Draft, *, first: date, last: date) -> list[Change]:
    """Return every difference between the files of the draft and those in force.

    first, last: the days that are rehearsed.
    """
    before, after = draft.in_force, draft.tried
    entries = _entries(before.rulebook), _entries(after.rulebook)
    rules = _compared("rule", *({name: _entry(one) for name, one in side.items()} for side in entries))
    awake = {name for side in entries for name, one in side.items() if _is_in_force(one, first, last)}
    on = _rules_on(before.rulebook, entries[0]) | _rules_on(after.rulebook, entries[1])
    return [
        *_compared("pack", _packs(before.rulebook), _packs(after.rulebook)),
        *(replace(one, asleep=_asleep(one.name, awake, on)) for one in rules),
        *_compared("holidays", _holidays(before.rulebook), _holidays(after.rulebook)),
        *_compared("strategy", _strategies(before.strategies), _strategies(after.strategies)),
    ]


def said(value: Any) -> str:
    """Return a value of a file in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {said(item)}" for key, item in value.items())
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value))) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(map(said, value)) or "none"
    return value.isoformat() if isinstance(value, date) else str(value)


def _compared(what: str, before: Described, after: Described) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            how = "added" if old is None else "dropped"
            there = new or old or {}
            told = [(key, *((None, text) if old is None else (text, None))) for key, text in there.items()]
            yield Change(what, name, how, tuple(told))
        elif old != new:
            keys = dict.fromkeys([*old, *new])
            differ = [(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]
            yield Change(what, name, "changed", tuple(differ))


def _packs(rulebook: Rulebook) -> Described:
    return {
        pack.id: {
            "on": said(pack.enabled),
            "title": pack.title,
            "kind": pack.kind,
            "regions": said(pack.regions) if pack.regions else "everywhere",
        }
        for pack in rulebook.packs
    }


def _entries(rulebook: Rulebook) -> dict[str, Entry]:
    """A rule that stands in several periods gets a number from the second one on."""
    found: dict[str, Entry] = {}
    periods: Counter[str] = Counter()
    for pack in rulebook.packs:
        for entry in sorted(pack.entries, key=lambda one: one.effective_from):
            name = f"{pack.id}/{entry.id}"
            periods[name] += 1
            found[name if periods[name] == 1 else f"{name} ({periods[name]})"] = entry
    return found


def _is_in_force(entry: Entry, first: date, last: date) -> bool:
    return entry.effective_from <= last and (entry.effective_until is None or first < entry.effective_until)


def _rules_on(rulebook: Rulebook, entries: Mapping[str, Entry]) -> set[str]:
    """The packs that are on, and their rules that are on."""
    packs = {pack.id for pack in rulebook.packs if pack.enabled}
    return packs | {name for name, entry in entries.items() if entry.enabled and entry.pack in packs}


def _asleep(name: str, awake: Collection[str], on: Collection[str]) -> str | None:
    if name.partition("/")[0] not in on:
        return "the pack is off"
    if name not in on:
        return "the rule is off"
    return None if name in awake else "not in force in the days rehearsed"


def _entry(entry: Entry) -> dict[str, str]:
    limits = {f"limits.{key}": said(value) for key, value in entry.limits.items()}
    return _fields(entry) | limits


def _holidays(rulebook: Rulebook) -> Described:
    sets = read_holidays(rulebook.texts)
    return {one.id: {"days": said(one.days), "source": one.source} for one in sets.values()}


def _strategies(strategies: Strategies) -> Described:
    return {one.id: _strategy(one) for one in strategies}


def _strategy(strategy: Strategy) -> dict[str, str]:
    conditions = {f"conditions.{key}": text for key, text in _fields(strategy.conditions).items()}
    steps = {f"step {step.id}": _step(step) for step in strategy.steps}
    order = {"order of steps": ", ".join(step.id for step in strategy.steps)}
    return {key: text for key, text in _fields(strategy).items() if key != "conditions"} | {
        **conditions,
        **steps,
        **order,
    }


def _step(step: Step) -> str:
    when = (
        f"day {step.days_past_due}"
        if step.days_past_due is not None
        else f"{step.days_after_previous} days after the step before"
    )
    by = " or ".join(step.channels)
    return f"{when}: {step.template} by {by}; {step.kind.replace('_', ' ')}, {step.tone}"


def _fields(thing: Any) -> dict[str, str]:
    """What a frozen dataclass says, without what is empty."""
    values = {one.name: getattr(thing, one.name) for one in fields(thing) if one.name not in _NAMED_ELSEWHERE}
    return {name: said(value) for name, value in values.items() if value not in (None, (), frozenset(), "")}
