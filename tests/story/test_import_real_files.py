"""Do exports that nobody here wrote go in to the last row, and destroyed ones not at all?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gateway.store import Store
from tests.builders.importing import Desk
from tests.fakes.ids import SeededIds


@pytest.fixture
def desk(store: Store, ids: SeededIds) -> Desk:
    return Desk(store, ids)


def test_all_open_invoices_near_the_original_go_in_once(desk: Desk, shared_data: Path) -> None:
    path = shared_data / "highradius" / "open_invoices_near_original_columns.csv"
    report = desk.take(path, "highradius", as_of=date(2027, 2, 1))
    assert (report.rows_read, report.rows_new, report.rows_rejected) == (9_700, 9_700, 0)
    assert (report.customers_new, sorted(report.totals)) == (664, ["CAD", "USD"])
    assert desk.rows("invoice", "due_on", invoice_number="1930571429") == [(date(2020, 3, 13),)]
    facts = desk.rows("customer", "customer_number", "name", "facts_version")
    assert desk.take(path, "highradius", as_of=date(2027, 2, 1)).known_before
    again = desk.take(path, "highradius", as_of=date(2027, 2, 2))
    assert (again.rows_unchanged, again.rows_changed, again.rows_new) == (9_700, 0, 0)
    assert desk.rows("customer", "customer_number", "name", "facts_version") == facts


def test_day_first_dates_and_converted_amounts_go_in(desk: Desk, shared_data: Path) -> None:
    report = desk.take(shared_data / "highradius" / "open_invoices_ddmmyyyy.csv", "highradius")
    assert (report.rows_new, report.rows_rejected, list(report.totals)) == (9_681, 0, ["USD"])
    assert desk.rows("invoice", "due_on", invoice_number="2960623488") == [(date(2020, 4, 10),)]


def test_dates_that_a_spreadsheet_destroyed_are_never_guessed(desk: Desk, shared_data: Path) -> None:
    report = desk.take(shared_data / "highradius" / "open_invoices_excel_mangled_dates.csv", "highradius")
    assert report.refused is not None
    assert report.rows_rejected == report.rows_read == 9_681
    assert "a spreadsheet lost the date" in report.rejected[0].reason
    assert desk.balances() == {}


def test_settled_invoices_are_open_on_the_day_that_is_asked_about(desk: Desk, shared_data: Path) -> None:
    path = shared_data / "ibm-late-payment" / "WA_Fn-UseC_-Accounts-Receivable.csv"
    report = desk.take(path, "ibm-late-payment", as_of=date(2013, 3, 1))
    assert (report.rows_new, report.rows_rejected, report.customers_new) == (2_466, 0, 100)
    balances = desk.balances()
    assert balances["0000611365"] == 0  # settled on 15 January
    assert balances["0007900770"] == 6_174  # on 3 March
    assert desk.rows("customer", "country") == [(None,)] * 100
    later = desk.take(path, "ibm-late-payment", as_of=date(2014, 3, 1))
    assert later.rows_changed + later.rows_unchanged == 2_466
    assert not any(desk.balances().values())
