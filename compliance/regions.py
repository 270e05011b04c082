"""Which regions does a region bring along, and which clocks do its people keep?"""

from __future__ import annotations

import re
from functools import lru_cache

from compliance.region_zones import REGION_ZONES

_BY_NAME = {
    "US/": "US",
    "America/Indiana": "US",
    "America/Kentucky/": "US",
    "America/North_Dakota/": "US",
    "Canada/": "CA",
    "Australia/": "AU",
    "Asia/Calcutta": "IN",
    "GB": "GB",
    "Europe/Belfast": "GB",
}
"""Zones of the packs' countries that the table leaves out, for they agree with others or are older names."""
_REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,4}){0,3}")


def is_region(text: str) -> bool:
    """Return whether a text has the form of an ISO 3166-2 region, or of a city one level deeper."""
    return _REGION.fullmatch(text) is not None


def is_known(region: str) -> bool:
    """Return whether there is such a country, and such a part where the table knows a country's parts."""
    country, *parts = region.split("-")
    if country not in _table():
        return False
    divided = any(name.startswith(f"{country}-") for name in _table())
    return not parts or not divided or f"{country}-{parts[0]}" in _table()


@lru_cache(maxsize=4096)
def with_parents(region: str) -> tuple[str, ...]:
    """Return a region and all that contain it: US-NY-NYC, US-NY, US."""
    parts = region.split("-")
    return tuple("-".join(parts[:length]) for length in range(len(parts), 0, -1))


@lru_cache(maxsize=4096)
def zones_of(region: str) -> tuple[str, ...]:
    """Return every zone of a region, or of the smallest known region around it; none if the country is
    unknown."""
    table = _table()
    return next((table[name] for name in with_parents(region) if name in table), ())


@lru_cache(maxsize=4096)
def countries_of(zone: str) -> tuple[str, ...]:
    """Return the countries in whose list, or in a part's, a zone stands; else those that its name tells."""
    found = {name.partition("-")[0] for name, zones in _table().items() if zone in zones}
    if not found:
        found = {country for name, country in _BY_NAME.items() if zone.startswith(name)}
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    rows = (row.split() for row in REGION_ZONES.split(";"))
    return {row[0]: tuple(row[1:]) for row in rows}
