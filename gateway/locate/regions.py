"""Which clocks does a state or province have? Regions are ISO 3166-2; a city below one has its state's."""

from __future__ import annotations

from functools import cache

from gateway.locate.clocks import distinct, zones_of_country
from gateway.locate.zip_codes import zones_of_state

# Zones of the provinces and states of countries with several clocks (tz database, zone.tab, read 2026-11-22).
_ZONES: dict[str, tuple[str, ...]] = {
    "CA-NL": ("America/St_Johns", "America/Goose_Bay"),
    "CA-NS": ("America/Halifax", "America/Glace_Bay"),
    "CA-PE": ("America/Halifax",),
    "CA-NB": ("America/Moncton",),
    "CA-QC": ("America/Toronto", "America/Blanc-Sablon"),
    "CA-ON": ("America/Toronto", "America/Winnipeg", "America/Atikokan"),
    "CA-MB": ("America/Winnipeg",),
    "CA-SK": ("America/Regina", "America/Swift_Current", "America/Edmonton"),
    "CA-AB": ("America/Edmonton",),
    "CA-BC": ("America/Vancouver", "America/Creston", "America/Dawson_Creek", "America/Fort_Nelson",
              "America/Edmonton"),
    "CA-YT": ("America/Whitehorse", "America/Dawson"),
    "CA-NT": ("America/Inuvik", "America/Edmonton"),
    "CA-NU": ("America/Iqaluit", "America/Rankin_Inlet", "America/Resolute", "America/Cambridge_Bay",
              "America/Atikokan"),
    "AU-NSW": ("Australia/Sydney", "Australia/Broken_Hill", "Australia/Lord_Howe"),
    "AU-ACT": ("Australia/Sydney",),
    "AU-VIC": ("Australia/Melbourne",),
    "AU-QLD": ("Australia/Brisbane", "Australia/Lindeman"),
    "AU-SA": ("Australia/Adelaide",),
    "AU-NT": ("Australia/Darwin",),
    "AU-WA": ("Australia/Perth", "Australia/Eucla"),
    "AU-TAS": ("Australia/Hobart", "Antarctica/Macquarie"),
}  # fmt: skip

# First letter of a Canadian postal code (Canada Post, forward sortation areas, read 2026-11-22).
_CANADIAN_POSTAL = {
    "A": ("CA-NL",), "B": ("CA-NS",), "C": ("CA-PE",), "E": ("CA-NB",), "G": ("CA-QC",), "H": ("CA-QC",),
    "J": ("CA-QC",), "K": ("CA-ON",), "L": ("CA-ON",), "M": ("CA-ON",), "N": ("CA-ON",), "P": ("CA-ON",),
    "R": ("CA-MB",), "S": ("CA-SK",), "T": ("CA-AB",), "V": ("CA-BC",), "X": ("CA-NT", "CA-NU"),
    "Y": ("CA-YT",),
}  # fmt: skip


@cache
def zones_of_region(region: str) -> tuple[str, ...]:
    """Return every clock of a region; empty where it is not known which ones a part of a country has.

    A region of a country with a single clock has that one.
    """
    country, _, rest = region.upper().partition("-")
    state = rest.split("-")[0]
    if country == "US" and state:
        return zones_of_state(state)
    listed = _ZONES.get(f"{country}-{state}")
    if listed:
        return distinct(listed)
    whole = zones_of_country(country)
    return whole if len(whole) == 1 else ()


def regions_of_canadian_postal_code(code: str) -> tuple[str, ...]:
    """Return the provinces that share the first letter of a Canadian postal code."""
    return _CANADIAN_POSTAL.get(code.strip()[:1].upper(), ())
