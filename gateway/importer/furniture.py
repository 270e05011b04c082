"""Which rows are no data: headings again, groups, totals, footers? And what do group rows say?"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gateway.importer.control_totals import ControlTotals
from gateway.importer.header import Header
from gateway.importer.headings import plain
from gateway.importer.profile import Profile
from gateway.importer.rows import Cell, Row, text_of

AMOUNT = {"portfolio": "balance", "payments": "amount"}
_WITH_SUM = frozenset({"customer_number", "customer_name", "balance", "amount", "currency"})
_STAR = "*"


class Furniture:
    """Recognises what stands between the rows of data, and checks totals on the way."""

    def __init__(self, profile: Profile, header: Header, totals: ControlTotals) -> None:
        self._profile, self._totals = profile, totals
        self._amount = AMOUNT[header.kind]
        self._headings = tuple(plain(cell) for cell in header.cells)
        self._carried: dict[str, str] = {}
        groups = profile.groups
        self._is_plain = not (profile.ignore or groups.alone or groups.lines or groups.ignore)

    def carried(self) -> dict[str, str]:
        """Return what the group rows above say of the next row."""
        alone, path = self._profile.groups.alone, self._totals.path
        return {**self._carried, alone: ":".join(path)} if alone and path else self._carried

    def note_title(self, row: Row) -> None:
        """A row above the headings may say whose rows follow."""
        if self._profile.groups.lines:
            self._is_group_line(_line(row))

    def is_furniture(self, row: Row, values: Mapping[str, Cell]) -> bool:
        """Whether the row is no data. Raises FileRefused for a total that disagrees."""
        if self._profile.totals.expected and len(values) <= len(_WITH_SUM) and self._is_total(row, values):
            return True
        if self._is_plain:
            return False
        if self._is_heading(row):
            return True
        if self._amount in values:  # what has an amount is data or an error, never to be passed over
            return False
        line = _line(row)
        if self._is_group_line(line) or self._is_ignored(row, line):
            return True
        return self._is_group_name(row)

    def sum_of(self, values: Mapping[str, Cell]) -> Decimal | None:
        """Return the row's amount as it stands there, or None if there is none to be read."""
        cell = values.get(self._amount)
        if cell is None:
            return None
        try:
            return self._profile.numbers.read(cell if isinstance(cell, Decimal) else text_of(cell))
        except ValueError:
            return None

    def _is_heading(self, row: Row) -> bool:
        """Lists printed page by page repeat their headings."""
        first = text_of(row.cells[0]).strip()
        return plain(first) == self._headings[0] and self._headings == tuple(
            plain(text_of(cell).strip()) for cell in row.cells
        )

    def _is_total(self, row: Row, values: Mapping[str, Cell]) -> bool:
        kinds, amount = self._profile.totals, self.sum_of(values)
        first = next((text for cell in row.cells if (text := text_of(cell).strip())), "")
        if kinds.group and (match := kinds.group.fullmatch(first)):
            if name := match.groupdict().get("name"):
                self._totals.close_group(name.strip(), amount, row.number)
            else:
                self._totals.close_level(1, amount, row.number)
        elif kinds.grand and "due_on" not in values and kinds.grand.fullmatch(first):
            self._totals.grand(amount, row.number)
        elif kinds.bare and amount is not None and values.keys() <= _WITH_SUM:
            return self._is_bare_total(row, values, first, amount)
        else:
            return False
        return True

    def _is_bare_total(self, row: Row, values: Mapping[str, Cell], first: str, amount: Decimal) -> bool:
        is_starred = bool(first) and not first.strip(_STAR)
        filled = sum(1 for cell in row.cells if text_of(cell).strip())
        if filled > len(values) + is_starred:
            return False
        if is_starred:
            self._totals.close_level(len(first), amount, row.number)
        elif "customer_number" in values or "customer_name" in values:
            self._totals.close_level(1, amount, row.number)
        else:
            self._totals.grand(amount, row.number)
        return True

    def _is_group_line(self, line: str) -> bool:
        for pattern in self._profile.groups.lines:
            if match := pattern.search(line):
                self._carried.update({key: v.strip() for key, v in match.groupdict().items() if v})
                return True
        return False

    def _is_ignored(self, row: Row, line: str) -> bool:
        if any(pattern.search(line) for pattern in self._profile.ignore):
            return True
        alone = _alone(row)
        return alone is not None and any(p.fullmatch(alone) for p in self._profile.groups.ignore)

    def _is_group_name(self, row: Row) -> bool:
        alone = _alone(row)
        if self._profile.groups.alone is None or alone is None:
            return False
        self._totals.open(alone)
        return True


def _alone(row: Row) -> str | None:
    filled = [text for cell in row.cells if (text := text_of(cell).strip())]
    return filled[0] if len(filled) == 1 else None


def _line(row: Row) -> str:
    return " ".join(text for cell in row.cells if (text := text_of(cell).strip()))
