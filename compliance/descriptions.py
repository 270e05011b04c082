"""What does each rule say, to whom, since when and by whose word? For officers and the docs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.packs import Entry, Pack


@dataclass(frozen=True, slots=True)
class RuleDescription:
    """One rule as an officer reads it. Empty regions mean everywhere. A rule is off with its pack, or alone."""

    id: str
    pack: str
    pack_title: str
    pack_kind: str
    enabled: bool
    why_off: str
    kind: str
    sentence: str
    limits: Mapping[str, Any]
    channels: tuple[str, ...]
    roles: tuple[str, ...]
    debt_classes: tuple[str, ...]
    regions: tuple[str, ...]
    source: str
    effect: str
    evidence: str
    effective_from: date
    effective_until: date | None
    verified_on: date
    pack_enabled: bool = True


def describe(pack: Pack, entry: Entry) -> RuleDescription:
    """Return the description of one rule of a pack."""
    return RuleDescription(
        id=entry.id,
        pack=pack.id,
        pack_title=pack.title,
        pack_kind=pack.kind,
        enabled=pack.enabled and entry.enabled,
        why_off=pack.why_off or entry.why_off,
        pack_enabled=pack.enabled,
        kind=entry.kind,
        sentence=entry.sentence,
        limits=entry.limits,
        channels=tuple(sorted(entry.channels)),
        roles=tuple(sorted(entry.roles)),
        debt_classes=tuple(sorted(entry.debt_classes)),
        regions=tuple(sorted(pack.regions)),
        source=entry.source,
        effect=entry.effect,
        evidence=entry.evidence,
        effective_from=entry.effective_from,
        effective_until=entry.effective_until,
        verified_on=entry.verified_on,
    )
