"""Is a workbook read as a person sees it, and a hostile one refused?"""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from gateway.importer import NATIVE
from gateway.importer.reading import open_file
from gateway.importer.refusal import FileRefused
from gateway.importer.workbook import check_directory

HEADINGS = ["customer_number", "customer_name", "invoice_number", "due_on", "balance", "currency", "disputed"]


def a_workbook(folder: Path, *rows: list[Any], sheets: tuple[str, ...] = ("Open items",)) -> Path:
    path = folder / "portfolio.xlsx"
    with xlsxwriter.Workbook(path) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for name in sheets[:-1]:
            book.add_worksheet(name)
        sheet = book.add_worksheet(sheets[-1])
        for number, row in enumerate([HEADINGS, *rows]):
            for column, value in enumerate(row):
                if isinstance(value, (date, datetime)):
                    sheet.write_datetime(number, column, value, days)
                else:
                    sheet.write(number, column, value)
    return path


def records(path: Path) -> list[Any]:
    with open_file(path, NATIVE) as file:
        return list(file.records())


def test_numbers_and_days_of_a_workbook_need_no_style(tmp_path: Path) -> None:
    row = [1930571429, "Zoë Ltd", "I-1", date(2027, 1, 15), 0.1 + 0.2, "USD", True]
    (record,) = records(a_workbook(tmp_path, row))
    assert record.number == 2
    assert record.values["customer_number"] == Decimal(1930571429)
    assert record.values["due_on"] == date(2027, 1, 15)
    assert record.values["balance"] == Decimal("0.3")
    assert record.values["disputed"] == "true"


def test_the_first_sheet_with_anything_in_it_is_read(tmp_path: Path) -> None:
    row = ["1", "A", "I-1", "2027-01-15", 5, "USD", ""]
    path = a_workbook(tmp_path, row, sheets=("Notes", "Open items"))
    assert len(records(path)) == 1


def test_a_formula_is_never_carried_out(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ["1", "A", "I-1", "2027-01-15"])
        sheet.write_formula(1, 4, "=2+3", value=77)
        sheet.write_string(1, 5, "USD")
        sheet.write_string(1, 1, "=HYPERLINK(1)")
    (record,) = records(path)
    assert record.values["balance"] == Decimal(77)  # as it was saved
    assert record.values["customer_name"] == "=HYPERLINK(1)"


def an_archive(folder: Path, *members: tuple[str, bytes]) -> Path:
    path = folder / "bad.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("[Content_Types].xml", b"<x/>"), *members):
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ([("xl/a.xml", b"\0" * 5_000_000)], "packed tighter"),
        ([("xl/embedded.zip", b"PK")], "another archive"),
        ([("../../etc/cron.d/x", b"x")], "outside itself"),
        ([(f"xl/{number}.xml", b"") for number in range(2_001)], "2,002 parts"),
        ([("xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>")], "no workbook"),
    ],
)
def test_hostile_archives_are_refused(tmp_path: Path, members: list[tuple[str, bytes]], fault: str) -> None:
    with pytest.raises(FileRefused, match=fault):
        records(an_archive(tmp_path, *members))


def test_a_directory_that_promises_too_much_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    path = an_archive(tmp_path, *[(f"xl/{number}.xml", b"ab" * 1_000) for number in range(3)])
    honest = path.read_bytes()
    size = (2_000).to_bytes(4, "little")
    path.write_bytes(honest.replace(size, (0x30000000).to_bytes(4, "little")))
    with pytest.raises(FileRefused, match="unpacks to more than 600 MB"):
        check_directory(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"PK\x03\x04" + b"\0" * 100])
def test_a_broken_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match="no complete XLSX"):
        records(path)


def test_a_sheet_that_lies_about_its_size_is_stopped_by_the_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.importer.workbook.CHILD_MEMORY", 5_000_000)
    path = a_workbook(
        tmp_path, *[["1", "A" * 200, f"I-{n}", "2027-01-15", 5, "USD", ""] for n in range(3_000)]
    )
    with pytest.raises(FileRefused, match="within the limits"):
        records(path)
