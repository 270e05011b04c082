"""What does a question say about person, clocks and debt? The words of the contract, taken one by one."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from compliance.facts import Event, Facts, Point
from compliance.region_zones import REGION_ZONES

CHANNEL_OF = {"call": "voice", "sms": "sms", "email": "email", "letter": "letter"}
CONSUMERS = ("customer", "spouse", "parent_of_minor", "guardian", "executor")
PROFESSIONALS = ("attorney", "credit_bureau", "creditor", "creditor_attorney", "collector_attorney")
ABOUT_THE_CUSTOMER = frozenset(
    {
        "cease_request", "dispute", "verification_sent", "bankruptcy", "bankruptcy_ended", "deceased",
        "original_creditor_request", "original_creditor_sent", "validation_notice",
    }
)  # fmt: skip
ATTORNEYS = frozenset({"attorney_represents", "attorney_unresponsive", "attorney_consents"})


class Asked:
    """A question, with what every rule needs of it."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.clocks = tuple(ZoneInfo(name) for name in clocks_of(facts))
        self.calendars = self.clocks or _ANYWHERE
        self.regions = regions_of(facts)
        self.accounts = {each.id: each for each in (*facts.accounts, facts.account)}
        self.points = {each.id: each for each in (*facts.contact_points, facts.contact_point)}
        self.kind = str(facts.kind)
        self.place = facts.contact_point.place or "other"

    def dates(self, at: datetime) -> tuple[date, ...]:
        """Return what day it is on each clock that dates are read from."""
        return tuple([at.astimezone(zone).date() for zone in self.calendars])

    def contacts(self, direction: str) -> list[Event]:
        """Return the contacts in one direction."""
        return [event for event in self.facts.events if event.direction == direction]

    def is_ours(self, event: Event) -> bool:
        """Return whether the asking actor made or received a contact."""
        return event.actor in (None, self.facts.actor.id)

    def is_with_the_person(self, event: Event) -> bool:
        """Return whether an event names the person asked about."""
        return event.person in (None, self.facts.person.id)

    def debts_of(self, event: Event) -> set[str]:
        """Return the accounts for which a contact counts: those it names, and those talked of."""
        return {*(event.accounts or (self.facts.account.id,)), *event.discussed}

    def same_debt(self) -> set[str]:
        """Return the accounts that count as one debt with the account asked about."""
        group = self.facts.account.number_group
        same = {each.id for each in self.accounts.values() if group and each.number_group == group}
        return {self.facts.account.id, *same}

    def point_of(self, event: Event) -> Point | None:
        """Return the contact point of an event."""
        return self.points.get(event.contact_point or "")

    def standing(self, *types: str) -> list[Event]:
        """Return the standing facts of these types that bind this question, oldest first."""
        found = [event for event in self.facts.events if event.type in types and self._is_bound_by(event)]
        return sorted(found, key=lambda event: event.at)

    def permits(self, event: Event, at: datetime) -> bool:
        """Return whether a permission with an end, a date or an instant, has not ended on any clock."""
        if event.until_on is not None:
            return max(self.dates(at)) <= event.until_on
        return event.until is None or at < event.until

    def lasts(self, event: Event, at: datetime) -> bool:
        """Return whether a bar with an end, a date or an instant, has not ended on every clock."""
        if event.until_on is not None:
            return min(self.dates(at)) <= event.until_on
        return event.until is None or at < event.until

    def _is_bound_by(self, event: Event) -> bool:
        if event.accounts is not None and not self.same_debt() & set(event.accounts):
            return False
        if self.is_with_the_person(event):
            return True
        relation = self.facts.person.relation
        if event.type in ABOUT_THE_CUSTOMER:
            return relation != "customer"
        return event.type in ATTORNEYS and relation in CONSUMERS[1:]


def clocks_of(facts: Facts) -> list[str]:
    """Return the zones of the clocks that the person may be living by."""
    current = [each for each in facts.person.locations if each.clue == "current"]
    zones: list[str] = []
    for location in current or facts.person.locations:
        if location.time_zone is not None:
            zones.append(location.time_zone)
        elif location.region is not None:
            zones.extend(_zones_of(location.region))
    if not zones and facts.person.region is not None:
        zones.extend(_zones_of(facts.person.region))
    return list(dict.fromkeys(zones))


def regions_of(facts: Facts) -> frozenset[str]:
    """Return every region that appears, with all that contain it."""
    named = [facts.person.region, *(each.region for each in facts.person.locations)]
    if not any(named):  # a zone tells at least the country
        named = [country for each in facts.person.locations for country in _countries(each.time_zone)]
    return frozenset(wider for region in (*named, *facts.actor.regions) if region for wider in _wider(region))


def _countries(zone: str | None) -> list[str]:
    return [name.partition("-")[0] for name, zones in _TABLE.items() if zone in zones]


def _wider(region: str) -> list[str]:
    parts = region.split("-")
    return ["-".join(parts[: index + 1]) for index in range(len(parts))]


def _zones_of(region: str) -> list[str]:
    for name in reversed(_wider(region)):
        if name in _TABLE:
            return _TABLE[name]
    return []


_ANYWHERE = (
    ZoneInfo("Etc/GMT+12"),
    ZoneInfo("Pacific/Kiritimati"),
)  # where no clock is known: a day lasts longest
_TABLE = {row.split()[0]: row.split()[1:] for row in REGION_ZONES.split(";")}
