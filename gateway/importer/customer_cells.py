"""Who is a row about? Name, place and contact points of a customer, read once for all their rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.domain.words import PointKind
from gateway.importer import places, reachable
from gateway.importer.cells import choice, line, optional_line
from gateway.importer.limits import MAX_NAME
from gateway.importer.refusal import Unreadable
from gateway.importer.rows import Cell, text_of

_COLUMNS = (
    "customer_name", "customer_kind", "email", "mobile", "phone", "street", "city", "region", "postal_code",
    "country", "time_zone", "language", "birth_year",
)  # fmt: skip
_KINDS = {"person": False, "company": True}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MAX_POINTS = 20  # of one kind in one cell; more is another column by mistake
_CACHE = 20_000  # customers; files mostly keep a customer's rows together


@dataclass(frozen=True, slots=True)
class CustomerCells:
    """What a row says about its customer; None: nothing.

    points: kind and value, in the order of the file. warnings: column and reason of what was left out.
    """

    name: str
    is_company: bool | None
    fields: Mapping[str, Any]
    points: tuple[tuple[PointKind, str], ...]
    warnings: tuple[tuple[str, str], ...]
    mark: int  # of the cells as they came: the same for the same cells


class CustomerReader:
    """Reads the customer's columns of rows."""

    def __init__(self, default_country: str | None) -> None:
        self._default_country = default_country
        self._seen: dict[tuple[Cell | None, ...], CustomerCells] = {}

    def read(self, values: Mapping[str, Cell]) -> CustomerCells:
        """Return what the row says of its customer. Raises Unreadable for what must not be guessed."""
        key = tuple(map(values.get, _COLUMNS))
        found = self._seen.get(key)
        if found is None:
            found = self._read(values, hash(key))
            if len(self._seen) >= _CACHE:
                self._seen.clear()
            self._seen[key] = found
        return found

    def _read(self, values: Mapping[str, Cell], mark: int) -> CustomerCells:
        warnings: list[tuple[str, str]] = []
        country = _place(values, "country", places.country)
        region = _place(values, "region", lambda text: places.region(text, country))
        if country is None and region is not None:
            country = region[:2]
        fields: dict[str, Any] = {
            "street": optional_line(values, "street"),
            "city": optional_line(values, "city"),
            "region": region,
            "postal_code": optional_line(values, "postal_code"),
            "country": country,
            "time_zone": _place(values, "time_zone", places.time_zone),
            "language": _language(values, warnings),
            "birth_year": _birth_year(values, warnings),
        }
        points = [
            *_emails(values, warnings),
            *_numbers(values, "mobile", country or self._default_country, warnings),
            *_numbers(values, "phone", country or self._default_country, warnings),
            *_letters(fields),
        ]
        return CustomerCells(
            name=line(values, "customer_name", MAX_NAME),
            is_company=choice(values, "customer_kind", _KINDS),
            fields={key: value for key, value in fields.items() if value is not None},
            points=tuple(dict.fromkeys(points)),
            warnings=tuple(warnings),
            mark=mark,
        )


def _place(values: Mapping[str, Cell], column: str, read: Any) -> str | None:
    """A wrong country, region or clock would choose the wrong law, so its row does not go in."""
    if column not in values:
        return None
    try:
        return str(read(text_of(values[column]).strip()))
    except ValueError as error:
        raise Unreadable(column, str(error)) from None


def _several(values: Mapping[str, Cell], column: str) -> list[str]:
    if column not in values:
        return []
    return [part.strip() for part in text_of(values[column]).split(";") if part.strip()][:_MAX_POINTS]


def _emails(values: Mapping[str, Cell], warnings: list[tuple[str, str]]) -> list[tuple[PointKind, str]]:
    found = []
    for text in _several(values, "email"):
        try:
            found.append((PointKind.EMAIL, reachable.email(text)))
        except ValueError as error:
            warnings.append(("email", str(error)))
    return found


def _numbers(
    values: Mapping[str, Cell], column: str, country: str | None, warnings: list[tuple[str, str]]
) -> list[tuple[PointKind, str]]:
    found = []
    for text in _several(values, column):
        try:
            found.append(reachable.telephone(text, country, is_mobile_column=column == "mobile"))
        except ValueError as error:
            warnings.append((column, str(error)))
    return found


def _letters(fields: Mapping[str, Any]) -> list[tuple[PointKind, str]]:
    names = ("street", "city", "region", "postal_code", "country")
    address = reachable.postal(*(fields[name] for name in names))
    return [(PointKind.POSTAL, address)] if address else []


def _language(values: Mapping[str, Cell], warnings: list[tuple[str, str]]) -> str | None:
    text = optional_line(values, "language")
    if text is None or _LANGUAGE.fullmatch(text):
        return text and text.replace("_", "-")
    warnings.append(("language", "is no language tag of BCP 47, such as en or es-MX"))
    return None


def _birth_year(values: Mapping[str, Cell], warnings: list[tuple[str, str]]) -> int | None:
    text = optional_line(values, "birth_year")
    if text is None:
        return None
    if _YEAR.fullmatch(text):
        return int(text)
    warnings.append(("birth_year", "is no year of four digits"))
    return None
