"""Where does Lob print and mail to? Our lines as Lob's fields, or what is wrong with them in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

NAME_MOST = 40  # characters of a name and of a second name line
US_LINE_MOST = 64
LINE_MOST = 200  # outside the United States
_STATES = re.compile(
    "A[AEKLPRSZ]|C[AOT]|D[CE]|F[LM]|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]|N[CDEHJMVY]|O[HKR]|P[ARW]|RI|S[CD]"
    "|T[NX]|UT|V[AIT]|W[AIVY]"
)
_TERRITORIES = frozenset(
    {"AS", "PR", "FM", "GU", "MH", "MP", "PW", "VI"}
)  # the United States' mail serves them
_US_PLACE = re.compile(r"(?P<city>.*[^\s,])\s*,?\s+(?P<state>[A-Za-z]{2})\.?\s+(?P<zip>\d{5}(?:-\d{4})?)")
_HOME = "The last line of a United States address must be city, state and ZIP code: Albany, NY 12207."
_AWAY = "The line of the place must have a postal code, such as 10115 Berlin or Toronto, ON M5V 2T6."
_ZIP = re.compile(r"\d{5}(-\d{4})?")


class AddressProblem(ValueError):
    """What keeps an address off a letter: a code for the ledger, a text for people; neither names anybody."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True)
class LobAddress:
    """An address in Lob's fields; empty ones are left out."""

    name: str
    line1: str
    city: str
    code: str
    country: str
    company: str = ""
    line2: str = ""
    state: str = ""

    def fields(self, whose: str) -> list[tuple[str, str]]:
        """Return the form's fields of the recipient (`to`) or the sender (`from`)."""
        told = {
            "name": self.name,
            "company": self.company,
            "address_line1": self.line1,
            "address_line2": self.line2,
            "address_city": self.city,
            "address_state": self.state,
            "address_zip": self.code,
            "address_country": self.country,
        }
        return [(f"{whose}[{name}]", value) for name, value in told.items() if value]


def read_address(text: str) -> LobAddress:
    """Return the address in lines: a name, one street or more, the place, and perhaps a country.

    Raises AddressProblem where Lob could not print it whole or would not know where to mail it.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    country = _country(lines[-1]) if len(lines) > 3 else None
    if country:
        lines = lines[:-1]
    if len(lines) < 3:
        raise AddressProblem("address-incomplete", "The address needs a name, a street and a place.")
    name, *streets, place = lines
    if country in (None, "US"):
        city, state, code = _home_place(place)
        country = "US"
    elif country in _TERRITORIES:
        (city, code), state, country = _far_place(place, country), country, "US"
        if not _ZIP.fullmatch(code):
            raise AddressProblem("address-place", _HOME)
    else:
        # Lob takes abroad either a city with its state or a postal code; the state stays in the city's line.
        (city, code), state = _far_place(place, country), ""
    names = _names(name)
    line1, line2 = _streets(streets, US_LINE_MOST if country == "US" else LINE_MOST)
    return LobAddress(names[0], line1, city, code, country, names[1], line2, state)


def _home_place(place: str) -> tuple[str, str, str]:
    found = _US_PLACE.fullmatch(place)
    if found is None or not _STATES.fullmatch(found["state"].upper()):
        raise AddressProblem("address-place", _HOME)
    return found["city"], found["state"].upper(), found["zip"]


def _far_place(place: str, country: str) -> tuple[str, str]:
    """Return city and postal code: the words with digits at one end, as in `10115 Berlin`."""
    words = place.split()
    ahead = next((at for at, word in enumerate(words) if not _is_code(word)), len(words))
    if country == "NL" and ahead == 1 and re.fullmatch("[A-Z]{2}", words[1] if words[1:] else ""):
        ahead = 2
    after = next((at for at, word in enumerate(reversed(words)) if not _is_code(word)), len(words))
    code, city = (
        (words[:ahead], words[ahead:])
        if ahead
        else (words[len(words) - after :], words[: len(words) - after])
    )
    if not code or not city or (country in _TERRITORIES and len(code) > 1):
        raise AddressProblem("address-place", _AWAY)
    if country in _TERRITORIES:
        city = [word for word in city if word != country]
    return " ".join(city).rstrip(","), " ".join(code)


def _is_code(word: str) -> bool:
    return re.fullmatch(r"[A-Z0-9-]{2,10}", word) is not None and any(c.isdigit() for c in word)


def _names(name: str) -> tuple[str, str]:
    """A long name goes on two lines, broken between words."""
    if len(name) <= NAME_MOST:
        return name, ""
    for at in range(min(NAME_MOST, len(name) - 1), 0, -1):
        if name[at] == " " and len(name) - at - 1 <= NAME_MOST:
            return name[:at], name[at + 1 :]
    raise AddressProblem(
        "address-name-long", f"A name has two lines of {NAME_MOST} characters at most; shorten it."
    )


def _streets(streets: Sequence[str], most: int) -> tuple[str, str]:
    first, rest = streets[0], ", ".join(streets[1:])
    if len(first) > most or len(rest) > most:
        raise AddressProblem(
            "address-street-long", f"A street has two lines of {most} characters at most; shorten it."
        )
    return first, rest


def _country(line: str) -> str | None:
    wanted = line.casefold()
    if wanted in {"usa", "u.s.a.", "u.s."}:
        return "US"
    return line if re.fullmatch("[A-Z]{2}", line) else _countries().get(wanted)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    names = Locale("en").territories
    return {name.casefold(): code for code, name in names.items() if re.fullmatch("[A-Z]{2}", code)}
