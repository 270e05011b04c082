"""Does `dunwell record` say what each line changed, and how it went?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.bootstrap import open_app
from gateway.cli.record import app
from gateway.store import open_store
from tests.builders.account import an_account
from tests.builders.customer import a_person
from tests.databases import copy_template
from tests.fakes.ids import SeededIds

STOP = {"type": "opt_out", "at": "2026-02-20T10:00:00Z", "channel": "sms", "customer_number": "C-1"}


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a database and one customer."""
    database = copy_template(sqlite_template, tmp_path)
    store, ids = open_store(database.url), SeededIds()
    with store.begin() as tx:
        customer = a_person(tx, ids, customer_number="C-1")
        an_account(tx, ids, customer, account_number="A-1", days_past_due=40)
    store.close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUNWELL_DATABASE_URL", database.url)
    monkeypatch.setenv("DUNWELL_VAR_DIR", str(tmp_path / "var"))
    return tmp_path


def _write(folder: Path, *lines: object) -> str:
    path = folder / "events.jsonl"
    path.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines))
    return str(path)


def test_every_line_says_what_it_changed(folder: Path) -> None:
    hold = {**STOP, "type": "hold", "until": "2026-04-01", "account_number": "A-1"}
    del hold["channel"]
    result = CliRunner().invoke(app, [_write(folder, STOP, "\n", hold)])
    assert result.exit_code == 0
    assert ":1: opt out: Stops all text messages to this customer.\n" in result.output
    assert ":3: hold: Pauses reminders about this account until 2026-04-01.\n" in result.output
    assert result.output.endswith("2 recorded, 0 rejected.\n")


def test_a_wrong_line_is_named_and_stops_no_other(folder: Path) -> None:
    result = CliRunner().invoke(app, [_write(folder, "{not json}\n", {**STOP, "channel": "fax"}, STOP)])
    assert result.exit_code == 3
    assert ":1: the line is not a JSON object" in result.output
    assert ":2: channel: channel must be one of email, letter, sms, voice" in result.output
    assert "1 recorded, 2 rejected." in result.output


@pytest.mark.parametrize("lines", [("{not json}\n",), ()])
def test_nothing_recorded_is_status_two(folder: Path, lines: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, [_write(folder, *lines)]).exit_code == 2


def test_a_file_that_is_not_there_stops_no_other(folder: Path) -> None:
    result = CliRunner().invoke(app, ["missing.jsonl", _write(folder, STOP)])
    assert result.exit_code == 3
    assert "missing.jsonl cannot be read" in result.output


def test_a_line_without_end_is_refused_without_being_held(folder: Path) -> None:
    result = CliRunner().invoke(app, [_write(folder, "x" * 3_000_000 + "\n", STOP)])
    assert result.exit_code == 3
    assert ":1: the line is longer than" in result.output
    assert "1 recorded, 1 rejected." in result.output


@pytest.mark.parametrize(
    ("line", "because"),
    [
        ("[" * 100_000 + "\n", "the JSON is nested too deeply"),
        ({**STOP, "id": "crm\x00"}, "id: id holds a null character or half a character"),
        ({**STOP, "customer_number": "\ud800"}, "customer_number holds a null character or half a character"),
    ],
)
def test_what_no_database_keeps_is_named_and_stops_no_other(folder: Path, line: object, because: str) -> None:
    result = CliRunner().invoke(app, [_write(folder, line, STOP)])
    assert (result.exit_code, because in result.output) == (3, True)


def test_the_same_id_is_recorded_once(folder: Path) -> None:
    told = {**STOP, "id": "crm-1"}
    result = CliRunner().invoke(app, [_write(folder, told, told)])
    assert "Recorded before; nothing changed." in result.output
    with open_app() as installation, installation.store.read() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM event").scalar() == 1


def test_the_same_file_again_changes_nothing_and_twice_the_same_line_is_two_events(folder: Path) -> None:
    call = {
        "type": "call",
        "direction": "outbound",
        "result": "no_answer",
        "at": STOP["at"],
        "customer_number": "C-1",
    }
    events = _write(folder, call, call)
    CliRunner().invoke(app, [events])
    CliRunner().invoke(app, [events])
    with open_app() as parts, parts.store.read() as tx:
        assert len(tx.exec_driver_sql("SELECT event_id FROM event").all()) == 2
