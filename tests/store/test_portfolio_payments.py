"""What does a payment settle, once, and what becomes of it when a newer balance is reported?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from gateway.store import Store
from tests.builders.importing import Desk
from tests.builders.portfolio_file import a_file, a_payment_file
from tests.fakes.ids import SeededIds

TODAY = date(2027, 3, 1)


@pytest.fixture
def desk(store: Store, ids: SeededIds, tmp_path: Path) -> Desk:
    desk = Desk(store, ids)
    desk.take(
        a_file(tmp_path, {}, {"invoice_number": "I-2", "balance": "80.00"}), as_of=TODAY - timedelta(days=5)
    )
    return desk


def test_a_part_payment_lowers_its_invoice_once(desk: Desk, tmp_path: Path) -> None:
    first = desk.take(a_payment_file(tmp_path, {"invoice_number": "I-1"}))
    again = desk.take(
        a_payment_file(tmp_path, {"invoice_number": "I-1"}, {"reference": "BANK-2", "amount": "80.00"})
    )
    assert (first.kind, first.rows_new, again.rows_unchanged, again.rows_new) == ("payments", 1, 1, 1)
    assert desk.balances() == {"I-1": 8_550, "I-2": 0}  # the second was matched by its amount
    assert desk.rows("customer", "facts_version") == [(2,)]


def test_what_matches_nothing_is_kept_and_a_person_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_payment_file(tmp_path, {"amount": "7.77"}))
    assert desk.rows("payment", "unapplied_minor") == [(777,)]
    assert desk.rows("task", "kind") == [("unapplied-cash",)]


def test_a_report_that_cannot_know_of_the_payment_does_not_undo_it(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_payment_file(tmp_path, {"invoice_number": "I-1"}))  # paid on 27 February, told on 1 March
    desk.take(a_file(tmp_path, {"balance": "125.50"}), as_of=TODAY - timedelta(days=3))
    assert desk.balances()["I-1"] == 8_550
    desk.now += timedelta(days=4)
    desk.take(a_file(tmp_path, {"balance": "85.50"}), as_of=TODAY + timedelta(days=4))
    assert desk.balances()["I-1"] == 8_550


def test_the_same_balance_told_again_on_the_same_day_keeps_the_payment(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_file(tmp_path, {}), as_of=TODAY)
    desk.take(a_payment_file(tmp_path, {"invoice_number": "I-1"}))
    report = desk.take(a_file(tmp_path, {"language": ""}), as_of=TODAY)
    assert report.rows_unchanged == 1
    assert desk.balances()["I-1"] == 8_550


def test_wrong_payments_are_quarantined(desk: Desk, tmp_path: Path) -> None:
    report = desk.take(
        a_payment_file(
            tmp_path,
            {},
            {"amount": "41.00"},  # the reference again, with another amount
            {"reference": "B-2", "customer_number": "404"},
            {"reference": "B-3", "amount": "-5.00"},
            {"reference": "B-4", "account_number": "404"},
            {"reference": "B-5", "paid_on": "2031-01-01"},
            {"reference": ""},
        )
    )
    assert [noted.column for noted in sorted(report.rejected, key=lambda noted: noted.row)] == [
        "reference", "customer_number", "amount", "account_number", "paid_on", "reference",
    ]  # fmt: skip


def test_payments_of_customers_who_come_later_are_taken_when_the_file_comes_again(
    desk: Desk, tmp_path: Path
) -> None:
    path = a_payment_file(tmp_path, {}, {"reference": "B-2", "customer_number": "2"})
    desk.take(path)
    desk.take(a_file(tmp_path, {"customer_number": "2"}))
    report = desk.take(path)
    assert (report.rows_unchanged, report.rows_new, report.rows_rejected) == (1, 1, 0)
    assert desk.rows("quarantined_row", "row") == []


def test_a_later_snapshot_has_the_unapplied_cash_in_its_balances(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_payment_file(tmp_path, {"amount": "7.77"}))
    desk.take(a_file(tmp_path, {"balance": "100.00"}), snapshot=True, as_of=TODAY)
    assert desk.rows("payment", "unapplied_minor") == [(777,)]
    desk.now += timedelta(days=2)
    desk.take(a_file(tmp_path, {"balance": "90.00"}), snapshot=True)
    assert desk.rows("payment", "unapplied_minor") == [(0,)]


def test_payments_are_in_the_ledger(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_payment_file(tmp_path, {}))
    assert [kind for (kind,) in desk.rows("ledger_entry", "kind")] == [
        "event.recorded",
        "import.finished",
        "import.finished",
    ]
