"""Does `dunwell import` say what went in, and exit as promised?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import main
from tests.builders.portfolio_file import a_file, a_payment_file, a_text_file

SETTINGS = """
[[creditor]]
id = "acme"
name = "Acme Supply Co."
neutral_name = "Acme"
default_country = "US"
address = "1 Main Street"
telephone = "+15185550100"
email_from = "billing@acme.example"
sms_from = "+15185550101"
voice_from = "+15185550102"
how_to_pay = { bank = "Routing 021000021" }
"""


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with settings."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dunwell.toml").write_text(SETTINGS)


@pytest.fixture
def dunwell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["dunwell", "import", *map(str, words)])
        with pytest.raises(SystemExit) as exit_status:
            main()
        shown = capsys.readouterr()
        return exit_status.value.code or 0, shown.out, shown.err

    return call


def test_a_good_file_ends_with_0_and_its_totals(dunwell: Any, tmp_path: Path) -> None:
    status, shown, _ = dunwell(a_file(tmp_path, {}, {"invoice_number": "I-2"}))
    assert status == 0
    assert "2 of 2 rows" in shown
    assert "251.00 USD" in shown


def test_rejected_rows_end_with_3_and_are_listed(dunwell: Any, tmp_path: Path) -> None:
    status, shown, _ = dunwell(a_file(tmp_path, {}, {"due_on": "15.1.2027"}))
    assert status == 3
    assert "portfolio.csv, row 3, column due_on: is no date in the form yyyy-mm-dd" in shown


def test_nothing_imported_ends_with_2(dunwell: Any, tmp_path: Path) -> None:
    status, shown, _ = dunwell(a_text_file(tmp_path, "a,b\n1,2\n"))
    assert status == 2
    assert "nothing imported" in shown
    assert dunwell(tmp_path / "absent.csv")[0] == 2


def test_one_bad_file_among_good_ones_ends_with_3(dunwell: Any, tmp_path: Path) -> None:
    assert dunwell(a_file(tmp_path, {}), a_text_file(tmp_path, "a,b\n1,2\n"))[0] == 3


def test_machines_get_json(dunwell: Any, tmp_path: Path) -> None:
    portfolio, payments = (
        a_file(tmp_path, {"email": "?"}),
        a_payment_file(tmp_path, {"paid_on": "2026-01-05"}),
    )
    status, shown, _ = dunwell(portfolio, payments, "--json")
    first, second = json.loads(shown)
    assert status == 0
    assert first["rows"] == {
        "read": 1, "in": 1, "new": 1, "changed": 0, "unchanged": 0, "older": 0, "repeated": 0, "skipped": 0,
        "rejected": 0,
    }  # fmt: skip
    assert first["warnings"] == [{"row": 2, "column": "email", "reason": "is no email address"}]
    assert (second["kind"], second["totals"]) == ("payments", {"USD": "40.00"})


def test_a_profile_of_ones_own_is_a_file(dunwell: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[columns]\ncustomer_name = ["Kunde"]\ninvoice_number = ["Nr"]\n'
        'due_on = ["Datum"]\nbalance = ["Rest"]\n'
        '[fill]\ncustomer_number = "{customer_name}"\ncurrency = "EUR"\n'
        '[dates]\npatterns = ["dd.mm.yyyy"]\n[numbers]\ndecimal = ","\nthousands = "."\n'
    )
    path = a_text_file(tmp_path, "Kunde;Nr;Datum;Rest\nBäcker;1;31.01.2026;1.234,50\n", encoding="cp1252")
    status, shown, _ = dunwell(path, "--profile", tmp_path / "mine.toml")
    assert (status, "1,234.50 EUR" in shown, "read as Windows-1252" in shown) == (0, True, True)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["--profile", "sapp"], "there is no profile 'sapp'; known: "),
        (["--as-of", "1/2/2026"], "is no date"),
        (["--creditor", "nobody"], "is not in the settings; known: acme"),
        (["--kind", "orders"], "--kind must be portfolio or payments"),
    ],
)
def test_wrong_options_end_with_2_and_say_what_is_right(
    dunwell: Any, tmp_path: Path, words: list[str], fault: str
) -> None:
    status, _, complaint = dunwell(a_file(tmp_path, {}), *words)
    assert status == 2
    assert fault in complaint
