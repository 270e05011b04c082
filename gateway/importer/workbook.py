"""How is an XLSX read without trusting it? Its directory is checked; a limited process parses it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from gateway.importer import workbook_child
from gateway.importer.limits import (
    CHILD_MEMORY,
    CHILD_SECONDS,
    MAX_COLUMNS,
    MAX_SHEET_BYTES,
    MAX_SHEET_MEMBERS,
    MAX_SHEET_RATIO,
)
from gateway.importer.refusal import FileRefused
from gateway.importer.rows import BadRow, Cell, Row

_PACKED = (".zip", ".gz", ".7z", ".rar", ".xlsx", ".xlsm", ".xls", ".docx", ".jar")
_SMALL = 1 << 20  # a member below this may be packed as tightly as it likes


@contextmanager
def unpacked(path: Path, sheet: str | None) -> Iterator[IO[str]]:
    """Yield the rows of a workbook's sheet as lines of JSON, in a file that disappears afterwards.

    sheet: its name; None: the first one with anything in it.
    Raises FileRefused.
    """
    check_directory(path)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as rows:
        done = _run_child(path, sheet, rows)
        if done.returncode != 0:
            raise FileRefused(f"{path.name}: {_fault(done)}")
        rows.seek(0)
        yield rows


def rows_of(lines: IO[str]) -> Iterator[Row | BadRow]:
    """Yield the rows from the beginning."""
    lines.seek(0)
    for line in lines:
        number, cells = json.loads(line, parse_float=Decimal, parse_int=Decimal)
        read = [_cell(cell) for cell in cells]
        while read and read[-1] == "":
            read.pop()
        if len(read) > MAX_COLUMNS:
            yield BadRow(int(number), f"has {len(read)} columns; {MAX_COLUMNS} is the most", read)
        elif read:
            yield Row(int(number), [*read, *[""] * (len(cells) - len(read))])


def check_directory(path: Path) -> None:
    """Raise FileRefused unless the archive's own directory describes a workbook of decent size."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused(f"{path.name}: is no complete XLSX file; save the workbook again") from None
    if not any(member.filename == "[Content_Types].xml" for member in members):
        raise FileRefused(f"{path.name}: is an archive but no XLSX workbook; unpack it first")
    if len(members) > MAX_SHEET_MEMBERS:
        raise FileRefused(f"{path.name}: holds {len(members):,} parts; {MAX_SHEET_MEMBERS:,} is the most")
    if sum(member.file_size for member in members) > MAX_SHEET_BYTES:
        raise FileRefused(f"{path.name}: unpacks to more than {MAX_SHEET_BYTES >> 20} MB; save it as CSV")
    for member in members:
        if member.file_size > _SMALL and member.file_size > MAX_SHEET_RATIO * max(1, member.compress_size):
            raise FileRefused(f"{path.name}: a part is packed tighter than any real sheet; save it as CSV")
        if member.filename.lower().endswith(_PACKED):
            raise FileRefused(f"{path.name}: holds another archive; remove embedded files")
        if ".." in member.filename.split("/") or member.filename.startswith("/"):
            raise FileRefused(f"{path.name}: names parts outside itself; save the workbook again")


def _run_child(path: Path, sheet: str | None, rows: IO[str]) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable, "-I", workbook_child.__file__, str(path), sheet or "",
        str(CHILD_MEMORY), str(CHILD_SECONDS), str(MAX_SHEET_BYTES),
    ]  # fmt: skip
    return subprocess.run(command, stdout=rows, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603


def _fault(done: subprocess.CompletedProcess[str]) -> str:
    """The child's last line is ours; whatever else it printed may quote the file."""
    if done.returncode == workbook_child.TOLD:
        return done.stderr.strip().splitlines()[-1]
    return (
        "could not be read within the limits on memory and time, or is damaged; save the sheet as CSV and "
        "import that"
    )


def _cell(cell: Any) -> Cell:
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, dict):
        return date.fromisoformat(cell["date"])
    return str(cell)
