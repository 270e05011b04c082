"""Do exports of the kinds that we know come in as their programs write them?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gateway.importer.control_totals import ControlTotals
from gateway.importer.items import Context, Item, ItemReader
from gateway.importer.profile_reading import read_profiles
from gateway.importer.reading import OpenFile, open_file
from gateway.importer.refusal import FileRefused
from gateway.importer.rows import BadRecord
from gateway.shipped import shipped
from tests.builders.creditor import a_creditor
from tests.builders.portfolio_file import a_text_file

ONLINE = """\
Harbor Lights LLC
A/R Aging Detail Report
"As of Jul 25, 2026"

,Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance
91 or more days past due,,,,,,,
,03/01/2026,Invoice,1007,Amy's Nursery,03/31/2026,"1,250.00","1,000.00"
,03/05/2026,Payment,,Amy's Nursery,03/05/2026,-50.00,-50.00
Total for 91 or more days past due,,,,,,"$1,200.00",$950.00
CURRENT,,,,,,,
,07/20/2026,Invoice,1044,Diego Rod:Pool,08/19/2026,200.00,200.00
,07/21/2026,Credit Memo,1045,Diego Rod:Pool,,-20.00,-20.00
Total for CURRENT,,,,,,180.00,180.00
TOTAL,,,,,,"$1,380.00","$1,130.00"


"Saturday, July 25, 2026 10:04 AM GMT-07:00"
"""
DESKTOP = """\
,Type,Date,Num,P. O. #,Terms,Due Date,Aging,Open Balance
Abbey Stores,,,,,,,,
,Invoice,12/01/2025,71,PO 9,Net 30,12/31/2025,45,"1,100.00"
Kitchen,,,,,,,,
,Invoice,12/05/2025,72,,Net 30,01/04/2026,41,400.00
Total Kitchen,,,,,,,,400.00
,Payment,12/20/2025,,,,,,-100.00
Total Abbey Stores,,,,,,,,"1,400.00"
Zeta Co,,,,,,,,
,Invoice,01/02/2026,73,,,,,10.50
Total Zeta Co,,,,,,,,10.50
TOTAL,,,,,,,,"1,410.50"
"""
SAP_LONG = """\
Account,Document Number,Assignment,Document Type,Document Date,Net Due Date,Arrears by Net Due Date,\
Amount in Local Currency,Text,Reference
0000198609,9974698958,997,DG,9/26/2025,9/26/2025,3,"-30,213.31",,PR_1
0000198609,9974698960,997,RV,9/1/2025,10/1/2025,3,"40,000.00",,PR_2
0000198609,,,,,,,"9,786.69",,
0000200001,9974698970.0,997,RV,9/1/2025,10/1/2025,3,100.00,,
0000200001,,,,,,,100.00,,
,,,,,,,"9,886.69",,
"""
SAP_TEXT = """\
Customer line items

Customer             100234
Name                 Bäcker GmbH
City                 Köln
--------------------------------------------------------------------------------------
| St|DocumentNo|Type|Doc. Date |Net due dt|Amt in loc.cur.|LCurr|Text                 |
--------------------------------------------------------------------------------------
| @1|1400000001|RV  |01.02.2026|03.03.2026|     1.234,56  |EUR  |"Delivery            |
| @1|1400000002|DG  |05.02.2026|05.02.2026|       234,56- |EUR  |                     |
--------------------------------------------------------------------------------------
| * |          |    |          |          |     1.000,00  |EUR  |                     |
--------------------------------------------------------------------------------------

