"""What does a jurisdiction's file say? Law is data with a date; a file that is not exact is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from compliance.holidays import HolidaySet
from compliance.limits import Limits
from compliance.regions import is_known, is_region
from compliance.rule import Rule
from compliance.rules import KINDS
from gateway.domain.places import parse
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

_INHERITED = ("roles", "debt_classes", "effective_from", "effective_until", "verified_on", "evidence")
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
    enabled: bool = True  # False: never asked, also where a question lists the pack
    why_off: str = ""


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
        for table in _file(name, text, {}).tables("holiday_set"):
            limits = table.called(f"holiday_set {table.values.get('id', '?')}")
            id_, source, days = limits.text("id"), limits.text("source"), limits.words("days")
            limits.done()
            if id_ in sets:
                limits.wrong("id", "is defined twice; rename or delete one of them")
            try:
                sets[id_] = HolidaySet(id_, source, days)
            except ValueError as problem:
                limits.wrong("days", str(problem))
    return sets


def read_pack(
    name: str, text: str, sets: Mapping[str, HolidaySet], known: Collection[str] = ()
) -> Pack | None:
    """Return the pack that a file holds; None where it holds only holiday sets. Raises ConfigError.

    known: the ids of the packs of other files.
    """
    file = _file(name, text, sets)
    file.tables("holiday_set")
    if not file.has("pack"):
        file.done()
        return None
    head = file.table("pack")
    pack_id = _identifier(head, "id")
    if pack_id in known:
        head.wrong("id", f'another file has a pack "{pack_id}" already; rename or delete one of them')
    for key in _INHERITED:
        head.has(key)  # known here, even where every rule says its own
    enabled = head.flag("enabled", default=True)
    rules = file.tables("rule")
    pack = Pack(
        id=pack_id,
        title=head.text("title"),
        kind=head.one_of("kind", KINDS_OF_PACK, "law"),
        regions=_regions(head),
        enabled=enabled,
        why_off="" if enabled else head.text("why_off"),
        entries=tuple(_entry(table, pack_id, head) for table in rules),
    )
    if not pack.entries:
        file.wrong("rule", "the pack has no [[rule]]")
    head.done()
    file.done()
    _check_periods(pack, rules)
    return pack


def _entry(table: Limits, pack_id: str, head: Limits) -> Entry:
    said = table.called(f'rule "{_identifier(table, "id")}"')
    kind = said.one_of("kind", tuple(KINDS))
    source = said.text("source")
    limits = said.table("limits", source)
    rule = KINDS[kind].read(limits)
    limits.done()
    inherited = said if said.has("effective_from") else head
    enabled = said.flag("enabled", default=True)
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
        enabled=enabled,
        why_off="" if enabled else said.text("why_off"),
    )
    said.done()
    _check(entry, said, head)
    return entry


def _check(entry: Entry, said: Limits, head: Limits) -> None:
    if entry.effective_until is not None and entry.effective_until <= entry.effective_from:
        dates = said if said.has("effective_until") or said.has("effective_from") else head
        if dates.has("effective_until"):
            dates.wrong("effective_until", "is not later than effective_from, so the rule is never in force")
        dates.wrong("effective_from", "is not before the pack's effective_until, so it is never in force")
    for key, words in (
        ("channels", entry.channels),
        ("roles", entry.roles),
        ("debt_classes", entry.debt_classes),
    ):
        if not words:
            said.wrong(key, "is empty, so the rule would never be asked")


def _check_periods(pack: Pack, tables: Sequence[Limits]) -> None:
    """One rule may stand several times, with later limits; the periods must not overlap."""
    rules = sorted(
        zip(pack.entries, tables, strict=True), key=lambda rule: (rule[0].id, rule[0].effective_from)
    )
    for (earlier, _), (later, table) in pairwise(rules):
        ends = earlier.effective_until or date.max
        if earlier.id == later.id and later.effective_from < ends:
            key = "effective_from" if "effective_from" in table.values else "id"
            table.called(f'rule "{later.id}"').wrong(
                key,
                f"the dates overlap with the same rule from {earlier.effective_from}; give that one an "
                "effective_until, or this one another id",
            )


def _regions(head: Limits) -> frozenset[str]:
    regions = head.words("regions", None, ())
    for region in regions:
        if not is_region(region):
            head.wrong("regions", f'"{region}" is not of the form US, US-NY or US-NY-NYC')
        if not is_known(region):
            head.wrong("regions", f'there is no "{region}"; write its code of ISO 3166, such as GB or US-NY')
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


def _file(name: str, text: str, sets: Mapping[str, HolidaySet]) -> Limits:
    content, places = parse(name, text)
    return Limits(content, places, sets)
