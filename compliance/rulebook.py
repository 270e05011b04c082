"""May this person be contacted now, and if not, when? Every rule is asked; the strictest answer wins."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from compliance.asking import Asked
from compliance.binding import pack_bar, rule_bar
from compliance.case import Case, regions_of
from compliance.descriptions import RuleDescription, describe
from compliance.facts import Facts
from compliance.opinion import Opinion, strictest
from compliance.packs import Pack, read_holidays, read_pack
from compliance.panel import Panel, Selection
from compliance.permitted import earliest, permission_ends
from compliance.rule import A_CONTACT
from compliance.verdict import Ruling
from gateway.domain.errors import ConfigError, DataError
from gateway.domain.words import Channel, Verdict

REASONING = "1"  # goes into the digest: raise it when a kind of rule comes to judge differently
_Item = TypeVar("_Item")
_CACHED_SELECTIONS = 10_000


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the opinions come to."""

    verdict: Verdict
    because: str
    permitted_at: datetime | None
    not_after: datetime | None = None


class Rulebook:
    """All packs together. Nothing in it changes but its caches.

    texts: the files that it was read from, by name. digest: of what they say, and of `REASONING`.
    """

    def __init__(
        self, packs: Sequence[Pack], digest: str, texts: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.digest, self.texts = digest, texts
        self.packs = tuple(packs)
        self._rules = {pack.id: tuple(Asked(entry) for entry in pack.entries) for pack in packs}
        self._selections: dict[object, Selection] = {}

    def judge(
        self, facts: Facts, *, packs: tuple[str, ...] | None = None, policy: tuple[str, ...] | None = None
    ) -> Ruling:
        """Return all verdicts on a contact and what they come to.

        packs: ids of the packs to ask; None: every enabled law pack that binds actor, debt and any region.
        policy: ids of the policy packs to ask beside them; None: every enabled one (the daemon's way).
        Raises DataError if one of the ids is unknown.
        """
        case = Case(facts)
        at = facts.at.astimezone(UTC).replace(microsecond=0)
        selection = self._select(facts, packs, policy)
        panel = selection.panel(case, at)
        opinions, verdicts = panel.ask(case, at)
        outcome = _outcome(selection, panel, case, at, opinions)
        return Ruling(
            verdict=outcome.verdict,
            permitted_at=outcome.permitted_at,
            because=outcome.because,
            verdicts=verdicts,
            requires=_distinct([item for each in opinions if each.requires for item in each.requires]),
            clocks=tuple((zone.key, _reads(zone, at)) for zone in case.clocks),
            packs=panel.packs,
            rulebook=self.digest,
            notes=_distinct([note for each in opinions if each.notes for note in each.notes]),
            not_after=outcome.not_after,
        )

    def asked_of(self, pack: Pack) -> tuple[Asked, ...]:
        """Return the rules of one of the packs, ready to be asked."""
        return self._rules[pack.id]

    def rules(self) -> tuple[RuleDescription, ...]:
        """Return every rule of every pack, enabled or not, in the order of the packs."""
        return tuple(describe(pack, entry) for pack in self.packs for entry in pack.entries)

    def _select(
        self, facts: Facts, packs: tuple[str, ...] | None, policy: tuple[str, ...] | None
    ) -> Selection:
        person = facts.person
        places = tuple((place.region, place.region or place.time_zone) for place in person.locations)
        actor, account = facts.actor, facts.account
        key = (
            facts.channel, actor.role, account.debt_class, person.region, places, actor.regions, packs, policy
        )  # fmt: skip
        found = self._selections.get(key)
        if found is None:
            if len(self._selections) >= _CACHED_SELECTIONS:
                self._selections.clear()
            found = self._selections[key] = self._choose(facts, packs, policy)
        return found

    def _choose(
        self, facts: Facts, packs: tuple[str, ...] | None, policy: tuple[str, ...] | None
    ) -> Selection:
        self._check_ids("packs", packs)
        self._check_ids("policy.packs", policy)
        regions = regions_of(facts)
        rules: list[Asked] = []
        named: list[tuple[str, tuple[Asked, ...]]] = []
        for pack in self.packs:
            if pack_bar(pack, regions, packs, policy) is not None:
                continue
            binding = tuple(r for r in self.asked_of(pack) if rule_bar(r.entry, facts) is None)
            rules += (rule for rule in binding if facts.channel in rule.entry.channels)
            if binding and pack.kind != "core":
                named.append((pack.id, binding))
        return Selection(rules, named)

    def _check_ids(self, field: str, ids: tuple[str, ...] | None) -> None:
        for id_ in ids or ():
            if id_ not in self._rules:
                known = ", ".join(sorted(self._rules))
                raise DataError(f'{field} names no pack "{id_}"; there are {known}', field=field)


def load_rulebook(pack_texts: Mapping[str, str]) -> Rulebook:
    """Return the rulebook that TOML files (name to text) describe: packs and holiday sets.

    Raises ConfigError that names the file, the line and the key.
    """
    sets = read_holidays(pack_texts)
    packs: dict[str, Pack] = {}
    for name, text in sorted(pack_texts.items()):
        pack = read_pack(name, text, sets, known=packs)
        if pack is not None:
            packs[pack.id] = pack
    if not any(pack.kind == "core" for pack in packs.values()):
        raise ConfigError("no pack of kind core: the stops that always hold are missing")
    ordered = sorted(packs.values(), key=lambda pack: (pack.kind != "core", pack.kind == "policy", pack.id))
    return Rulebook(ordered, _digest(pack_texts), MappingProxyType(dict(pack_texts)))


def _distinct(items: list[_Item]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(items)) if len(items) > 1 else tuple(items)


@lru_cache(maxsize=4096)
def _reads(zone: ZoneInfo, at: datetime) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _digest(pack_texts: Mapping[str, str]) -> str:
    """Return the digest of what the files say, whatever their names, comments and order."""
    tables = [tomllib.loads(text) for text in pack_texts.values()]
    said = sorted(json.dumps(table, sort_keys=True, default=str) for table in tables)
    return "sha256:" + hashlib.sha256("\n".join([REASONING, *said]).encode()).hexdigest()


def _outcome(
    selection: Selection, panel: Panel, case: Case, at: datetime, opinions: list[Opinion]
) -> _Outcome:
    opposed = [opinion for opinion in opinions if opinion.verdict is not Verdict.ALLOW]
    if not opposed:
        ends = permission_ends(opinions, panel.upcoming, case)
        return _Outcome(Verdict.ALLOW, _nothing_against(case, opinions), at, ends)
    deciding = strictest(opposed)
    if deciding.verdict is Verdict.REFUSE:
        return _Outcome(Verdict.REFUSE, deciding.said(), None)
    found = earliest(selection, case, deciding.until or at)  # nothing before is allowed by the deciding rule
    if isinstance(found, Opinion):
        return _Outcome(Verdict.REFUSE, f"Waiting does not help: {found.because}.", None)
    return _Outcome(Verdict.DEFER, deciding.said(), found)


def _nothing_against(case: Case, opinions: list[Opinion]) -> str:
    needs = [(item.name, item.is_step) for each in opinions if each.requires for item in each.requires]
    return _allowance(case.facts.channel, tuple(needs))


@lru_cache(maxsize=1024)
def _allowance(channel: Channel, needs: tuple[tuple[str, bool], ...]) -> str:
    if not needs:
        return f"Nothing stands against this {A_CONTACT[channel]} now."
    said = _listed([name for name, is_step in needs if not is_step])
    first = _listed([name for name, is_step in needs if is_step])
    once = f" once this is done: {first}" if first else ""
    saying = f", and must say: {said}" if said else ""
    return f"The {A_CONTACT[channel]} may go{once or ' now'}{saying}."


def _listed(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(name.replace("_", " ") for name in names))
