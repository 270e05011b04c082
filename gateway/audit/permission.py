"""What was a contact allowed to do? From the ruling's entry: which rules were asked about which account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from compliance.packs import Entry
from gateway.audit.books import Book
from gateway.audit.history import Contact
from gateway.audit.violation import Violation, ViolationKind

_NOWHERE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Permission:
    """What one account's ruling said."""

    account_id: str
    actor: str | None
    rules: tuple[tuple[str, str], ...]  # pack, rule: every one that was asked
    requires: frozenset[str]
    not_after: datetime | None
    zones: tuple[ZoneInfo, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A contact with its permissions, and with what its question said of accounts and contact points."""

    contact: Contact
    creditor: str | None
    book: Book
    digest: str
    region: str
    relation: str
    groups: Mapping[str, str | None]  # number group by account
    places: Mapping[str, str | None]  # place by contact point
    point_kind: str
    permissions: tuple[Permission, ...]

    def entries(self, permission: Permission) -> list[Entry]:
        """Return the rules of then that were asked and hold for this kind of contact."""
        on = self.contact.allowed_at.date()
        found = [self.book.entry(pack, rule, on) for pack, rule in permission.rules]
        return [one for one in found if one is not None and self.contact.kind not in one.passes]

    def debt_of(self, account_id: str) -> frozenset[str]:
        """Return the accounts that count as one debt with this one."""
        group = self.groups.get(account_id)
        if group is None:
            return frozenset({account_id})
        return frozenset({account_id, *(one for one, other in self.groups.items() if other == group)})


def ruled(
    contact: Contact, sealed: Mapping[str, Any], creditor: str | None, book: Book, digest: str
) -> Ruled | None:
    """Return the contact with its permissions; None where its entry holds no ruling."""
    rulings, question = sealed.get("rulings"), sealed.get("question") or {}
    if not rulings:
        return None
    accounts = {one["id"]: one.get("number_group") for one in question.get("accounts", ())}
    points = {one["id"]: one for one in question.get("contact_points", ())}
    person = question.get("person", {})
    point = points.get(contact.point or "", {})
    return Ruled(
        contact=contact,
        creditor=creditor,
        book=book,
        digest=digest,
        region=person.get("region") or _region(rulings[-1]) or "?",
        relation=person.get("relation", "customer"),
        groups=accounts,
        places={id_: one.get("place") for id_, one in points.items()},
        point_kind=point.get("kind", ""),
        permissions=tuple(_permission(one) for one in rulings[-1]["accounts"] if one["verdict"] == "allow"),
    )


def violation_of(
    kind: ViolationKind, one: Ruled, permission: Permission, rule: Entry, what: str
) -> Violation:
    """Return a violation of a rule by a contact, about one account."""
    return Violation(
        kind,
        one.contact.allowed_at,
        what,
        one.contact.entry_id,
        one.creditor,
        permission.account_id,
        f"{rule.pack}/{rule.id}",
    )


def _permission(said: Mapping[str, Any]) -> Permission:
    ends = said.get("not_after")
    return Permission(
        account_id=said["account_id"],
        actor=said.get("actor", {}).get("id"),
        rules=tuple((verdict[1], verdict[0]) for verdict in said["verdicts"]),
        requires=frozenset(said["requires"]),
        not_after=datetime.fromisoformat(ends) if ends else None,
        zones=tuple(ZoneInfo(clock[0]) for clock in said["clocks"]) or (_NOWHERE,),
    )


def _region(ruling: Mapping[str, Any]) -> str | None:
    return next((one["region"] for one in ruling.get("locations", ()) if one.get("region")), None)
