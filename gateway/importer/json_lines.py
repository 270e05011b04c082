"""How do JSON Lines become rows? Every line an object; its keys are headings, whatever their order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from gateway.importer.headings import plain
from gateway.importer.limits import MAX_CELL, MAX_COLUMNS
from gateway.importer.rows import BadRow, Cell, Row


def looks_like_json(first: str) -> bool:
    """Whether a file that begins with this text is JSON Lines."""
    return first.lstrip("\ufeff \t\r\n").startswith("{")


def json_headings(path: Path, encoding: str) -> list[str]:
    """Return every key of the file, each once, in the order of their coming."""
    headings: dict[str, str] = {}
    for row in _objects(path, encoding):
        if not isinstance(row, BadRow):
            for key in row[1]:
                headings.setdefault(plain(key), key)
        if len(headings) > MAX_COLUMNS:
            break
    return list(headings.values())


def read_json_lines(path: Path, encoding: str, headings: list[str]) -> Iterator[Row | BadRow]:
    """Yield row 0 with the headings, then one row for every line that is not blank."""
    yield Row(0, headings)
    places = {plain(heading): index for index, heading in enumerate(headings)}
    for found in _objects(path, encoding):
        yield found if isinstance(found, BadRow) else _row(*found, places)


def _row(number: int, values: dict[str, Any], places: dict[str, int]) -> Row | BadRow:
    cells: list[Cell] = [""] * len(places)
    for key, value in values.items():
        index = places.get(plain(key))
        cell = _cell(value)
        if index is None or cell is None:
            return BadRow(number, f"the value of {key[:40]!r} must be a text, a number, true, false or null")
        cells[index] = cell
    return Row(number, cells)


def _cell(value: Any) -> Cell | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return value if isinstance(value, str) and len(value) <= MAX_CELL else None


def _objects(path: Path, encoding: str) -> Iterator[tuple[int, dict[str, Any]] | BadRow]:
    with path.open(encoding=encoding) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line, parse_float=Decimal, object_pairs_hook=_once)
            except (ValueError, RecursionError):
                yield BadRow(number, "is no JSON object on one line", [line[:MAX_CELL]])
                continue
            yield (number, value) if isinstance(value, dict) else BadRow(number, "is no JSON object", [line])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = {plain(key): value for key, value in pairs}
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)
