"""What do the facts of one question come to? Indexed once, so that each rule looks at little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, KeysView, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from operator import attrgetter
from zoneinfo import ZoneInfo

from compliance.answering import answered_event
from compliance.facts import Event, Facts, Location, Person
from compliance.lazy import lazy
from compliance.local_days import day_end, local_date
from compliance.regions import countries_of, with_parents, zones_of

CONTACT_TYPES = frozenset({"call", "sms", "email", "letter", "portal"})
CONSUMERS = frozenset({"customer", "spouse", "parent_of_minor", "guardian", "executor"})
"""Whom the law treats as the consumer (12 CFR 1006.6(a))."""
PROFESSIONALS = frozenset(
    {"attorney", "credit_bureau", "creditor", "creditor_attorney", "collector_attorney"}
)
"""Who may be told of a debt and is not protected from calls (12 CFR 1006.6(d)(1)(ii)-(vi))."""

_OF_THE_ACCOUNT = frozenset(
    {
        "cease_request",
        "dispute",
        "verification_sent",
        "original_creditor_request",
        "original_creditor_sent",
        "validation_notice",
        "bankruptcy",
        "bankruptcy_ended",
        "deceased",
    }
)
"""Facts about the customer that bind questions about everybody else on the account too."""
_OF_THE_CONSUMER = frozenset({"attorney_represents", "attorney_unresponsive", "attorney_consents"})
"""Facts about the customer that bind questions about those who stand in the customer's place."""

_ANYWHERE = (ZoneInfo("Etc/GMT+12"), ZoneInfo("Pacific/Kiritimati"))
"""The last and the first clock on Earth: between them a date lasts longest."""


@dataclass(frozen=True, slots=True)
class RegionSign:
    """A region whose law may bind, and where it was read.

    named_by: person, location, zone (of a location without a region) or licence.
    """

    region: str
    named_by: str
    place: Location | None = None


class Case:
    """One question's facts. Nothing here depends on the instant asked about: rules are asked again about
    later instants."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._standing: dict[str, tuple[Event, ...]] = {}
        self._events = _in_order(facts.events)
        by_type: defaultdict[str, list[Event]] = defaultdict(list)
        for event in self._events:
            by_type[event.type].append(event)
        self._by_type: dict[str, list[Event]] = dict(by_type)

    @property
    def event_types(self) -> KeysView[str]:
        """The types of all events, whether or not they bind this question."""
        return self._by_type.keys()

    @lazy
    def clocks(self) -> tuple[ZoneInfo, ...]:
        """Every clock that the person may be living by; none if none is known or one cannot be read."""
        return clocks_of(self.facts.person)

    @lazy
    def calendars(self) -> tuple[ZoneInfo, ...]:
        """The clocks by which dates are counted: where none is known, the extremes of all of them."""
        return self.clocks or _ANYWHERE

    def day(self, instant: datetime) -> date:
        """Return the date of an instant as the person would name it, by the first clock."""
        return local_date(instant, self.calendars[0])

    def moment(self, instant: datetime) -> str:
        """Return date and time of an instant by the first clock; the date alone where a day begins."""
        local = instant.astimezone(self.calendars[0])
        return f"{local:%Y-%m-%d}" if local.time() == time() else f"{local:%H:%M} on {local:%Y-%m-%d}"

    @lazy
    def debt_ids(self) -> frozenset[str]:
        """The account and those that count as one debt with it."""
        account = self.facts.account
        if account.number_group is None:
            return frozenset({account.id})
        same = (other.id for other in self.facts.accounts if other.number_group == account.number_group)
        return frozenset({account.id, *same})

    def standing(self, kind: str) -> tuple[Event, ...]:
        """Return the events of a type that bind this person and this account, oldest first."""
        if kind not in self._by_type:
            return ()
        found = self._standing.get(kind)
        if found is None:
            found = self._standing[kind] = tuple(filter(self._binds, self._by_type[kind]))
        return found

    def latest(self, *kinds: str) -> Event | None:
        """Return the latest standing event of these types."""
        events = [event for kind in kinds for event in self.standing(kind)[-1:]]
        return max(events, key=attrgetter("at"), default=None)

    @lazy
    def all_contacts(self) -> Sequence[Event]:
        """Contacts with anybody, newest first."""
        return [event for event in reversed(self._events) if event.type in CONTACT_TYPES]

    @lazy
    def contacts(self) -> Sequence[Event]:
        """Contacts with the person asked about, in both directions, newest first."""
        me = self.facts.person.id
        return [event for event in self.all_contacts if event.person is None or event.person == me]

    @lazy
    def outbound(self) -> Sequence[Event]:
        """Our side's contacts with the person, newest first, by whomever they were made."""
        return [event for event in self.contacts if event.direction != "inbound"]

    @lazy
    def inbound(self) -> Sequence[Event]:
        """What came from the person, newest first."""
        return [event for event in self.contacts if event.direction == "inbound"]

    def is_by_actor(self, event: Event) -> bool:
        return event.actor is None or event.actor == self.facts.actor.id

    def accounts_of(self, contact: Event) -> Iterable[str]:
        """Return the accounts that a contact counts for and those to which talk turned."""
        return (*(contact.accounts or (self.facts.account.id,)), *contact.discussed)

    def is_about_debt(self, contact: Event) -> bool:
        if contact.accounts is None and not contact.discussed:
            return True  # the question's own account
        return not self.debt_ids.isdisjoint(self.accounts_of(contact))

    @lazy
    def answered(self) -> Event | None:
        """What of the customer's this contact answers, for the first time and by the same medium."""
        return answered_event(self)

    def answers_after(self, stop: datetime) -> bool:
        """Return whether this contact answers, once, what the customer sent after a stop."""
        return self.answered is not None and self.answered.at > stop

    def bar_ends(self, event: Event) -> datetime | None:
        """Return when a bar's own `until` has passed on every clock; None if it has none."""
        if event.until_on is not None:
            return max(day_end(zone, event.until_on) for zone in self.calendars)
        return event.until

    def permission_ends(self, event: Event) -> datetime | None:
        """Return when a permission's own `until` has passed on the first clock; None if it has none."""
        if event.until_on is not None:
            return min(day_end(zone, event.until_on) for zone in self.calendars)
        return event.until

    def _binds(self, event: Event) -> bool:
        if event.accounts and self.debt_ids.isdisjoint(event.accounts):
            return False
        person = self.facts.person
        if event.person is None or event.person == person.id:
            return True
        if event.type in _OF_THE_ACCOUNT:
            return person.relation != "customer"
        if event.type in _OF_THE_CONSUMER:
            return person.relation in CONSUMERS and person.relation != "customer"
        return False


