"""Which rows are data, and what do their cells say in our words?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gateway.importer.control_totals import ControlTotals
from gateway.importer.filling import Filling
from gateway.importer.furniture import Furniture
from gateway.importer.header import Header
from gateway.importer.headings import plain
from gateway.importer.profile import Profile
from gateway.importer.rows import BadRecord, BadRow, Cell, Record, Row, text_of

Wanted = tuple[tuple[int, frozenset[str]], ...]


class Layout:
    """Reads the rows below a header."""

    def __init__(self, profile: Profile, header: Header, totals: ControlTotals) -> None:
        self._header, self._totals = header, totals
        self._closes_groups = profile.groups.alone is not None
        self._has_totals = profile.totals.expected
        self._places = tuple(header.places.items())
        self._filling = Filling(header.fill, header.headings)
        self._furniture = Furniture(profile, header, totals)
        self._skip = _indexed(profile.skip_when, header)
        self._negate = _indexed(profile.negate_when, header)
        self.skipped = 0

    def records(self, rows: Iterable[Row | BadRow]) -> Iterator[Record | BadRecord]:
        """Yield every row that is data, and every one that should be but cannot be told apart.

        Raises FileRefused for totals that disagree.
        """
        for row in rows:
            if row.number > self._header.number:
                found = self._record(row) if isinstance(row, Row) else self._bad(row, row.reason)
                if found is not None:
                    yield found
            elif isinstance(row, Row):
                self._furniture.note_title(row)
        if self._closes_groups:
            self._totals.finish()

    def _record(self, row: Row) -> Record | BadRecord | None:
        width, count = self._header.width, len(row.cells)
        if count > width and any(row.cells[width:]):
            return self._bad(row, f"has {count} cells, more than the {width} headings")
        values = self._named(row)
        if self._furniture.is_furniture(row, values):
            return None
        if count < width:
            return self._bad(row, f"has {count} cells, fewer than the {width} headings")
        if self._has_totals:
            self._totals.add(self._furniture.sum_of(values), text_of(values.get("currency", "")))
        if self._skip and _is_any(self._skip, row):
            self.skipped += 1
            return None
        for column, value in self._furniture.carried().items():
            values.setdefault(column, value)
        self._filling.complete(values, row.cells)
        if self._negate and _is_any(self._negate, row):
            self._make_credit(values)
        return Record(row.number, values, row.cells)

    def _named(self, row: Row) -> dict[str, Cell]:
        cells, count = row.cells, len(row.cells)
        values: dict[str, Cell] = {}
        for name, index in self._places:
            if index < count:
                cell = cells[index]
                if isinstance(cell, str):
                    cell = cell.strip()
                    if not cell:
                        continue
                values[name] = cell
        return values

    def _make_credit(self, values: dict[str, Cell]) -> None:
        amount = self._furniture.sum_of(values)
        if amount is not None:
            values["balance"] = -abs(amount)

    def _bad(self, row: Row | BadRow, reason: str) -> BadRecord:
        self._totals.add(None)
        return BadRecord(row.number, "row", reason, row.cells, {})


def _is_any(wanted: Wanted, row: Row) -> bool:
    return any(
        index < len(row.cells) and text_of(row.cells[index]).strip().casefold() in values
        for index, values in wanted
    )


def _indexed(wanted: Mapping[str, frozenset[str]], header: Header) -> Wanted:
    return tuple(
        (header.headings[plain(heading)], frozenset(value.casefold() for value in values))
        for heading, values in wanted.items()
        if plain(heading) in header.headings
    )
