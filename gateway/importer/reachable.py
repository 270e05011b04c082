"""Which mailbox, number or postal address does a text name? In the one form that we keep and compare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import phonenumbers
from babel import Locale
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from gateway.domain.words import PointKind

_MAX_EMAIL = 254  # RFC 5321 4.5.3.1.3 less the angle brackets
_ORDINARY = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_NANP = re.compile(r"(?:\+?1[ .-]?)?\(?([2-9]\d{2})\)?[ .-]?(\d{3})[ .-]?(\d{4})")
_NANP_COUNTRIES = frozenset({"US", "CA"})
_LANDLINE_ONLY = frozenset(
    {PhoneNumberType.FIXED_LINE, PhoneNumberType.TOLL_FREE, PhoneNumberType.UAN, PhoneNumberType.SHARED_COST}
)


def email(text: str) -> str:
    """Return the mailbox with its domain in lower case. Raises ValueError."""
    text = text.strip()
    if len(text) > _MAX_EMAIL:
        raise ValueError("is too long for an email address")
    if _ORDINARY.fullmatch(text):
        local, _, domain = text.rpartition("@")
        return f"{local}@{domain.lower()}"
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ValueError("is no email address") from None


def telephone(text: str, country: str | None, *, is_mobile_column: bool) -> tuple[PointKind, str]:
    """Return what kind of number it is and its E.164 form.

    country: reads numbers in national form; None: only numbers with a + are read.
    is_mobile_column: the file says that the number is mobile. Where nothing tells, it counts as mobile too,
    because the rules for mobiles are the stricter ones.
    Raises ValueError.
    """
    text = text.strip()
    is_nanp = text.startswith("+1") or country in _NANP_COUNTRIES
    if is_nanp and (match := _NANP.fullmatch(text)):
        kind = _nanp_kind(match[1] + match[2], is_mobile_column)
        return kind, f"+1{match[1]}{match[2]}{match[3]}"
    number = _parsed(text, country)
    kind = _kind(phonenumbers.number_type(number), is_mobile_column)
    return kind, phonenumbers.format_number(number, PhoneNumberFormat.E164)


def postal(
    street: str | None, city: str | None, region: str | None, postal_code: str | None, country: str | None
) -> str | None:
    """Return the lines of an address, or None where too little is known for a letter to arrive."""
    if not street or not city or not (postal_code or country):
        return None
    state = region.split("-", 1)[1] if region and "-" in region else region
    lines: Sequence[str | None]
    if country in ("US", "CA", "AU", None):
        place = " ".join(part for part in (state, postal_code) if part)
        lines = (street, f"{city}, {place}" if place else city)
    else:
        lines = (street, " ".join(part for part in (postal_code, city) if part))
    return "\n".join([*(line for line in lines if line), *([_country_name(country)] if country else [])])


@lru_cache(maxsize=65_536)
def _nanp_kind(prefix: str, is_mobile_column: bool) -> PointKind:
    """The last four digits never decide whether a North American number exists or what it is, so one answer
    serves ten thousand numbers; a full look-up takes longer than everything else in a row."""
    number = _parsed(f"+1{prefix}0100", None)
    return _kind(phonenumbers.number_type(number), is_mobile_column)


def _parsed(text: str, country: str | None) -> phonenumbers.PhoneNumber:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        missing = "" if country else "; a number in national form needs a country"
        raise ValueError(f"is no telephone number{missing}") from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise ValueError("is no telephone number that exists" if not number.extension else "has an extension")
    return number


def _kind(found: int, is_mobile_column: bool) -> PointKind:
    if is_mobile_column or found not in _LANDLINE_ONLY:
        return PointKind.MOBILE
    return PointKind.LANDLINE


@lru_cache(maxsize=256)
def _country_name(code: str) -> str:
    return str(Locale("en").territories.get(code, code))
