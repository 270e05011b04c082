"""What can go wrong, as one tree. Messages name ids and remedies, never personal data."""

from __future__ import annotations


class DunwellError(Exception):
    """Root of every error Dunwell raises on purpose."""


class ConfigError(DunwellError):
    """A setting, strategy, template or pack is wrong: stop at start-up, name the place and the remedy."""


class DataError(DunwellError):
    """A row or request cannot be accepted. `field` names the column or key; the text never repeats the value
    of a personal field."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Conflict(DunwellError):
    """Somebody else was first, or the thing is already in another state."""


class NotFound(DunwellError):
    """No such customer, account, outreach or entry."""


class RefusedToRun(DunwellError):
    """The daemon will not start or go on: another one is running, the clock jumped, the ledger is damaged."""