def _in_order(events: Sequence[Event]) -> list[Event]:
    """Return the events oldest first. What happened at one instant is put in an order of its own, so that the
    order in which events are told never matters."""
    found = sorted(events, key=attrgetter("at"))
    if len({event.at for event in found}) < len(found):
        found.sort(key=lambda event: (event.at, repr(event)))
    return found


@lru_cache(maxsize=16384)
def clocks_of(person: Person) -> tuple[ZoneInfo, ...]:
    """Return every clock that a person may be living by, in the order of the locations.

    A current location settles the clocks; a region gives clocks only where no location does.
    """
    current = tuple(place for place in person.locations if place.clue == "current")
    for places in (current, person.locations):
        names = [
            name
            for place in places
            for name in ((place.time_zone,) if place.time_zone else zones_of(place.region or ""))
        ]
        if names:
            return _read_zones(names)
    return _read_zones(zones_of(person.region or ""))


def regions_of(facts: Facts) -> frozenset[str]:
    """Return every region that appears, with those that contain it."""
    return frozenset(outer for sign in region_signs(facts) for outer in with_parents(sign.region))


def region_signs(facts: Facts) -> tuple[RegionSign, ...]:
    """Return every region that appears and what names it: the person's, the locations', and those whose
    licence the actor holds. Where neither person nor location names one, a zone still tells the country."""
    person = facts.person
    signs = [RegionSign(person.region, "person")] if person.region else []
    signs += [RegionSign(place.region, "location", place) for place in person.locations if place.region]
    if not signs:
        signs = [
            RegionSign(country, "zone", place)
            for place in person.locations
            for country in countries_of(place.time_zone or "")
        ]
    licences = [RegionSign(region, "licence") for region in facts.actor.regions if region]
    return tuple(dict.fromkeys([*signs, *licences]))


def _read_zones(names: Iterable[str]) -> tuple[ZoneInfo, ...]:
    try:
        return tuple(ZoneInfo(name) for name in dict.fromkeys(names))
    except (KeyError, ValueError, OSError):  # unreadable: better no clock, which refuses, than a wrong one
        return ()
