"""Why is a row or a file not taken? Errors that name place and remedy, never a personal value."""

from __future__ import annotations

from gateway.domain.errors import DataError


class Unreadable(DataError):
    """One cell cannot be read, so its row is quarantined. `field` is the column in our words."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason, field=column)
        self.column = column
        self.reason = reason


class FileRefused(DataError):
    """Nothing of this file is imported; the message says where it goes wrong and what to do."""
