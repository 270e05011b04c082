"""What is wrong when the database refuses? Told apart by what helps: waiting, making room, or stopping."""

from __future__ import annotations

import errno
from enum import StrEnum

from sqlalchemy.exc import DBAPIError

_BROKEN = ("disk i/o error", "malformed", "not a database", "readonly", "read-only")


class Fault(StrEnum):
    """Why the database did not do as it was told."""

    UNREACHABLE = "unreachable"  # or locked: it may come back by itself
    FULL = "full"  # somebody must make room; nothing is lost meanwhile
    BROKEN = "broken"  # a write or sync failed on the device: what is on disk is not known any more


def fault_of(error: BaseException) -> Fault | None:
    """Return the database's fault behind an error, or None if the database is not to blame."""
    if isinstance(error, OSError):
        return Fault.FULL if error.errno == errno.ENOSPC else None
    if not isinstance(error, DBAPIError):
        return None
    said = str(error.orig).lower()
    if "disk is full" in said or "no space left" in said:
        return Fault.FULL
    if any(word in said for word in _BROKEN):
        return Fault.BROKEN
    if error.connection_invalidated or type(error).__name__ in {"OperationalError", "InterfaceError"}:
        return Fault.UNREACHABLE
    return None
