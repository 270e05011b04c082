"""What did each rule say, and what do all of them say together?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.words import Verdict


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """One rule's answer, with the pack entry that it spoke for."""

    rule: str
    pack: str
    verdict: Verdict
    because: str
    source: str
    effect: str
    until: datetime | None = None  # only with Defer: an instant at which this rule alone no longer defers
    fault: str = ""  # the type of the error that kept the rule from deciding: somebody has to mend it


@dataclass(frozen=True, slots=True)
class Requirement:
    """A disclosure or prior step that the contact must carry."""

    name: str
    source: str
    is_step: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """All verdicts and the strictest of them: what the officer reads.

    permitted_at: the earliest instant at which every rule allows this contact if nothing else happens; the
    asked instant for Allow, None for Refuse.
    not_after: with Allow, the instant at which the permission ends by itself (hours close), if it does.
    """

    verdict: Verdict
    permitted_at: datetime | None
    because: str
    verdicts: tuple[RuleVerdict, ...]
    requires: tuple[Requirement, ...]
    clocks: tuple[tuple[str, str], ...]  # (IANA zone, what its clock reads)
    packs: tuple[str, ...]
    rulebook: str  # "sha256:…", digest of every rule and limit in force
    notes: tuple[str, ...] = ()
    not_after: datetime | None = None
