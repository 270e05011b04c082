"""How fast may each mailbox provider be written to? A TOML file, so that operators can keep it true."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.domain.errors import ConfigError

OTHERS = "*"
_KEYS = {"name", "domains", "at_once", "a_minute"}


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of one provider, whose domains share it; None where there is no limit."""

    name: str
    domains: tuple[str, ...]
    at_once: int | None = None
    a_minute: int | None = None


def read_paces(path: Path) -> dict[str, Pace]:
    """Return the pace of each domain. Raises ConfigError that names the row which is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from None
    if unknown := set(table) - {"version", "pace"}:
        raise ConfigError(f"{path}: there is no key {min(unknown)}")
    rows = table.get("pace")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{path}: write [[pace]] before each row")
    by_domain: dict[str, Pace] = {}
    for number, row in enumerate(rows, 1):
        pace = _pace(f"{path}: pace {number}", row)
        for domain in pace.domains:
            if domain in by_domain:
                raise ConfigError(f"{path}: the domain {domain} is there twice")
            by_domain[domain] = pace
    return by_domain


def _pace(where: str, row: Mapping[str, Any]) -> Pace:
    if unknown := set(row) - _KEYS:
        raise ConfigError(f"{where}: there is no key {min(unknown)}")
    domains = row.get("domains")
    if not isinstance(domains, list) or not domains or not all(isinstance(d, str) and d for d in domains):
        raise ConfigError(f'{where}: domains must be a list such as ["gmail.com"]')
    for key in ("at_once", "a_minute"):
        if key in row and (type(row[key]) is not int or row[key] < 1):
            raise ConfigError(f"{where}: {key} must be a whole number above 0")
    return Pace(
        name=str(row.get("name", domains[0])),
        domains=tuple(domain.lower() for domain in domains),
        at_once=row.get("at_once"),
        a_minute=row.get("a_minute"),
    )