Customer             100300
Name                 Zwei AG
--------------------------------------------------------------------------------------
| St|DocumentNo|Type|Doc. Date |Net due dt|Amt in loc.cur.|LCurr|Text                 |
--------------------------------------------------------------------------------------
| @1|1400000003|DG  |01.02.2026|03.03.2026|        50,00  |EUR  |                     |
--------------------------------------------------------------------------------------
| * |          |    |          |          |        50,00  |EUR  |                     |
| **|          |    |          |          |     1.050,00  |EUR  |                     |
"""


def items(folder: Path, profile: str, text: str, encoding: str = "utf-8") -> tuple[OpenFile, list[Item]]:
    creditor = a_creditor()
    found = []
    with open_file(
        a_text_file(folder, text, encoding=encoding), read_profiles(shipped("config/profiles"))[profile]
    ) as file:
        day = date(2026, 12, 31)
        context = Context(file.profile, {creditor.creditor_id: creditor}, creditor.creditor_id, day, day)
        reader = ItemReader(context)
        for record in file.records():
            assert not isinstance(record, BadRecord), record
            found.append(reader.item(record.number, record.values))
    return file, found


def told(found: list[Item]) -> list[tuple[str, str, str, int]]:
    return [(i.customer.name, i.invoice_number, i.due_on.isoformat(), i.balance_minor) for i in found]


def test_quickbooks_online_aging(tmp_path: Path) -> None:
    file, found = items(tmp_path, "quickbooks-online-aging", ONLINE)
    assert told(found) == [
        ("Amy's Nursery", "1007", "2026-03-31", 100_000),
        ("Amy's Nursery", "Payment 03/05/2026 -50.00", "2026-03-05", -5_000),
        ("Diego Rod:Pool", "1044", "2026-08-19", 20_000),
        ("Diego Rod:Pool", "1045", "2026-07-21", -2_000),
    ]
    assert file.as_of == date(2026, 7, 25)
    assert file.totals.checked == 3
    assert {item.customer_number for item in found} == {"Amy's Nursery", "Diego Rod:Pool"}


def test_quickbooks_desktop_open_invoices(tmp_path: Path) -> None:
    file, found = items(tmp_path, "quickbooks-desktop-open-invoices", DESKTOP)
    assert told(found) == [
        ("Abbey Stores", "71", "2025-12-31", 110_000),
        ("Abbey Stores:Kitchen", "72", "2026-01-04", 40_000),
        ("Abbey Stores", "Payment 12/20/2025 -100.00", "2025-12-20", -10_000),
        ("Zeta Co", "73", "2026-01-02", 1_050),
    ]
    assert file.totals.checked == 4


def test_sap_line_items_of_a_spreadsheet(tmp_path: Path) -> None:
    file, found = items(tmp_path, "sap-fbl5n", SAP_LONG)
    assert told(found) == [
        ("0000198609", "9974698958", "2025-09-26", -3_021_331),
        ("0000198609", "9974698960", "2025-10-01", 4_000_000),
        ("0000200001", "9974698970", "2025-10-01", 10_000),
    ]
    assert file.totals.checked == 3


def test_sap_line_items_as_unconverted_text(tmp_path: Path) -> None:
    file, found = items(tmp_path, "sap-fbl5n", SAP_TEXT, "cp1252")
    assert told(found) == [
        ("Bäcker GmbH", "1400000001", "2026-03-03", 123_456),
        ("Bäcker GmbH", "1400000002", "2026-02-05", -23_456),
        ("Zwei AG", "1400000003", "2026-03-03", -5_000),  # a credit note is a credit, whatever its sign
    ]
    assert [item.customer_number for item in found] == ["100234", "100234", "100300"]
    assert {item.currency for item in found} == {"EUR"}
    assert file.totals.checked == 3


@pytest.mark.parametrize(
    ("profile", "text", "right", "wrong"),
    [
        ("quickbooks-online-aging", ONLINE, "$950.00", "$940.00"),
        ("quickbooks-online-aging", ONLINE, '"$1,130.00"', "999.00"),
        (
            "quickbooks-desktop-open-invoices",
            DESKTOP,
            "Total Kitchen,,,,,,,,400.00",
            "Total Kitchen,,,,,,,,1.00",
        ),
        ("quickbooks-desktop-open-invoices", DESKTOP, "Total Zeta Co,,,,,,,,10.50\n", ""),
        ("sap-fbl5n", SAP_LONG, '"9,786.69"', '"9,786.60"'),
        ("sap-fbl5n", SAP_TEXT, "     1.000,00", "     1.000,01"),
    ],
)
def test_an_export_whose_totals_disagree_is_refused(
    tmp_path: Path, profile: str, text: str, right: str, wrong: str
) -> None:
    assert right in text
    with pytest.raises(FileRefused, match=r"total"):
        items(tmp_path, profile, text.replace(right, wrong))


def test_totals_over_several_currencies_or_unreadable_amounts_are_not_checked() -> None:
    totals = ControlTotals("f")
    totals.add(Decimal(1), "USD")
    totals.add(Decimal(1), "EUR")
    totals.grand(Decimal(9), 3)
    other = ControlTotals("f")
    other.add(None)
    other.close_level(1, Decimal(9), 2)
    assert totals.checked == other.checked == 0
