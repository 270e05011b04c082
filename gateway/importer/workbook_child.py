"""The process that parses an XLSX: run as a script, limited in memory and time, rows out as lines of JSON.

It imports nothing of ours, so that it can run isolated:
`python -I workbook_child.py FILE SHEET BYTES SECONDS SIZE`.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

TOLD = 3  # exit status: the last line on standard error is for people


def main(path: str, sheet: str, memory: int, seconds: int, size: int) -> None:
    """Print every row of the sheet."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * size, 4 * size))
    for number, cells in _rows(path, sheet):
        sys.stdout.write(json.dumps([number, [_plain(cell) for cell in cells]], ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _rows(path: str, sheet: str) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(path)
    except CalamineError:
        _tell("is no workbook that can be read; it may be damaged or protected by a password")
    names = [
        each.name
        for each in book.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
    ]
    if sheet and sheet not in names:
        _tell("does not have the sheet that the profile names")
    for name in [sheet] if sheet else names:
        try:
            table = book.get_sheet_by_name(name)
        except CalamineError:
            _tell("holds a sheet that cannot be read; save the workbook again")
        if table.height:
            first = (table.start or (0, 0))[0]
            return enumerate(table.iter_rows(), first + 1)
    _tell("has no sheet with anything in it")


def _plain(cell: Any) -> Any:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return {"date": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    if isinstance(cell, float):
        # Excel itself keeps 15 significant digits; what follows is the noise of binary fractions.
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else float(format(cell, ".15g"))
    return cell


def _tell(fault: str) -> Any:
    sys.stderr.write(fault + "\n")
    sys.exit(TOLD)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
