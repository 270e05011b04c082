"""What does a complete file settle, and what never?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from gateway.store import Store
from tests.builders.importing import Desk
from tests.builders.portfolio_file import a_file, a_text_file
from tests.fakes.ids import SeededIds

TODAY = date(2027, 3, 1)
OPEN = [
    {"invoice_number": "I-1"},
    {"invoice_number": "I-2"},
    {"customer_number": "2", "invoice_number": "I-3"},
]


@pytest.fixture
def desk(store: Store, ids: SeededIds, tmp_path: Path) -> Desk:
    desk = Desk(store, ids)
    desk.take(a_file(tmp_path, *OPEN), as_of=TODAY - timedelta(days=1))
    return desk


def test_what_a_complete_file_lacks_is_settled(desk: Desk, tmp_path: Path) -> None:
    report = desk.take(a_file(tmp_path, OPEN[0]), snapshot=True)
    assert report.settled_by_absence == 2
    assert desk.balances() == {"I-1": 12_550, "I-2": 0, "I-3": 0}
    assert desk.rows("invoice", "settled_on", invoice_number="I-3") == [(TODAY,)]
    assert desk.rows("customer", "customer_number", "facts_version") == [("1001", 1), ("2", 1)]


def test_without_snapshot_absence_means_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_file(tmp_path, OPEN[0]))
    assert desk.balances() == {"I-1": 12_550, "I-2": 12_550, "I-3": 12_550}


def test_a_quarantined_row_is_not_absent(desk: Desk, tmp_path: Path) -> None:
    report = desk.take(a_file(tmp_path, OPEN[0], {"invoice_number": "I-2", "balance": "?"}), snapshot=True)
    assert report.settled_by_absence == 1
    assert desk.balances() == {"I-1": 12_550, "I-2": 12_550, "I-3": 0}


def test_a_row_without_its_invoice_number_protects_its_customer(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_file(tmp_path, OPEN[2], {"invoice_number": ""}), snapshot=True)
    assert desk.balances() == {"I-1": 12_550, "I-2": 12_550, "I-3": 12_550}
    desk.now += timedelta(days=1)
    desk.take(a_file(tmp_path, OPEN[0], {"customer_number": "2", "invoice_number": ""}), snapshot=True)
    assert desk.balances() == {"I-1": 12_550, "I-2": 0, "I-3": 12_550}


def test_a_row_without_its_customer_protects_everybody(desk: Desk, tmp_path: Path) -> None:
    report = desk.take(a_file(tmp_path, OPEN[0], {"customer_number": ""}), snapshot=True)
    assert report.snapshot_held_back is not None
    assert set(desk.balances().values()) == {12_550}


def test_a_ragged_row_protects_everybody(desk: Desk, tmp_path: Path) -> None:
    text = a_file(tmp_path, OPEN[0]).read_text() + "1001,Northwind\n"
    report = desk.take(a_text_file(tmp_path, text), snapshot=True)
    assert report.snapshot_held_back is not None
    assert set(desk.balances().values()) == {12_550}


def test_an_older_snapshot_settles_nothing_that_a_newer_file_knows(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_file(tmp_path, OPEN[0]), snapshot=True, as_of=TODAY - timedelta(days=9))
    assert set(desk.balances().values()) == {12_550}


def test_what_comes_back_is_open_again(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_file(tmp_path, OPEN[0]), snapshot=True)
    desk.now += timedelta(days=1)
    desk.take(a_file(tmp_path, *OPEN, {"invoice_number": "I-4"}), snapshot=True)
    assert set(desk.balances().values()) == {12_550}
    assert set(desk.rows("invoice", "settled_on")) == {(None,)}


def test_headings_without_rows_settle_nothing(desk: Desk, tmp_path: Path) -> None:
    heading = a_file(tmp_path, {}).read_text().splitlines()[0]
    report = desk.take(a_text_file(tmp_path, heading + "\n"), snapshot=True)
    assert report.refused is not None
    assert set(desk.balances().values()) == {12_550}
