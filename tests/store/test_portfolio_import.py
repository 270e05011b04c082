"""What does a portfolio file leave in the database, once, twice, and when a newer one comes?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from gateway.domain.ids import CreditorId
from gateway.store import Store
from tests.builders.creditor import a_creditor
from tests.builders.importing import Desk
from tests.builders.portfolio_file import a_file
from tests.fakes.ids import SeededIds

TODAY = date(2027, 3, 1)


@pytest.fixture
def desk(store: Store, ids: SeededIds) -> Desk:
    return Desk(store, ids)


def test_a_row_becomes_customer_account_invoice_and_contact_points(desk: Desk, tmp_path: Path) -> None:
    row = {
        "email": "ap@Northwind.example; cfo@northwind.example",
        "mobile": "(212) 555-0123",
        "street": "20 Broad St",
        "city": "New York",
        "region": "NY",
        "postal_code": "10005",
        "country": "USA",
        "debt_class": "consumer",
        "birth_year": "1980",
        "time_zone": "America/New_York",
        "amount": "200.00",
    }
    report = desk.take(a_file(tmp_path, row))
    assert (report.rows_new, report.rows_rejected, report.totals) == (1, 0, {"USD": 12_550})
    assert desk.rows("customer", "customer_number", "is_company", "region", "country", "birth_year") == [
        ("1001", False, "US-NY", "US", 1980)
    ]
    assert desk.rows("account", "account_number", "debt_class", "actor_role") == [
        ("1001", "consumer", "original_creditor")
    ]
    assert desk.rows("contact_point", "position", "kind", "value") == [
        (0, "email", "ap@northwind.example"),
        (1, "email", "cfo@northwind.example"),
        (2, "mobile", "+12125550123"),
        (3, "postal", "20 Broad St\nNew York, NY 10005\nUnited States"),
    ]
    assert desk.rows("invoice", "balance_minor", "amount_minor", "reported_as_of") == [
        (12_550, 20_000, TODAY)
    ]


def test_the_same_file_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = a_file(tmp_path, {}, {"invoice_number": "I-2", "due_on": "soon"})
    first = desk.take(path)
    before = desk.rows("invoice", "invoice_id", "import_id", "reported_as_of")
    desk.now += timedelta(days=3)
    second = desk.take(path)
    assert second.known_before
    assert (second.rows_read, second.rows_rejected) == (first.rows_read, first.rows_rejected)
    assert [noted.row for noted in second.rejected] == [3]
    assert desk.rows("invoice", "invoice_id", "import_id", "reported_as_of") == before
    assert len(desk.rows("portfolio_import", "as_of")) == len(desk.rows("ledger_entry", "kind")) == 1


def test_a_new_export_with_the_same_rows_changes_no_facts(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_file(tmp_path, {"email": "a@b.example"}))
    desk.now += timedelta(days=1)
    report = desk.take(a_file(tmp_path, {"email": "a@b.example", "language": ""}))
    assert not report.known_before
    assert (report.rows_unchanged, report.rows_new, report.rows_changed) == (1, 0, 0)
    assert desk.rows("customer", "facts_version") == [(0,)]


def test_a_newer_file_wins_and_an_older_one_never(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_file(tmp_path, {}), as_of=TODAY - timedelta(days=5))
    newer = desk.take(a_file(tmp_path, {"balance": "100.00"}), as_of=TODAY - timedelta(days=1))
    older = desk.take(a_file(tmp_path, {"balance": "999.00"}), as_of=TODAY - timedelta(days=9))
    assert (newer.rows_changed, older.rows_older) == (1, 1)
    assert desk.balances() == {"I-1": 10_000}
    assert desk.rows("customer", "facts_version") == [(1,)]


def test_instalments_of_one_invoice_are_kept_apart(desk: Desk, tmp_path: Path) -> None:
    report = desk.take(a_file(tmp_path, {}, {"due_on": "2027-02-15"}))
    assert report.rows_new == 2


def test_a_repeated_row_counts_once_and_a_contradicting_one_is_quarantined(
    desk: Desk, tmp_path: Path
) -> None:
    report = desk.take(a_file(tmp_path, {}, {}, {"balance": "1.00"}))
    assert (report.rows_new, report.rows_repeated, report.rows_rejected) == (1, 1, 1)
    assert desk.balances() == {"I-1": 12_550}
    assert desk.rows("quarantined_row", "row", "column") == [(4, "invoice_number")]


def test_a_row_repeated_in_a_later_chunk_is_noticed_too(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.importer.importing.CHUNK", 1)
    report = desk.take(a_file(tmp_path, {}, {}, {"balance": "1.00"}, {"invoice_number": "I-2"}))
    assert (report.rows_new, report.rows_repeated, report.rows_rejected) == (2, 1, 1)
    assert desk.balances() == {"I-1": 12_550, "I-2": 12_550}


UNREADABLE = [
    ("currency", {"currency": "ZZZ"}),
    ("due_on", {"due_on": "15/01/2027"}),
    ("balance", {"balance": "1,250.00"}),
    ("balance", {"balance": ""}),
    ("customer_number", {"customer_number": ""}),
    ("country", {"country": "Narnia"}),
    ("region", {"country": "US", "region": "ZZ"}),
    ("region", {"region": "NY"}),  # of which country?
    ("time_zone", {"time_zone": "Eastern"}),
    ("debt_class", {"debt_class": "gambling"}),
    ("customer_kind", {"customer_kind": "robot"}),
    ("disputed", {"disputed": "perhaps"}),
    ("creditor", {"creditor": "nobody"}),
    ("customer_name", {"customer_name": "x" * 501}),
]


def test_what_cannot_be_read_is_quarantined_with_its_place(desk: Desk, tmp_path: Path) -> None:
    rows = [{"invoice_number": f"bad {n}", **cells} for n, (_, cells) in enumerate(UNREADABLE)]
    report = desk.take(a_file(tmp_path, {"invoice_number": "good"}, *rows))
    assert desk.balances() == {"good": 12_550}
    expected = [(row, column) for row, (column, _) in enumerate(UNREADABLE, 3)]
    assert [(noted.row, noted.column) for noted in report.rejected] == expected
    kept = desk.rows("quarantined_row", "row", "column", "reason", "content")
    assert [(row, column) for row, column, _, _ in kept] == expected
    assert all(reason and b"bad" in bytes(content) for _, _, reason, content in kept)


def test_a_contact_point_that_cannot_be_read_does_not_keep_the_invoice_out(
    desk: Desk, tmp_path: Path
) -> None:
    cells = {"email": "nobody at home", "mobile": "12", "country": "US", "phone": "+442071838750"}
    report = desk.take(a_file(tmp_path, cells))
    assert [(noted.row, noted.column) for noted in report.warnings] == [(2, "email"), (2, "mobile")]
    assert desk.rows("contact_point", "kind", "value") == [("landline", "+442071838750")]
    assert report.rows_rejected == 0


def test_the_first_spelling_of_a_name_counts_however_the_rows_are_cut(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"invoice_number": str(n), "customer_name": f"Spelling {n % 3}"} for n in range(9)]
    monkeypatch.setattr("gateway.importer.importing.CHUNK", 2)
    desk.take(a_file(tmp_path, *rows))
    desk.now += timedelta(days=1)
    report = desk.take(a_file(tmp_path, *[{**row, "language": ""} for row in rows]))
    assert desk.rows("customer", "name", "facts_version") == [("Spelling 0", 4)]
    assert report.rows_unchanged == 9


def test_a_replaced_number_is_retired_and_a_bounced_one_stays_so(desk: Desk, tmp_path: Path) -> None:
    desk.take(a_file(tmp_path, {"mobile": "+12125550123", "email": "old@b.example"}))
    desk.now += timedelta(days=1)
    desk.take(a_file(tmp_path, {"mobile": "+12125550199"}))
    assert desk.rows("contact_point", "value", "retired_because") == [
        ("+12125550123", "a newer file names another"),
        ("+12125550199", None),
        ("old@b.example", None),
    ]
    desk.now += timedelta(days=1)
    desk.take(a_file(tmp_path, {"mobile": "+12125550123", "language": ""}))
    assert desk.rows("contact_point", "value", "retired_because", kind="mobile") == [
        ("+12125550123", None),
        ("+12125550199", "a newer file names another"),
    ]


def test_rows_may_belong_to_several_creditors(desk: Desk, tmp_path: Path) -> None:
    desk.creditors[CreditorId("zenith")] = a_creditor("zenith")
    report = desk.take(a_file(tmp_path, {"creditor": "acme"}, {"creditor": "zenith"}, {"creditor": ""}))
    assert (report.rows_new, report.rows_rejected) == (2, 1)
    assert desk.rows("portfolio_import", "creditor_id") == [("acme",), ("zenith",)]


def test_a_file_of_which_nothing_can_be_read_does_not_count(desk: Desk, tmp_path: Path) -> None:
    report = desk.take(a_file(tmp_path, {"due_on": "00:00.0"}))
    assert report.refused is not None
    assert report.rejected[0].reason.startswith("is a time without its day")
    assert desk.rows("portfolio_import", "as_of") == []


def test_a_dry_run_reports_the_same_and_keeps_nothing(desk: Desk, tmp_path: Path) -> None:
    path = a_file(tmp_path, {}, {"invoice_number": "I-2"}, {"due_on": "x"})
    tried, done = desk.take(path, dry_run=True), desk.take(path)
    assert (tried.rows_new, tried.rows_rejected) == (done.rows_new, done.rows_rejected) == (2, 1)
    assert not done.known_before


def test_a_date_in_the_future_is_refused(desk: Desk, tmp_path: Path) -> None:
    report = desk.take(a_file(tmp_path, {}), as_of=TODAY + timedelta(days=1))
    assert "is in the future" in str(report.refused)


def test_what_was_paid_later_than_the_files_day_is_open_on_it(desk: Desk, tmp_path: Path) -> None:
    rows = [{"settled_on": "2027-02-10"}, {"invoice_number": "I-2", "settled_on": "2027-02-20"}]
    desk.take(a_file(tmp_path, *rows), as_of=date(2027, 2, 15))
    assert desk.balances() == {"I-1": 0, "I-2": 12_550}


def test_consents_become_events_once(desk: Desk, tmp_path: Path) -> None:
    cells = {"consent_sms": "2027-01-02", "consent_email": "2029-01-01"}  # the second is not given yet
    desk.take(a_file(tmp_path, cells, {**cells, "invoice_number": "I-2"}))
    desk.now += timedelta(days=1)
    desk.take(a_file(tmp_path, cells))
    ((kind, body, source),) = desk.rows("event", "type", "body", "source")
    assert (kind, body, source) == ("consent", {"to": "text"}, "import")


def test_a_disputed_bill_is_marked_and_a_consumers_dispute_is_an_event_too(
    desk: Desk, tmp_path: Path
) -> None:
    desk.take(
        a_file(
            tmp_path,
            {"disputed": "yes", "debt_class": "commercial"},
            {"customer_number": "2", "disputed": "yes", "debt_class": "medical"},
            {"customer_number": "3", "disputed": "no", "debt_class": "medical"},
        )
    )
    assert [row[0] for row in desk.rows("invoice", "disputed")] == [False, True, True]
    assert desk.rows("event", "type") == [("dispute",)]


def test_a_heading_that_nobody_knows_is_named(desk: Desk, tmp_path: Path) -> None:
    report = desk.take(a_file(tmp_path, {"emial": "ap@northwind.example"}))
    assert (report.rows_new, [(noted.row, noted.column) for noted in report.warnings]) == (1, [(1, "emial")])
