"""What is a row before anybody knows what its columns mean?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Cell = str | Decimal | date
"""A workbook and JSON know numbers and days; text files know text."""


@dataclass(slots=True)
class Row:
    """One row, numbered from 1 as a spreadsheet shows it."""

    number: int
    cells: Sequence[Cell]


@dataclass(slots=True)
class BadRow:
    """A row that is none."""

    number: int
    reason: str
    cells: Sequence[Cell] = ()


@dataclass(slots=True)
class Record:
    """One row by our own column names; only cells that hold something. `cells`: as they came, for the
    quarantine."""

    number: int
    values: Mapping[str, Cell]
    cells: Sequence[Cell]


@dataclass(slots=True)
class BadRecord:
    """A row of which nothing goes in. `values`: what of it could be told apart."""

    number: int
    column: str
    reason: str
    cells: Sequence[Cell]
    values: Mapping[str, Cell]


def text_of(cell: Cell) -> str:
    """Return the cell as text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return cell.isoformat()
    return format(cell, "f")
