"""Does `dunwell plan` say what it did, and change nothing where it should not?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.bootstrap import open_app
from gateway.cli import main
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.fakes.ids import SeededIds

AT = "2027-03-01T16:00:00Z"
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
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: SeededIds) -> None:
    """A folder with settings and two customers, of whom one owes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dunwell.toml").write_text(SETTINGS)
    with open_app() as app, app.store.begin() as tx:
        customer = a_customer(tx, ids)
        a_contact_point(tx, ids, customer)
        an_account(tx, ids, customer, days_past_due=5)
        a_customer(tx, ids)


def dunwell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setattr("sys.argv", ["dunwell", *words])
    with pytest.raises(SystemExit) as exit_status:
        main()
    shown = capsys.readouterr()
    assert not exit_status.value.code, shown.err
    return shown.out


def test_a_dry_run_says_what_would_be_planned_and_plans_nothing(capsys, monkeypatch) -> None:
    for _ in range(2):
        shown = dunwell(capsys, monkeypatch, "plan", "--dry-run", "--at", AT)
        assert "Would plan 1 outreach, having looked at 2 customers." in shown
        assert "commercial reminder-1" in shown


def test_a_run_plans_once(capsys, monkeypatch) -> None:
    first = json.loads(dunwell(capsys, monkeypatch, "plan", "--json", "--at", AT))
    again = json.loads(dunwell(capsys, monkeypatch, "plan", "--json", "--at", AT))
    assert (first["planned"], first["by_step"], first["cycles_begun"]) == (1, {"commercial reminder-1": 1}, 1)
    assert (again["planned"], again["customers"]) == (0, 0)


def test_a_rehearsal_is_told_in_json(capsys, monkeypatch) -> None:
    diary = json.loads(dunwell(capsys, monkeypatch, "simulate", "--days", "3", "--at", AT, "--json"))
    assert diary["sent"] == {"email": 1}
