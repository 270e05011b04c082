"""What does a jurisdiction's file say? Law is data with a date; a file that is not exact is refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from compliance.holidays import HolidaySet
from compliance.limits import Limits
from compliance.regions import is_region
from compliance.rule import Rule
from compliance.rules import KINDS
from gateway.domain.errors import ConfigError
from gateway.domain.words import ActorRole, Channel, DebtClass, MessageKind

EVIDENCE = ("T", "S", "M-H", "M-M", "M-L", "policy")
"""Primary text seen; secondary source seen; from memory with high, middle, low confidence; our own choice."""
EFFECTS = (
    "block",
    "defer",
    "presumed_violation",
    "require_content",
    "require_prior_step",
    "guidance",
    "policy",
)
"""What it means in law to act against the rule; the verdict is the same."""
KINDS_OF_PACK = ("core", "law", "policy")
"""Always asked; asked where it binds; a tightening that an operator chose."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CONSUMER_CLASSES = frozenset(DebtClass) - {DebtClass.COMMERCIAL}


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule of one pack: which test, with which limits, for whom, since when, and by whose word.

    effective_until is the first date on which it is no longer in force.
    """

    id: str
    pack: str
    kind: str
    rule: Rule
    sentence: str
    limits: Mapping[str, Any]
    channels: frozenset[Channel]
    roles: frozenset[ActorRole]
    debt_classes: frozenset[DebtClass]
    passes: frozenset[MessageKind]
    source: str
    effect: str
    evidence: str
    effective_from: date
    effective_until: date | None
    verified_on: date
    days_past_due_over: int | None
    only_once_collection_begun: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """One file: a jurisdiction's rules, or an operator's own."""

    id: str
    title: str
    kind: str
    regions: frozenset[str]  # empty: everywhere
    enabled: bool  # False: asked only where a question lists it
    why_off: str
    entries: tuple[Entry, ...]


def read_holidays(texts: Mapping[str, str]) -> dict[str, HolidaySet]:
    """Return the holiday sets that any of the files define."""
    sets: dict[str, HolidaySet] = {}
    for name, text in sorted(texts.items()):
        for table in Limits(_parse(name, text), name, {}).tables("holiday_set"):
            limits = Limits(table, f"{name}: holiday_set {table.get('id', '?')}", {})
            id_, source, days = limits.text("id"), limits.text("source"), limits.words("days")
            limits.done()
            if id_ in sets:
                limits.wrong("id", "is defined twice")
            try:
                sets[id_] = HolidaySet(id_, source, days)
            except ValueError as problem:
                limits.wrong("days", str(problem))
    return sets


def read_pack(name: str, text: str, sets: Mapping[str, HolidaySet]) -> Pack | None:
    """Return the pack that a file holds; None where it holds only holiday sets. Raises ConfigError."""
    file = Limits(_parse(name, text), name, sets)
    file.tables("holiday_set")
    if not file.has("pack"):
        file.done()
        return None
    head = file.table("pack")
    pack_id = _identifier(head, "id")
    enabled = head.flag("enabled", default=True)
    pack = Pack(
        id=pack_id,
        title=head.text("title"),
        kind=head.one_of("kind", KINDS_OF_PACK, "law"),
        regions=_regions(head),
        enabled=enabled,
        why_off="" if enabled else head.text("why_off"),
        entries=tuple(
            _entry(table, _where(name, text, index), pack_id, head, sets)
            for index, table in enumerate(file.tables("rule"))
        ),
    )
    if not pack.entries:
        file.wrong("rule", "the pack has no [[rule]]")
    head.done()
    file.done()
    _check_periods(name, pack)
    return pack


def _entry(
    table: Mapping[str, Any], where: str, pack_id: str, head: Limits, sets: Mapping[str, HolidaySet]
) -> Entry:
    outline = Limits(table, where, sets)
    id_ = _identifier(outline, "id")
    said = Limits(table, f'{where}, rule "{id_}"', sets)
    kind = said.one_of("kind", tuple(KINDS))
    source = said.text("source")
    limits = said.table("limits", source)
    rule = KINDS[kind].read(limits)
    limits.done()
    inherited = said if said.has("effective_from") else head
    entry = Entry(
        id=said.text("id"),
        pack=pack_id,
        kind=kind,
        rule=rule,
        sentence=said.text("sentence"),
        limits=limits.values,
        channels=frozenset(Channel(word) for word in said.words("channels", tuple(Channel))),
        roles=_roles(said if said.has("roles") else head),
        debt_classes=_classes(said if said.has("debt_classes") else head) - _excepted(said),
        passes=rule.passes | {MessageKind(word) for word in said.words("passes", tuple(MessageKind), ())},
        source=source,
        effect=said.one_of("effect", EFFECTS),
        evidence=(said if said.has("evidence") else head).one_of("evidence", EVIDENCE),
        effective_from=_required_day(inherited, "effective_from"),
        effective_until=(said if said.has("effective_until") else head).day("effective_until"),
        verified_on=_required_day(said if said.has("verified_on") else head, "verified_on"),
        days_past_due_over=said.count("days_past_due_over", minimum=0)
        if said.has("days_past_due_over")
        else None,
        only_once_collection_begun=said.flag("only_once_collection_begun", default=False),
    )
    said.done()
    if entry.effective_until is not None and entry.effective_until <= entry.effective_from:
        said.wrong("effective_until", "is not later than effective_from, so the rule is never in force")
    if not entry.channels:
        said.wrong("channels", "is empty, so the rule would never be asked")
    return entry


def _check_periods(name: str, pack: Pack) -> None:
    """One rule may stand several times, with later limits; the periods must not overlap."""
    entries = sorted(pack.entries, key=lambda entry: (entry.id, entry.effective_from))
    for earlier, later in pairwise(entries):
        ends = earlier.effective_until or date.max
        if earlier.id == later.id and later.effective_from < ends:
            raise ConfigError(
                f'{name}, rule "{later.id}": effective_from: the dates overlap with the same rule from '
                f"{earlier.effective_from}; give that one an effective_until"
            )


def _regions(head: Limits) -> frozenset[str]:
    regions = head.words("regions", None, ())
    for region in regions:
        if not is_region(region):
            head.wrong("regions", f'"{region}" is not of the form US, US-NY or US-NY-NYC')
    return frozenset(regions)


def _roles(limits: Limits) -> frozenset[ActorRole]:
    return frozenset(ActorRole(word) for word in limits.words("roles", tuple(ActorRole), tuple(ActorRole)))


def _classes(limits: Limits) -> frozenset[DebtClass]:
    """`consumer` in a pack stands for every class but commercial."""
    words = limits.words("debt_classes", tuple(DebtClass), tuple(DebtClass))
    named = frozenset(DebtClass(word) for word in words)
    return named | _CONSUMER_CLASSES if DebtClass.CONSUMER in named else named


def _excepted(limits: Limits) -> frozenset[DebtClass]:
    return frozenset(DebtClass(word) for word in limits.words("except_classes", tuple(DebtClass), ()))


def _required_day(limits: Limits, key: str) -> date:
    day = limits.day(key)
    if day is None:
        limits.wrong(key, "is missing: give it in the rule or in [pack]")
    return day


def _identifier(limits: Limits, key: str) -> str:
    text = limits.text(key)
    if _ID.fullmatch(text) is None:
        limits.wrong(key, f'"{text}" must be lower-case words joined by hyphens')
    return text


def _where(name: str, text: str, index: int) -> str:
    """Return the file and line at which the rule of this index begins."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[rule]]"]
    return f"{name}, line {lines[index]}" if index < len(lines) else name


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ConfigError(f"{name}: {problem}") from problem
