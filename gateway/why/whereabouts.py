"""What says where a customer may be? In words, and no number in full: law and clocks follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compliance.case import RegionSign
from compliance.facts import Location
from gateway.domain.portfolio import ContactPoint, Creditor, Customer
from gateway.domain.words import Channel, PointKind
from gateway.locate import Sign, signs
from gateway.why.places import place_in_country

_KINDS = {
    PointKind.EMAIL: "email address",
    PointKind.MOBILE: "mobile number",
    PointKind.LANDLINE: "landline number",
    PointKind.POSTAL: "postal address",
}
_NUMBERS = (PointKind.MOBILE, PointKind.LANDLINE)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Every sign of where one customer may be."""

    customer: Customer
    creditor: Creditor
    signs: tuple[Sign, ...]

    @classmethod
    def of(
        cls,
        customer: Customer,
        creditor: Creditor,
        used: Iterable[ContactPoint],
        points: Sequence[ContactPoint],
    ) -> Whereabouts:
        """Return the signs that count when the contact points in use are used; points: all there are."""
        country = creditor.default_country
        found = [one for point in used for one in signs(customer, point, points, creditor_country=country)]
        return cls(customer, creditor, tuple(dict.fromkeys(found)))

    @property
    def actor(self) -> str:
        """Who contacts the customer."""
        return self.creditor.collector_name or self.creditor.name

    def naming(self, found: Iterable[RegionSign]) -> list[tuple[str, list[str]]]:
        """Return the places that the signs name, each with what names it."""
        places: dict[str, list[str]] = {}
        for sign in found:
            places.setdefault(place_in_country(sign.region), []).extend(self._named_by(sign))
        return [(place, list(dict.fromkeys(clues))) for place, clues in places.items()]

    def of_zone(self, zone: str) -> list[str]:
        """Return what says that the customer may live by a clock."""
        return list(dict.fromkeys(self._clue(sign) for sign in self.signs if sign.location.time_zone == zone))

    def _named_by(self, sign: RegionSign) -> list[str]:
        if sign.named_by == "licence":
            return [f"a licence that {self.actor} holds there"]
        if sign.named_by == "person":
            return [self._home()]
        return self._clues(sign.place)

    def _clues(self, place: Location | None) -> list[str]:
        return [self._clue(sign) for sign in self.signs if sign.location == place]

    def _clue(self, sign: Sign) -> str:
        if sign.point is not None:
            return f"{_prefix(sign.point)} of {point_in_words(sign.point)}"
        if sign.read_from == "postal_code":
            return f"the postal code {self.customer.postal_code}"
        if sign.read_from == "time_zone":
            return f"the time zone that was declared, {sign.location.time_zone}"
        return self._address(sign.read_from)

    def _home(self) -> str:
        customer = self.customer
        return self._address("region" if customer.region else "country" if customer.country else "creditor")

    def _address(self, read_from: str) -> str:
        if read_from == "creditor":
            return f"the country of {self.creditor.name}, as the customer's own is not known"
        return f"the {read_from} in the address"


def point_in_words(point: ContactPoint) -> str:
    """Return a contact point without what would let somebody use it."""
    ending = f" ending in {point.value[-2:]}" if point.kind in _NUMBERS else ""
    place = f" ({point.place})" if point.place else ""
    return f"the {_KINDS[point.kind]}{ending}{place}"


def no_point_in_words(channel: Channel) -> str:
    """Return what is missing where a channel reaches nobody."""
    needed = {
        Channel.EMAIL: "email address",
        Channel.SMS: "mobile number",
        Channel.VOICE: "telephone number",
        Channel.LETTER: "postal address",
    }[channel]
    return f"No {needed} is known that is still in use."


def _prefix(point: ContactPoint) -> str:
    return f"the area code {point.value[2:5]}" if point.value.startswith("+1") else "the prefix"
