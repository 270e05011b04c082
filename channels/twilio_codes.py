"""What do Twilio's error codes mean for us? A dated table in a TOML file, so that operators can keep it true.

Twilio splits codes anew from time to time and asks that nothing be built on them. So every code that the
table does not know has the safe meaning: no repetition, and a person looks at it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from channels.message import NOTHING_FOLLOWS, Aftermath, Again, NotSent, PointNews, Scope
from gateway.domain.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row: what codes of a kind mean when a request is refused, and when a delivery fails later."""

    says: str
    codes: tuple[int, ...] = ()
    scope: Scope = Scope.CONTENT
    retryable: bool = False
    aftermath: Aftermath = NOTHING_FOLLOWS


@dataclass(frozen=True, slots=True)
class Codes:
    """The table. `unknown_delivery` is for a delivery that failed with a code that nobody knows, or none."""

    version: str
    by_code: Mapping[int, Meaning]
    by_status: Mapping[int, Meaning]
    unknown_refusal: Meaning
    unknown_delivery: Meaning

    def refusal(self, status: int, code: int | None, *, wait: timedelta = timedelta()) -> NotSent:
        """Return what it means that a request was refused with an HTTP status of the four hundreds.

        wait: how long Twilio asked us to.
        """
        known = self.by_code.get(code or 0) or self.by_status.get(status) or self.unknown_refusal
        told = f"{status} {code or ''}".rstrip()
        return NotSent(scope=known.scope, retryable=known.retryable, code=told, wait=wait)

    def failure(self, code: int | None) -> Aftermath:
        """Return what follows from a delivery that failed."""
        return self.by_code.get(code or 0, self.unknown_delivery).aftermath


def read_codes(path: Path) -> Codes:
    """Return the table of a file. Raises ConfigError that names the row which is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from None
    rows = [
        _meaning(path, f"meaning {number}", row) for number, row in enumerate(table.get("meaning", ()), 1)
    ]
    by_code: dict[int, Meaning] = {}
    for row in rows:
        for code in row.codes:
            if code in by_code:
                raise ConfigError(f"{path}: the code {code} is there twice")
            by_code[code] = row
    try:
        return Codes(
            version=str(table["version"]),
            by_code=by_code,
            by_status={int(s): _meaning(path, f"status.{s}", m) for s, m in table["status"].items()},
            unknown_refusal=_meaning(path, "unknown.refusal", table["unknown"]["refusal"]),
            unknown_delivery=_meaning(path, "unknown.delivery", table["unknown"]["delivery"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"{path}: {error} is missing or wrong") from None


def _meaning(path: Path, where: str, row: Mapping[str, Any]) -> Meaning:
    known = {field.name for kind in (Meaning, Aftermath) for field in fields(kind)} - {"aftermath"}
    if unknown := set(row) - known:
        raise ConfigError(f"{path}: {where}: there is no key {min(unknown)}")
    try:
        return Meaning(
            says=str(row["says"]),
            codes=tuple(int(code) for code in row.get("codes", ())),
            scope=Scope(row.get("scope", Scope.CONTENT)),
            retryable=bool(row.get("retryable", False)),
            aftermath=Aftermath(
                PointNews(row.get("point", PointNews.FINE)),
                Again(row.get("again", Again.NO)),
                bool(row.get("opts_out", False)),
                str(row.get("task", "")),
            ),
        )
    except KeyError as error:
        raise ConfigError(f"{path}: {where}: {error} is missing") from None
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{path}: {where}: {error}") from None
