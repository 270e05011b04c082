"""How is a leaf written down? RFC 8785 canonical JSON, so that everybody hashes the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from gateway.domain.errors import DataError

_LARGEST = 2**53 - 1  # RFC 8785 keeps numbers as IEEE doubles


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return canonical JSON of a mapping whose keys are ASCII and that holds no float.

    Under those two rules sorted compact JSON is byte for byte what RFC 8785 asks for.
    Raises DataError naming the key that breaks them.
    """
    return orjson.dumps(plain(value), option=orjson.OPT_SORT_KEYS)


def instant(at: datetime) -> str:
    """Return an aware instant in UTC, always with six digits, so that it sorts as text."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any, where: str = "") -> Any:
    """Return the value in JSON's own types; raises DataError naming what has no exact form there."""
    if value is None or type(value) in (str, bool):
        return value
    if isinstance(value, Mapping):
        return {_key(key, where): plain(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > _LARGEST:
            raise DataError(f"{where}: a ledger number must be within 2^53; write it as text", field=where)
        return int(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(item, f"{where}[{number}]") for number, item in enumerate(value)]
    return _scalar(value, where)


def _scalar(value: Any, where: str) -> str:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise DataError(f"{where}: {type(value).__name__} has no exact form in the ledger; use text", field=where)


def _key(key: Any, where: str) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise DataError(f"{where}: keys in the ledger are ASCII text", field=where)
    return str(key)
