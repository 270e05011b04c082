"""How does a text fall into rows and cells? Commas, tabs, semicolons or bars; quotes as in RFC 4180."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from gateway.importer.limits import MAX_CELL, MAX_COLUMNS, MAX_LINE
from gateway.importer.rows import BadRow, Row

DELIMITERS = (",", "\t", ";", "|")
_MAX_LINES_IN_CELL = 50  # more than that between two quotes is a forgotten quote that swallows rows


def read_delimited(path: Path, encoding: str, delimiter: str) -> Iterator[Row | BadRow]:
    """Yield the file's rows, numbered from 1 as a spreadsheet shows them; blank ones are counted."""
    csv.field_size_limit(MAX_LINE)
    with path.open(encoding=encoding, newline="") as lines:
        if delimiter == "|":
            yield from _barred(lines)
            return
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield BadRow(number, f"is no row of a table ({error}); look for a stray quotation mark")
                continue
            if fault := _fault(cells):
                yield BadRow(number, fault, cells)
            elif any(cells):
                yield Row(number, cells)


def _barred(lines: Iterator[str]) -> Iterator[Row | BadRow]:
    """Lists printed as text frame every row with bars and know no quotes."""
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")
        cells = [cell.strip() for cell in text.split("|")]
        if text.startswith("|"):
            cells = cells[1:]
        if text.rstrip().endswith("|"):
            cells = cells[:-1]
        if not any(cells) or set(text) <= set("-|+= "):
            continue
        fault = _fault(cells)
        yield BadRow(number, fault, cells) if fault else Row(number, list(cells))


def _fault(cells: list[str]) -> str | None:
    if len(cells) > MAX_COLUMNS:
        return f"has {len(cells)} columns; {MAX_COLUMNS} is the most"
    longest = max(cells, key=len, default="")
    if len(longest) > MAX_CELL or longest.count("\n") > _MAX_LINES_IN_CELL:
        return "has a cell over many lines; look for a quotation mark that is never closed"
    return None
