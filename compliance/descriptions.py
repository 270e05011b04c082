"""What does each rule say, to whom, since when and by whose word? For officers and the docs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.limits_in_words import counts_in_words, limits_in_words
from compliance.packs import Entry, Pack
from compliance.plain_words import listed, spaced
from gateway.domain.words import ActorRole, DebtClass

_EVERY_CONSUMER_DEBT = frozenset(DebtClass) - {DebtClass.COMMERCIAL}
_CHANNELS = {"email": "emails", "letter": "letters", "sms": "text messages", "voice": "calls"}
_ROLES = {
    "debt_buyer": "debt buyers",
    "licensed_agency": "licensed agencies",
    "original_creditor": "creditors in their own name",
    "servicer": "servicers",
    "third_party_collector": "third-party collectors",
}
EVIDENCE_IN_WORDS = {
    "T": "primary text, or the regulator's own page, seen",
    "S": "secondary source seen",
    "M-H": "from memory, high confidence",
    "M-M": "from memory, middle confidence",
    "M-L": "from memory, low confidence",
    "policy": "no law: our own choice, which only tightens",
}
EFFECT_IN_WORDS = {
    "block": "forbidden otherwise",
    "defer": "wait",
    "presumed_violation": "otherwise a violation is presumed",
    "require_content": "what the contact must say",
    "require_prior_step": "what must come first",
    "guidance": "guidance, not a bar in law",
    "policy": "our own policy",
}


@dataclass(frozen=True, slots=True)
class RuleDescription:
    """One rule as an officer reads it. Empty regions: everywhere. A rule is off with its pack, or alone."""

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
    limits_in_words: str = ""
    counts_in_words: str = ""  # what counts as a contact; empty where the rule does not count
    only_if: str = ""  # what else must be true of the account
    passes: tuple[str, ...] = ()  # kinds of contact that it never holds back

    @property
    def binds(self) -> str:
        """Whom the rule binds, on which debts and by which channels."""
        is_anybody, is_any = len(self.roles) == len(ActorRole), len(self.channels) == len(_CHANNELS)
        who = "whoever contacts" if is_anybody else listed(_ROLES[role] for role in self.roles)
        by = "any channel" if is_any else listed(_CHANNELS[channel] for channel in self.channels)
        said = (who, _debts(frozenset(self.debt_classes)), by, self.only_if)
        return "; ".join(words for words in said if words)

    @property
    def in_force(self) -> str:
        """From when until when it is in force."""
        since = f"from {self.effective_from}" if self.effective_from.year > 1970 else "always"
        return f"{since} until {self.effective_until}" if self.effective_until else since


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
        limits_in_words=limits_in_words(entry.kind, entry.limits),
        counts_in_words=counts_in_words(entry.kind, entry.limits),
        only_if=_only_if(entry),
        passes=tuple(sorted(entry.passes)),
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


def _debts(classes: frozenset[str]) -> str:
    if len(classes) == len(DebtClass):
        return "any debt"
    if classes == _EVERY_CONSUMER_DEBT:
        return "consumer debts"
    left_out = _EVERY_CONSUMER_DEBT - classes
    if classes < _EVERY_CONSUMER_DEBT and len(left_out) < len(classes):
        return f"consumer debts, not {' or '.join(sorted(map(spaced, left_out)))}"
    return f"{listed(sorted(map(spaced, classes)))} debts"


def _only_if(entry: Entry) -> str:
    over = entry.days_past_due_over
    said = [f"more than {over} days past due"] if over is not None else []
    said += ["once collection has begun"] if entry.only_once_collection_begun else []
    return "; ".join(said)
