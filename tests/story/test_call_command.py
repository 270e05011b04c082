"""Can a collector call from a terminal: want, list, begin, tell?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.bootstrap import open_app
from gateway.cli import main
from gateway.cli.call import NOT_NOW
from gateway.domain.words import PointKind
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_person
from tests.fakes.ids import SeededIds
from tests.story.test_plan_command import SETTINGS

NUMBER = "+12125550145"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: SeededIds) -> None:
    """A folder with settings and a person who owes and has a telephone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUNWELL_CLOCK", "2027-03-01T16:00:00Z")
    (tmp_path / "dunwell.toml").write_text(SETTINGS)
    with open_app() as app, app.store.begin() as tx:
        customer = a_person(tx, ids)
        a_contact_point(tx, ids, customer, PointKind.LANDLINE)
        an_account(tx, ids, customer, account_number="A-1", days_past_due=12)


@pytest.fixture
def dunwell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Return a function that runs a command and returns its exit status and what it printed."""

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["dunwell", "call", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out + shown.err

    return run


def test_a_call_from_wish_to_outcome(dunwell) -> None:
    assert dunwell("list") == (0, "No call waits.\n")
    assert dunwell("want", "A-1")[0] == 0
    _, listed = dunwell("list", "--json")
    assert NUMBER not in listed
    call = json.loads(listed)["call_id"]
    status, script = dunwell("begin", call)
    assert status == 0
    assert NUMBER in script
    attempt = script.split("Attempt: ")[1].split()[0]
    assert dunwell("outcome", attempt, "no-answer", "--stop-calls")[0] != 0
    status, told = dunwell("outcome", attempt, "right-party", "--promise-on", "2027-03-05")
    assert (status, told.splitlines()[0]) == (0, "Written down.")
    assert "told before" in dunwell("outcome", attempt, "right-party")[1]


def test_a_call_that_may_not_be_made_shows_no_number(dunwell, monkeypatch: pytest.MonkeyPatch) -> None:
    _, wanted = dunwell("want", "A-1")
    monkeypatch.setenv("DUNWELL_CLOCK", "2027-03-02T06:00:00Z")
    status, said = dunwell("begin", wanted.splitlines()[0].split()[-1])
    assert (status, NUMBER in said) == (NOT_NOW, False)
    assert "You may from" in said
