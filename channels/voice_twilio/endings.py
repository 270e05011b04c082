"""What follows from a call that did not come about? By its status and the carrier's answer, from a table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from channels.message import Aftermath, Again, PointNews
from channels.twilio_codes import Codes, read_codes
from gateway.domain.errors import ConfigError

_KEYS = {"says", "sip", "out_of_service", "point", "again", "opts_out", "task"}


@dataclass(frozen=True, slots=True)
class Ending:
    """One row. out_of_service: nobody has the number, so that the call was never connected."""

    says: str
    aftermath: Aftermath
    out_of_service: bool = False


@dataclass(frozen=True, slots=True)
class Endings:
    """The table: Twilio's error code speaks first, then the carrier's answer, then the call's status."""

    codes: Codes
    by_status: Mapping[str, Ending]
    by_sip: Mapping[int, Ending]

    def aftermath(self, status: str, error_code: int | None, sip: int | None) -> Aftermath:
        """Return what follows from a call that ended with a status other than completed."""
        if error_code in self.codes.by_code:
            return self.codes.failure(error_code)
        row = self.by_sip.get(sip or 0) if status == "failed" else None
        row = row or self.by_status.get(status)
        return row.aftermath if row else self.codes.failure(None)

    def is_out_of_service(self, sip: int | None) -> bool:
        """Return whether a carrier's answer says that nobody has the number."""
        row = self.by_sip.get(sip or 0)
        return row is not None and row.out_of_service


def read_endings(path: Path) -> Endings:
    """Return the table of a file. Raises ConfigError that names the row which is wrong."""
    codes = read_codes(path)
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    by_status = {
        status: _row(path, f"call.{status}", row) for status, row in _table(path, table, "call").items()
    }
    by_sip: dict[int, Ending] = {}
    for number, row in enumerate(table.get("carrier", ()), 1):
        ending = _row(path, f"carrier {number}", row)
        for sip in row.get("sip", ()):
            if sip in by_sip:
                raise ConfigError(f"{path}: the carrier's answer {sip} is there twice")
            by_sip[sip] = ending
    return Endings(codes, by_status, by_sip)


def _table(path: Path, table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = table.get(name, {})
    if not isinstance(found, dict) or not all(isinstance(row, dict) for row in found.values()):
        raise ConfigError(f"{path}: {name} must be tables such as [{name}.busy]")
    return found


def _row(path: Path, where: str, row: Mapping[str, Any]) -> Ending:
    if unknown := set(row) - _KEYS:
        raise ConfigError(f"{path}: {where}: there is no key {min(unknown)}")
    try:
        aftermath = Aftermath(
            PointNews(row.get("point", PointNews.FINE)),
            Again(row.get("again", Again.NO)),
            bool(row.get("opts_out", False)),
            str(row.get("task", "")),
        )
        return Ending(str(row["says"]), aftermath, bool(row.get("out_of_service", False)))
    except KeyError as error:
        raise ConfigError(f"{path}: {where}: {error} is missing") from None
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{path}: {where}: {error}") from None
