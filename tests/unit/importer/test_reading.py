"""Does a file become records whatever its format, and are its headings found?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from gateway.importer import NATIVE, Profile
from gateway.importer.profile_reading import parse_profile, read_profiles
from gateway.importer.reading import open_file
from gateway.importer.refusal import FileRefused
from gateway.importer.rows import BadRecord, Record
from gateway.shipped import shipped
from tests.builders.portfolio_file import a_file, a_text_file

HEADINGS = "Customer-Number{0}CUSTOMER NAME{0}invoice_number{0}DueOn{0}balance{0}currency\n"
ROW = "0042{0}Zoë Ltd{0}I-1{0}2027-01-15{0}10.00{0}USD\n"


def records(path: Path, profile: Profile = NATIVE) -> list[Record | BadRecord]:
    with open_file(path, profile) as file:
        return list(file.records())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_files_of_every_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = a_text_file(tmp_path, (HEADINGS + ROW).format(delimiter), encoding=encoding)
    (record,) = records(path)
    assert record.values["customer_number"] == "0042"
    assert record.values["customer_name"] == "Zoë Ltd"
    assert record.number == 2


def test_json_lines_keep_their_numbers_exact(tmp_path: Path) -> None:
    line = (
        '{"customerNumber": "0042", "customer_name": "A", "invoice_number": 7, "due_on": "2027-01-15",'
        ' "balance": 0.1, "currency": "USD", "disputed": true}\n\n'
    )
    first, bad = records(a_text_file(tmp_path, line + '["no object"]\n', name="rows.jsonl"))
    assert first.values["balance"] == Decimal("0.1")
    assert first.values["invoice_number"] == Decimal(7)
    assert first.values["disputed"] == "yes"
    assert isinstance(bad, BadRecord)
    assert bad.number == 3


def test_headings_may_stand_below_titles(tmp_path: Path) -> None:
    path = a_text_file(tmp_path, "Acme\nOpen items,as of today\n\n" + (HEADINGS + ROW).format(","))
    (record,) = records(path)
    assert record.number == 5


def test_missing_columns_are_named(tmp_path: Path) -> None:
    path = a_text_file(tmp_path, "customer_number,invoice_number\n1,2\n")
    with pytest.raises(
        FileRefused, match="row 1: the columns customer_name, due_on, balance, currency are missing"
    ):
        records(path)


def test_a_foreign_file_is_refused_with_the_profile_that_it_looks_like(tmp_path: Path) -> None:
    path = a_text_file(tmp_path, "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount\n1,2,3,4,5\n")
    profiles = read_profiles(shipped("config/profiles"))
    with (
        pytest.raises(FileRefused, match="looks like --profile ibm-late-payment"),
        open_file(path, NATIVE, others=profiles),
    ):
        pass


def test_a_heading_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = "customer_number,customer_name,invoice_number,due_on,balance,Balance,currency\n"
    with pytest.raises(FileRefused, match="'balance' stands twice"):
        records(a_text_file(tmp_path, text))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,A,I-1,2027-01-01,5.00\n", "fewer than the 6 headings"),
        ("1,A,I-1,2027-01-01,5.00,USD,more\n", "more than the 6 headings"),
        ('1,"A"b,I-1,2027-01-01,5.00,USD\n', "stray quotation mark"),
    ],
)
def test_ragged_rows_are_told_apart_and_the_others_go_in(tmp_path: Path, row: str, reason: str) -> None:
    text = HEADINGS.format(",") + ROW.format(",") + row + ROW.format(",")
    found = records(a_text_file(tmp_path, text))
    assert [type(each) for each in found] == [Record, BadRecord, Record]
    assert reason in found[1].reason
    assert found[1].number == 3


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows_silently(tmp_path: Path) -> None:
    text = HEADINGS.format(",") + '1,"A,I-1,2027-01-01,5.00,USD\n' + ROW.format(",") * 80 + '2,B",x\n'
    found = records(a_text_file(tmp_path, text))
    assert all(isinstance(each, BadRecord) for each in found)


def test_too_many_columns_are_told(tmp_path: Path) -> None:
    text = HEADINGS.format(",") + ROW.format(",") + "x," * 10_000 + "\n"
    good, bad = records(a_text_file(tmp_path, text))
    assert isinstance(good, Record)
    assert "10001 columns" in bad.reason


def test_formulas_are_kept_as_text(tmp_path: Path) -> None:
    (record,) = records(a_file(tmp_path, {"customer_name": "=cmd|' /C calc'!A0", "balance": "-5.00"}))
    assert record.values["customer_name"] == "=cmd|' /C calc'!A0"
    assert record.values["balance"] == "-5.00"


def test_total_rows_of_the_native_format_are_checked(tmp_path: Path) -> None:
    text = HEADINGS.format(",") + ROW.format(",") * 2 + "Total,,,,{},\n"
    with open_file(a_text_file(tmp_path, text.format("20.00")), NATIVE) as file:
        assert len(list(file.records())) == 2
        assert file.totals.checked == 1
    with pytest.raises(FileRefused, match=r"row 4: the total says 21.00, but the rows add up to 20.00"):
        records(a_text_file(tmp_path, text.format("21.00")))


def test_a_customer_called_total_is_a_customer(tmp_path: Path) -> None:
    (record,) = records(a_file(tmp_path, {"customer_number": "Total", "customer_name": "Total Energies"}))
    assert record.values["customer_name"] == "Total Energies"


PROFILE = """
title = "Vendor ledger"
[columns]
customer_name = ["Vendor_Name"]
due_on = ["Due_Date"]
issued_on = ["Invoice_Date"]
amount = ["Amount"]
balance = ["Outstanding"]
[fill]
customer_number = "{customer_name}"
invoice_number = "{Created} {amount}"
currency = "GBP"
[dates]
patterns = ["dd-mon-yy"]
[rows]
skip_when = { Outstanding = ["0.0"] }
negate_when = { Description = ["credit"] }
"""


def test_keys_are_built_and_constants_filled_in(tmp_path: Path) -> None:
    text = (
        "Description,Vendor_Name,Created,Invoice_Date,Due_Date,Amount,Settled,Outstanding\n"
        "Milk,Ann Lee,26-04-2011 11:50,26-Apr-11,26-May-11,672.78,600,72.78\n"
        "Tea,Ann Lee,27-04-2011 11:50,26-Apr-11,26-May-11,5.00,5.00,0.0\n"
        "Credit,Ann Lee,28-04-2011 11:50,26-Apr-11,26-May-11,9.00,0,9.00\n"
    )
    first, credit = records(a_text_file(tmp_path, text), parse_profile("vendors", PROFILE))
    assert first.values["invoice_number"] == "26-04-2011 11:50 672.78"
    assert first.values["customer_number"] == "Ann Lee"
    assert first.values["currency"] == "GBP"
    assert credit.values["balance"] == Decimal("-9.00")
