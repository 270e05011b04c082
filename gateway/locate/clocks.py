"""Which time zones exist, which of them read alike, and which does a country have? From the tz database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, available_timezones

_ALIKE_FROM = datetime(2020, 1, 1, tzinfo=UTC)  # Dunwell never judges a contact before this
_ALIKE_DAYS = 18 * 366  # to the end of 2037, as far as the tz database writes changes out


@cache
def known_zones() -> frozenset[str]:
    """Return every IANA zone name that this machine has rules for."""
    return frozenset(available_timezones())


def is_zone(name: str | None) -> bool:
    """Return whether a name is a zone whose clock can be read."""
    return name in known_zones()


def distinct(zones: Iterable[str]) -> tuple[str, ...]:
    """Return the zones without those whose clock reads like an earlier one's, in the given order."""
    seen: set[int] = set()
    kept = []
    for zone in zones:
        reading = _reading(zone)
        if reading not in seen:
            seen.add(reading)
            kept.append(zone)
    return tuple(kept)


@cache
def zones_of_country(country: str) -> tuple[str, ...]:
    """Return a country's zones (ISO 3166-1 alpha-2), each clock once; empty where the country is unknown."""
    return distinct(_country_table().get(country.upper(), ()))


@cache
def country_of_zone(zone: str) -> str | None:
    """Return the one country that a zone is listed for."""
    found = [country for country, zones in _country_table().items() if zone in zones]
    return found[0] if len(found) == 1 else None


@cache
def _country_table() -> dict[str, tuple[str, ...]]:
    text = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    table: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            if is_zone(zone):
                table[country] = (*table.get(country, ()), zone)
    return table


@cache
def _reading(zone: str) -> int:
    """A number that two zones share when their clocks read alike at noon UTC of every day concerned."""
    clock = ZoneInfo(zone)
    noon = _ALIKE_FROM + timedelta(hours=12)
    return hash(
        tuple((noon + timedelta(days=day)).astimezone(clock).utcoffset() for day in range(_ALIKE_DAYS))
    )
