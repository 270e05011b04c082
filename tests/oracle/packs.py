"""What do the packs say? Their entries as plain data, and which of them bind a question at an instant."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.facts import Facts

LAW, POLICY, CORE = "law", "policy", "core"
_OF_THE_PACK = ("roles", "debt_classes", "effective_from", "effective_until")


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule of one pack; what the entry does not say, its pack says."""

    pack: str
    id: str
    kind: str
    pack_kind: str
    enabled: bool
    since: date
    until: date
    said: Mapping[str, Any]
    limits: Mapping[str, Any]
    holidays: Mapping[str, tuple[str, ...]]

    def is_there(self, regions: frozenset[str]) -> bool:
        """Return whether the pack is on and speaks to one of the regions."""
        return self.enabled and ("regions" not in self.said or not regions.isdisjoint(self.said["regions"]))

    def binds(self, facts: Facts) -> bool:
        """Return whether the entry speaks to this channel, actor and debt, whatever the day."""
        said, account = self.said, facts.account
        overdue = said.get("days_past_due_over")
        is_own = facts.actor.role in ("original_creditor", "servicer")  # whose collection may not have begun
        return (
            facts.channel in said["channels"]
            and ("roles" not in said or facts.actor.role in said["roles"])
            and ("debt_classes" not in said or _is_one_of(account.debt_class, said["debt_classes"]))
            and account.debt_class not in said.get("except_classes", ())
            and (overdue is None or account.days_past_due is None or account.days_past_due > overdue)
            and (account.collection_begun or not is_own or not said.get("only_once_collection_begun"))
        )

    def in_force(self, dates: tuple[date, ...]) -> bool:
        """Return whether it is in force on any of the dates that the person's clocks show."""
        since, until = self.since, self.until
        return any(since <= day < until for day in dates)


def read_packs(texts: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return every entry of every pack, the ones that are off too."""
    files = [tomllib.loads(text) for _, text in sorted(texts.items())]
    holidays = {each["id"]: tuple(each["days"]) for file in files for each in file.get("holiday_set", ())}
    return tuple(_entry(file["pack"], rule, holidays) for file in files for rule in file.get("rule", ()))


def _entry(
    pack: Mapping[str, Any], rule: Mapping[str, Any], holidays: Mapping[str, tuple[str, ...]]
) -> Entry:
    inherited = {key: pack[key] for key in ("regions", *_OF_THE_PACK) if key in pack}
    limits = {"channels": rule["channels"], **rule.get("limits", {})}
    kind = pack.get("kind", LAW)
    enabled = pack.get("enabled", True) and rule.get("enabled", True)
    said = inherited | dict(rule)
    since, until = said["effective_from"], said.get("effective_until", date.max)
    return Entry(pack["id"], rule["id"], rule["kind"], kind, enabled, since, until, said, limits, holidays)


def _is_one_of(debt_class: str, named: list[str]) -> bool:
    return debt_class in named or ("consumer" in named and debt_class != "commercial")
