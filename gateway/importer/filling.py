"""What does a profile put where a file has nothing? Constants, and keys built from other columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gateway.importer.headings import plain
from gateway.importer.rows import Cell, text_of

_PARTS = re.compile(r"\{([^{}]*)\}")


class Filling:
    """The texts of a profile for one file, ready to be put together row by row."""

    def __init__(self, fill: Mapping[str, str], headings: Mapping[str, int]) -> None:
        self._constants = {key: text for key, text in fill.items() if "{" not in text}
        self._built = {key: text for key, text in fill.items() if "{" in text}
        self._headings = headings

    def complete(self, values: dict[str, Cell], cells: Sequence[Cell]) -> None:
        """Fill what is missing in a row; a key of which a part is missing stays missing."""
        for key, text in self._constants.items():
            values.setdefault(key, text)
        for key, text in self._built.items():
            if key not in values and (built := self._build(text, values, cells)) is not None:
                values[key] = built

    def _build(self, text: str, values: Mapping[str, Cell], cells: Sequence[Cell]) -> Cell | None:
        parts: dict[str, Cell] = {}
        for name in _PARTS.findall(text):
            value = self._part(name, values, cells)
            if value is None:
                return None
            parts[name] = value
        if text.startswith("{") and text.endswith("}") and len(parts) == 1 and text.count("{") == 1:
            return next(iter(parts.values()))  # unchanged: a day stays a day
        return _PARTS.sub(lambda match: text_of(parts[match[1]]), text)

    def _part(self, name: str, values: Mapping[str, Cell], cells: Sequence[Cell]) -> Cell | None:
        if name in values:
            return values[name]
        index = self._headings.get(plain(name))
        if index is None or index >= len(cells):
            return None
        cell = cells[index]
        return (cell.strip() or None) if isinstance(cell, str) else cell
