"""How do people call a region? ISO 3166-2 codes as names."""

from __future__ import annotations

from functools import cache

from babel import Locale

# Names of parts of countries (ISO 3166-2, read 2026-11-22), and of the city one level deeper that has a law.
_UNITED_STATES = (
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|"
    "DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|"
    "KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|"
    "MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|"
    "NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|"
    "PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|"
    "VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|PR Puerto Rico|"
    "GU Guam|VI US Virgin Islands|AS American Samoa|MP Northern Mariana Islands|NY-NYC New York City"
)
_CANADA = (
    "AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|"
    "NS Nova Scotia|NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|"
    "SK Saskatchewan|YT Yukon"
)
_AUSTRALIA = (
    "ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|QLD Queensland|"
    "SA South Australia|TAS Tasmania|VIC Victoria|WA Western Australia"
)
_BRITAIN = "ENG England|NIR Northern Ireland|SCT Scotland|WLS Wales"
_PARTS = {"US": _UNITED_STATES, "CA": _CANADA, "AU": _AUSTRALIA, "GB": _BRITAIN}


@cache
def place_name(region: str) -> str:
    """Return the name of a country, of a part of one, or of a city; what has no name here keeps its code."""
    country, _, part = region.partition("-")
    if part:
        return _names().get(region, region)
    return str(Locale("en").territories.get(country, country))


def place_in_country(region: str) -> str:
    """Return the same with the country behind it."""
    country, _, part = region.partition("-")
    return f"{place_name(region)}, {place_name(country)}" if part else place_name(region)


def listed(words: list[str], last: str = "and") -> str:
    """Return words as a sentence lists them."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


@cache
def _names() -> dict[str, str]:
    rows = [(country, row) for country, rows in _PARTS.items() for row in rows.split("|")]
    return {f"{country}-{row.partition(' ')[0]}": row.partition(" ")[2] for country, row in rows}
