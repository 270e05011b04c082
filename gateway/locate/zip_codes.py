"""Which clocks and which state does a US ZIP code, state or area code stand for?"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import zipcodes

from gateway.locate.clocks import distinct, is_zone

_ZIP = re.compile(r"(\d{5})(-?\d{4})?")
# Freely associated states: independent countries that the US mail serves.
_COUNTRIES = {"FM": "FM", "MH": "MH", "PW": "PW"}

# Towns that live by another clock than the one the law or the list gives them: eastern Alabama works and
# shops in Columbus and West Point, Georgia; Kenton in New Mexico's hours; Hyder in British Columbia's.
_ALSO = {
    **dict.fromkeys(
        ("36854", "36856", "36863", "36867", "36868", "36869", "36870", "36872", "36875", "36877"),
        "America/New_York",
    ),
    "73946": "America/Denver",
    "79847": "America/Chicago",
    "99923": "America/Vancouver",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Clocks and region that one sign stands for; either may be missing."""

    zones: tuple[str, ...]
    region: str | None


@dataclass(slots=True)
class _Tables:
    places: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # ZIP -> zone, state, county
    counties: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    states: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    code_zones: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    code_states: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


@cache
def place_of_zip(text: str) -> Place | None:
    """Return where a ZIP code is, or None where it is no civil ZIP code.

    Every clock of a county that straddles a line counts: the list puts a few towns on the wrong side of it.
    """
    match = _ZIP.fullmatch(text.strip())
    found = _tables().places.get(match[1]) if match else None
    if match is None or found is None:
        return None
    zone, state, county = found
    also = _ALSO.get(match[1])
    zones = [zone, *_tables().counties[county], *([also] if also else [])]
    return Place(distinct(filter(is_zone, zones)), _region(state))


@cache
def zones_of_state(state: str) -> tuple[str, ...]:
    """Return every clock of a US state or territory, the most common one first; () where there is no such."""
    return _common_first(_tables().states.get(state, Counter()))


@cache
def place_of_area_code(code: str) -> Place | None:
    """Return every clock of all ZIP codes that share an area code, and the state it belongs to.

    An area code belongs to one state; the neighbours in the list are towns just across the line.
    """
    zones = _common_first(_tables().code_zones.get(code, Counter()))
    if not zones:
        return None
    state, _ = _tables().code_states[code].most_common(1)[0]
    return Place(zones, _region(state))


def _common_first(counted: Counter[str]) -> tuple[str, ...]:
    return distinct(zone for zone, _ in counted.most_common())


def _region(state: str) -> str:
    return _COUNTRIES.get(state, f"US-{state}")


@cache
def _tables() -> _Tables:
    tables = _Tables()
    for row in _civil_rows():
        zone, state = sys.intern(row["timezone"]), sys.intern(row["state"])
        county = sys.intern(f"{state}:{row['county'] or row['zip_code']}")
        tables.places[row["zip_code"]] = (zone, state, county)
        if not is_zone(zone):  # 99634 has its town's name there; its county's clocks still count
            continue
        tables.counties[county][zone] += 1
        tables.states[state][zone] += 1
        for code in row["area_codes"]:
            tables.code_zones[code][zone] += 1
            tables.code_states[code][state] += 1
    return tables


def _civil_rows() -> Iterator[dict[str, Any]]:
    for digit in "0123456789":  # a tenth at a time: the whole list as dicts takes 60 MB
        for row in zipcodes.similar_to(digit):  # type: ignore[no-untyped-call]
            if row["zip_code_type"] != "MILITARY":
                yield row
