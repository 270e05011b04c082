"""What is asked of one import?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gateway.domain.ids import CreditorId
from gateway.importer.profile import NATIVE, Profile


@dataclass(frozen=True, slots=True)
class Order:
    """One file, and how it is to be taken.

    creditor: for rows that name none; None: the only one in the settings.
    as_of: the day that the balances are of; None: the file's own, that of an earlier import of the same file,
    or today.
    snapshot: the file is complete, so what it does not name is settled.
    kind: portfolio or payments; None: by the headings.
    dry_run: everything is tried, and taken back.
    once: what was imported before, byte for byte, is left alone; an API's caller may say the same again and
    mean it of another day.
    """

    path: Path
    profile: Profile = NATIVE
    creditor: CreditorId | None = None
    as_of: date | None = None
    snapshot: bool = False
    kind: str | None = None
    dry_run: bool = False
    once: bool = True
