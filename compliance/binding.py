"""Does a pack, and does a rule of it, bind a question? If not, what stands between them?"""

from __future__ import annotations

from enum import StrEnum

from compliance.facts import Facts
from compliance.packs import Entry, Pack
from gateway.domain.words import ActorRole


class Bar(StrEnum):
    """Why a rule, or every rule of a pack, is not asked."""

    NOT_LISTED = "not-listed"  # the question names the packs to ask, and not this one
    ELSEWHERE = "elsewhere"
    OFF = "off"
    ROLE = "role"
    DEBT_CLASS = "debt-class"
    OTHER_CHANNEL = "other-channel"
    NOT_YET = "not-yet"
    LAPSED = "lapsed"
    NOT_BEGUN = "not-begun"  # it binds once collection has begun
    TOO_EARLY = "too-early"  # it binds once the debt is older


def pack_bar(
    pack: Pack, regions: frozenset[str], packs: tuple[str, ...] | None, policy: tuple[str, ...] | None
) -> Bar | None:
    """Return what keeps a pack from being asked, whoever acts and whatever is owed; None if nothing does.

    packs, policy: the ids that the question lists; None where it lists none, so that every one counts.
    """
    if pack.kind == "core" or pack.id in (packs or ()) or pack.id in (policy or ()):
        return None
    if (packs if pack.kind == "law" else policy) is not None:
        return Bar.NOT_LISTED
    if pack.regions and pack.regions.isdisjoint(regions):
        return Bar.ELSEWHERE
    return None if pack.enabled else Bar.OFF


def rule_bar(entry: Entry, facts: Facts) -> Bar | None:
    """Return what keeps a rule from binding this actor and this debt, by whatever channel."""
    if not entry.enabled:
        return Bar.OFF
    if facts.actor.role not in entry.roles:
        return Bar.ROLE
    return None if facts.account.debt_class in entry.debt_classes else Bar.DEBT_CLASS


def account_bar(entry: Entry, facts: Facts) -> Bar | None:
    """Return what keeps a rule from being meant for an account in this state. To a collector collection has
    begun whatever is said."""
    is_own = facts.actor.role in (ActorRole.ORIGINAL_CREDITOR, ActorRole.SERVICER)
    if entry.only_once_collection_begun and is_own and not facts.account.collection_begun:
        return Bar.NOT_BEGUN
    least, days = entry.days_past_due_over, facts.account.days_past_due
    return Bar.TOO_EARLY if least is not None and days is not None and days <= least else None
