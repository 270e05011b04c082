"""How many contacts fell into one window? Counted naively, from a pack's words, without the rulebook's code.

Each contact is held against the window one by one; nothing is remembered from one contact to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from compliance.packs import Entry
from gateway.audit.acts import NOT_PLACED, Act
from gateway.audit.permission import Permission, Ruled

CAPPED = frozenset({"contact_cap", "call_frequency"})
_CALLS: Mapping[str, Any] = {"counts": ["call:placed"], "per": "debt"}
"""What 12 CFR 1006.14(b)(2)(i)(A) counts: calls placed about one debt, whatever number was dialled."""
_DAY = timedelta(days=1)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Limit:
    """So many contacts that count within one window."""

    most: int
    words: str
    said: Mapping[str, Any]

    @classmethod
    def of(cls, entry: Entry) -> Limit:
        """Return the limit that a pack's rule states."""
        said = entry.limits
        if entry.kind == "call_frequency":
            return cls(said["max_calls"], _days(said["days"]), {**_CALLS, "days": said["days"]})
        return cls(said["max"], _words(said), said)

    def binds(self, ruled: Ruled) -> bool:
        """Whether a contact is of the kind that the limit is about."""
        said, contact = self.said, ruled.contact
        place = ruled.places.get(contact.point or "") or "other"
        return (
            _within(said.get("purposes"), contact.kind)
            and (not said.get("forms") or contact.form in said["forms"])
            and _within(said.get("point_kinds"), ruled.point_kind)
            and _within(said.get("places"), place)
        )

    def counted(self, acts: Sequence[Act], ruled: Ruled, permission: Permission) -> tuple[list[Act], bool]:
        """Return the earlier contacts that a ruling had to count, and whether its own contact counts too."""
        contact = ruled.contact
        known = [act for act in acts if act.was_known(contact.seq)]
        earlier = [act for act in known if act.contact or act.at <= contact.allowed_at]
        counting = [act for act in earlier if self._counts(act, acts, ruled, permission)]
        if self.said.get("begins_with_conversation"):
            spoken = [act.at for act in earlier if act.result_at(contact.seq) == "conversation"]
            counting = [act for act in counting if spoken and act.at >= min(spoken)]
        own = next(act for act in acts if act.contact is contact)
        return counting, self._is_kind(own, contact.seq)

    def holds(self, earlier: Act, at: datetime, zone: ZoneInfo) -> bool:
        """Whether an earlier contact still counts at an instant, by one clock."""
        said = self.said
        if "rolling_hours" in said:
            return at - earlier.at < timedelta(hours=said["rolling_hours"])
        first, today = earlier.at.astimezone(zone).date(), at.astimezone(zone).date()
        if "days" in said:
            return (today - first).days < int(said["days"])  # the contact's own date is day 1
        if "calendar" in said:
            return _period(first, said) == _period(today, said)
        return _business_days(first, today) < int(said["business_days"])

    def _counts(self, act: Act, acts: Sequence[Act], ruled: Ruled, permission: Permission) -> bool:
        said = self.said
        own_actor = said.get("actors", "own") != "own" or act.actor in (None, permission.actor)
        own_person = said.get("persons", "asked") == "all" or act.person is None
        place = ruled.places.get(act.point or "") or "other"
        return (
            not act.inbound
            and self._is_kind(act, ruled.contact.seq)
            and own_actor
            and own_person
            and self._shares_unit(act, ruled, permission)
            and (act.point not in ruled.places or _within(said.get("places"), place))
            and (act.form is None or _within(said.get("forms"), act.form))
            and (act.kind is None or _within(said.get("purposes"), act.kind))
            and not (said.get("replies_count") is False and _is_reply(act, acts))
        )

    def _is_kind(self, act: Act, seq: int) -> bool:
        kinds, result = self.said["counts"], act.result_at(seq)
        if act.type in kinds:
            return True
        if act.type != "call":
            return False
        if result is None:
            return any(kind.startswith("call:") for kind in kinds)
        placed = "call:placed" in kinds and result not in NOT_PLACED
        return placed or f"call:{result}" in kinds

    def _shares_unit(self, act: Act, ruled: Ruled, permission: Permission) -> bool:
        unit, account_id = self.said["per"], permission.account_id
        if unit == "number":
            return act.point in (None, ruled.contact.point)
        if unit in ("customer", "creditor") or not act.accounts:
            return True  # a customer of ours has one creditor; who names no account means all
        wanted = ruled.debt_of(account_id) if unit == "debt" else {account_id}
        return not wanted.isdisjoint(act.accounts)


def largest(counting: Iterable[Act], limit: Limit, at: datetime, zones: Iterable[ZoneInfo]) -> int:
    """Return the largest number of earlier contacts within the window by any clock."""
    acts = list(counting)
    return max((sum(limit.holds(act, at, zone) for act in acts) for zone in zones), default=0)


def _within(allowed: Sequence[str] | None, word: str) -> bool:
    return not allowed or word in allowed


def _is_reply(act: Act, acts: Sequence[Act]) -> bool:
    """A reply says so; one that says nothing of itself is the first contact after something that came in."""
    if act.kind is not None or act.in_reply_to is not None:
        return act.kind == "reply" or act.in_reply_to is not None
    before = [other for other in acts if other.type == act.type and other.at <= act.at and other is not act]
    return bool(before) and before[-1].inbound


def _period(day: date, said: Mapping[str, Any]) -> tuple[int, ...]:
    if said["calendar"] == "year":
        return (day.year,)
    if said["calendar"] == "month":
        return (day.year, day.month)
    starts = _WEEKDAYS.index(said.get("week_starts", "sun"))
    return ((day - _DAY * ((day.weekday() - starts) % 7)).toordinal(),)


def _business_days(first: date, today: date) -> int:
    """Business days after the first date up to today. Holidays are left to the rulebook: here they count, so
    that a window may look shorter than it is, never longer."""
    days = ((first + _DAY * n) for n in range(1, (today - first).days + 1))
    return sum(day.weekday() < 5 for day in days)


def _words(said: Mapping[str, Any]) -> str:
    if "rolling_hours" in said:
        return f"{said['rolling_hours']} hours"
    if "business_days" in said:
        return f"{said['business_days']} business days"
    return f"calendar {said['calendar']}" if "calendar" in said else _days(said["days"])


def _days(days: int) -> str:
    return f"{days} calendar days" if days > 1 else "1 calendar day"
