"""Where may the holder of a telephone number live? Every clock that its area code or prefix can mean."""

from __future__ import annotations

from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType as Kind
from phonenumbers.timezone import time_zones_for_geographical_number, time_zones_for_number
from phonenumbers.tzdata import TIMEZONE_DATA

from gateway.locate.clocks import country_of_zone, distinct, is_zone, zones_of_country
from gateway.locate.regions import zones_of_region
from gateway.locate.zip_codes import Place, place_of_area_code

NOWHERE = Place((), None)
_LOCATED = frozenset({Kind.FIXED_LINE, Kind.MOBILE, Kind.FIXED_LINE_OR_MOBILE})

# Canadian area codes by province (Canadian Numbering Administrator, read 2026-11-22).
_CANADA: dict[str, tuple[str, ...]] = {
    "CA-AB": ("368", "403", "587", "780", "825"),
    "CA-BC": ("236", "250", "257", "604", "672", "778"),
    "CA-MB": ("204", "431", "584"),
    "CA-NB": ("428", "506"),
    "CA-NL": ("709", "879"),
    "CA-NS CA-PE": ("782", "902"),
    "CA-ON": ("226", "249", "289", "343", "365", "382", "387", "416", "437", "460", "519", "537", "548",
              "613", "647", "683", "705", "742", "753", "807", "905", "942"),
    "CA-QC": ("263", "354", "367", "418", "438", "450", "468", "514", "579", "581", "819", "873"),
    "CA-SK": ("306", "474", "639"),
    "CA-YT CA-NT CA-NU": ("867",),
}  # fmt: skip


def place_of_number(number: str) -> Place:
    """Return the clocks and region that an E.164 number stands for.

    Toll-free, premium and other numbers without a place give NOWHERE, and so does what is no number.
    """
    if number.startswith("+1"):
        return _north_american(number[2:5])
    return _elsewhere(number)


@cache
def _north_american(code: str) -> Place:
    """The prefix table alone is not safe: it has one clock for 850 and most other divided area codes."""
    provinces = _canadian_codes().get(code)
    if provinces:
        zones = [*_prefix_zones(code), *(zone for one in provinces for zone in zones_of_region(one))]
        return Place(distinct(zones), provinces[0] if len(provinces) == 1 else "CA")
    american = place_of_area_code(code)
    zones = [*(american.zones if american else ()), *_prefix_zones(code)]
    if not zones:
        return NOWHERE
    return Place(distinct(zones), american.region if american else country_of_zone(zones[0]))


@cache
def _canadian_codes() -> dict[str, tuple[str, ...]]:
    return {code: tuple(names.split()) for names, codes in _CANADA.items() for code in codes}


def _prefix_zones(code: str) -> list[str]:
    listed = [zones for prefix, zones in TIMEZONE_DATA.items() if prefix.startswith("1" + code)]
    return sorted({zone for zones in listed for zone in zones if is_zone(zone)})


@lru_cache(maxsize=65_536)
def _elsewhere(number: str) -> Place:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return NOWHERE
    kind = phonenumbers.number_type(parsed)
    if kind == Kind.UNKNOWN:
        return _anywhere_with(parsed.country_code)
    if kind not in _LOCATED:
        return NOWHERE
    # A mobile number's prefix may name one city of a country through which the number travels: take both.
    zones = (*time_zones_for_geographical_number(parsed), *time_zones_for_number(parsed))
    region = phonenumbers.region_code_for_number(parsed)
    return Place(distinct(filter(is_zone, zones)), region)


@cache
def _anywhere_with(calling_code: int) -> Place:
    """A number of a range that the tables do not have yet may be anywhere under its calling code."""
    countries = phonenumbers.region_codes_for_country_code(calling_code)
    zones = distinct(zone for country in countries for zone in zones_of_country(country))
    return Place(zones, countries[0]) if zones else NOWHERE
