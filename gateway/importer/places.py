"""Which country, region and clock does a text name? ISO codes, IANA names, names of states."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import available_timezones

from babel.core import get_global

from compliance.regions import zones_of

_CODE = re.compile(r"[A-Z0-9]{1,3}")
_WITH_COUNTRY = re.compile(r"([A-Z]{2})-([A-Z0-9]{1,4}(?:-[A-Z0-9]{1,4})?)")

# USPS and Canada Post names of the states and provinces (read 2026-11-22), for files that write them out.
_NAMES = {
    "US": "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,"
    "DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,"
    "IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,"
    "MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,"
    "NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,"
    "OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,"
    "TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,"
    "WI Wisconsin,WY Wyoming,PR Puerto Rico,GU Guam,VI Virgin Islands,AS American Samoa,"
    "MP Northern Mariana Islands",
    "CA": "AB Alberta,BC British Columbia,MB Manitoba,NB New Brunswick,NL Newfoundland and Labrador,"
    "NS Nova Scotia,NT Northwest Territories,NU Nunavut,ON Ontario,PE Prince Edward Island,QC Quebec,"
    "QC Québec,SK Saskatchewan,YT Yukon",
}


@lru_cache(maxsize=1024)
def country(text: str) -> str:
    """Return the two-letter code of a country given by its two or three letters (ISO 3166-1).

    Raises ValueError.
    """
    code = text.strip().upper()
    if len(code) == 3 and code.isalpha():
        code = _by_three_letters().get(code, "")
    if len(code) != 2 or not zones_of(code):
        raise ValueError("is no country code of ISO 3166-1, such as US")
    return code


@lru_cache(maxsize=8192)
def region(text: str, of_country: str | None) -> str:
    """Return an ISO 3166-2 code such as US-NY, from that, from NY, or from the name of a state.

    of_country: the row's country; needed unless the text names it. Raises ValueError.
    """
    code = text.strip().upper()
    if match := _WITH_COUNTRY.fullmatch(code):
        if of_country is not None and match[1] != of_country:
            raise ValueError("names another country than the row does")
        return _known(match[1], match[2])
    if of_country is None:
        raise ValueError("needs a country beside it, or the form US-NY")
    code = _by_name(of_country).get(code.casefold(), code)
    if not _CODE.fullmatch(code):
        raise ValueError("is no region code of ISO 3166-2, such as NY or US-NY")
    return _known(of_country, code)


@lru_cache(maxsize=1024)
def time_zone(text: str) -> str:
    """Return the IANA name. Raises ValueError."""
    if text not in _zone_names():
        raise ValueError("is no IANA time zone, such as America/New_York")
    return text


def _known(country_code: str, code: str) -> str:
    """Where all parts of a country are known, an unknown one is a slip that would hide a state's law."""
    names = _by_name(country_code)
    if names and code.split("-")[0] not in names.values():
        raise ValueError(f"is no region of {country_code}")
    if not zones_of(country_code):
        raise ValueError("names no country of ISO 3166-1")
    return f"{country_code}-{code}"


@lru_cache(maxsize=8)
def _by_name(country_code: str) -> dict[str, str]:
    pairs = (entry.split(" ", 1) for entry in _NAMES.get(country_code, "").split(",") if entry)
    return {name.casefold(): code for code, name in pairs}


@lru_cache(maxsize=1)
def _by_three_letters() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    return {
        key: value[0] for key, value in aliases.items() if len(key) == 3 and len(value) == 1 and key.isalpha()
    }


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())
