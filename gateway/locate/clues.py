"""Which signs of a customer's whereabouts count? All of them: windows are intersected over every clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from compliance.facts import Location
from gateway.domain.portfolio import ContactPoint, Customer
from gateway.domain.words import PointKind
from gateway.locate.clocks import distinct, is_zone, zones_of_country
from gateway.locate.numbers import place_of_number
from gateway.locate.regions import regions_of_canadian_postal_code, zones_of_region
from gateway.locate.zip_codes import place_of_zip


class Sign(NamedTuple):
    """One place where the customer may be, and what says so.

    read_from: `time_zone`, `postal_code`, `region` or `country` of the customer, `number` of the contact
    point, or `creditor`: nothing of the customer's own, so the creditor's country.
    """

    read_from: str
    location: Location
    point: ContactPoint | None = None


_Places = tuple[Location, ...]
_NUMBERS = (PointKind.MOBILE, PointKind.LANDLINE)
# The United States and the territories whose people write US ZIP codes and may name themselves the country.
_ZIP_COUNTRIES = frozenset({"US", "PR", "GU", "VI", "AS", "MP"})


def locations(
    customer: Customer,
    point: ContactPoint | None,
    others: Sequence[ContactPoint] = (),
    *,
    creditor_country: str | None,
) -> tuple[Location, ...]:
    """Return every sign of where the customer may be when `point` is used.

    others: the customer's other contact points; a retired one says nothing.
    creditor_country: where the customer's own country is not known (ISO 3166-1 alpha-2).
    A call or SMS with no known clock gets (): the rulebook refuses it. An email or letter then gets every
    clock of the country.
    """
    found = _found(customer, point, others, creditor_country)
    return tuple(dict.fromkeys([place for _, _, places in found for place in places]))


def signs(
    customer: Customer,
    point: ContactPoint | None,
    others: Sequence[ContactPoint] = (),
    *,
    creditor_country: str | None,
) -> list[Sign]:
    """Return the same with what each was read from; one place may have several signs."""
    found = _found(customer, point, others, creditor_country)
    return [Sign(read_from, place, of) for read_from, of, places in found for place in places]


def customer_zones(
    customer: Customer, points: Sequence[ContactPoint] = (), *, creditor_country: str | None
) -> tuple[str, ...]:
    """Return every clock that the customer may live by; empty only where not even a country is known."""
    numbers = tuple(point.value for point in _numbers(None, points))
    return zones_by_numbers(customer, numbers, creditor_country=creditor_country)


def zones_by_numbers(
    customer: Customer, numbers: tuple[str, ...], *, creditor_country: str | None
) -> tuple[str, ...]:
    """Return the same where only the numbers of the customer's contact points in use are at hand."""
    found = list(_declared(customer.time_zone))
    for _, places in _residence(customer.postal_code, customer.region, customer.country, creditor_country):
        found += places
    for number in numbers:
        found += _number(number, PointKind.MOBILE.value)
    found = found or list(_whole_country(customer.country or creditor_country))
    return distinct(dict.fromkeys(place.time_zone for place in found if place.time_zone))


def _numbers(point: ContactPoint | None, others: Iterable[ContactPoint]) -> Iterator[ContactPoint]:
    if point is not None and point.kind in _NUMBERS:
        yield point
    for other in others:
        if other.kind in _NUMBERS and other.retired_at is None and other is not point:
            yield other


def _found(
    customer: Customer,
    point: ContactPoint | None,
    others: Iterable[ContactPoint],
    creditor_country: str | None,
) -> list[tuple[str, ContactPoint | None, _Places]]:
    """Places by what they were read from, as the fields of a sign."""
    found: list[tuple[str, ContactPoint | None, _Places]] = []
    if customer.time_zone:
        found.append(("time_zone", None, _declared(customer.time_zone)))
    home = _residence(customer.postal_code, customer.region, customer.country, creditor_country)
    found += [(read_from, None, places) for read_from, places in home]
    found += [("number", one, _number(one.value, one.kind.value)) for one in _numbers(point, others)]
    if any(places for _, _, places in found) or (point is not None and point.kind in _NUMBERS):
        return found
    read_from = "country" if customer.country else "creditor"
    return [(read_from, None, _whole_country(customer.country or creditor_country))]


def _declared(zone: str | None) -> tuple[Location, ...]:
    """A declared zone stands beside the others; only a `current` location settles the clocks."""
    return (Location("declared", zone),) if is_zone(zone) else ()


@lru_cache(maxsize=65_536)
def _residence(
    postal_code: str | None, region: str | None, country: str | None, creditor_country: str | None
) -> tuple[tuple[str, _Places], ...]:
    """Clocks of the address. A state that its postal code contradicts counts beside it."""
    place = (country or (region or "").partition("-")[0] or creditor_country or "").upper()
    found: list[tuple[str, _Places]] = (
        [("postal_code", tuple(_postal(postal_code, place)))] if postal_code else []
    )
    if region and region not in {one.region for _, places in found for one in places}:
        found.append(
            ("region", tuple(Location("residence", zone, region) for zone in zones_of_region(region)))
        )
    if not any(places for _, places in found) and len(zones_of_country(place)) == 1 and (country or region):
        only = Location("residence", zones_of_country(place)[0], region or place)
        found = [("region" if region else "country", (only,))]
    return tuple(found)


def _postal(code: str, country: str) -> Iterator[Location]:
    if country in _ZIP_COUNTRIES:
        place = place_of_zip(code)
        for zone in place.zones if place else ():
            yield Location("residence", zone, place.region if place else None)
    elif country == "CA":
        for region in regions_of_canadian_postal_code(code):
            yield from (Location("residence", zone, region) for zone in zones_of_region(region))


@lru_cache(maxsize=65_536)
def _number(number: str, clue: str) -> tuple[Location, ...]:
    place = place_of_number(number)
    return tuple(Location(clue, zone, place.region) for zone in place.zones)


@lru_cache(maxsize=512)
def _whole_country(country: str | None) -> tuple[Location, ...]:
    if country is None:
        return ()
    return tuple(Location("residence", zone, country.upper()) for zone in zones_of_country(country))
