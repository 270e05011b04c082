"""Does the daemon start, keep others out, tell how it is, and stop in order?"""

from __future__ import annotations

import json
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.databases import Database, copy_template
from tests.story.daemon_process import PATIENCE, dunwell, running, settings_for, until


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Database:
    return copy_template(sqlite_template, tmp_path)


def test_a_daemon_answers_works_and_stops_in_order(database: Database, tmp_path: Path) -> None:
    environment = settings_for(database, tmp_path)
    with running(environment) as daemon:
        assert daemon.get("/health/live") == (200, {"status": "alive"})
        assert daemon.get("/health/ready") == (200, {"status": "ready", "faults": {}})
        until(lambda: {"plan", "dispatch"} <= {tick["name"] for tick in _status(environment)["ticks"]})
        assert daemon.get("/v1/status")[0] == 401
        assert daemon.end() == 0
    assert _status(environment)["daemons"] == []
    assert dunwell(environment, "ledger", "verify").returncode == 0
    assert (tmp_path / "var" / "ledger.checkpoint").exists()


def test_a_second_daemon_on_one_file_is_refused_and_says_who_runs(sqlite: Database, tmp_path: Path) -> None:
    environment = settings_for(sqlite, tmp_path)
    with running(environment) as daemon:
        for command in ("run", "dispatch --once"):
            second = dunwell(environment, *command.split())
            assert second.returncode == 75
            assert f"already running on {tmp_path / 'dunwell.db'} (pid {daemon.process.pid}," in second.stderr
        daemon.end(signal.SIGKILL)
    with running(environment) as daemon:
        assert daemon.get("/health/ready")[0] == 200


def test_other_commands_work_beside_a_daemon(sqlite: Database, tmp_path: Path) -> None:
    environment = settings_for(sqlite, tmp_path)
    with running(environment):
        assert dunwell(environment, "plan").returncode == 0
        assert dunwell(environment, "key", "create", "--role", "operator").returncode == 0
        assert _status(environment)["health"] == "ok"


def test_several_daemons_share_a_postgresql_database(empty_postgres: Database, tmp_path: Path) -> None:
    first, second = (settings_for(empty_postgres, tmp_path / name) for name in ("first", "second"))
    second["DUNWELL_KEY_FILE"] = str(tmp_path / "first" / "var" / "master.key")
    with running(first), running(second) as other:
        assert other.get("/health/ready")[0] == 200
        assert len(_status(first)["daemons"]) == 2


def test_one_part_runs_alone_and_a_set_clock_goes_on_from_there(sqlite: Database, tmp_path: Path) -> None:
    environment = settings_for(sqlite, tmp_path, DUNWELL_CLOCK="2027-03-01T16:00:00Z")
    with running(environment, "--only", "web") as daemon:
        until(lambda: _status(environment)["ticks"])
        assert daemon.get("/health/ready")[0] == 200
    (tick,) = _status(environment)["ticks"]
    assert tick["name"] == "heartbeat"
    assert tick["started_at"].startswith("2027-03-01T16:0")


def test_a_database_set_back_is_refused(sqlite: Database, tmp_path: Path) -> None:
    environment = settings_for(sqlite, tmp_path)
    old = _made(tmp_path / "backup") / "dunwell.db"
    with running(environment) as daemon:
        daemon.end()
    with sqlite3.connect(tmp_path / "dunwell.db") as source, sqlite3.connect(old) as target:
        source.backup(target)
    source.close()
    target.close()
    with running(environment) as daemon:
        daemon.end()
    refused = dunwell(environment | {"DUNWELL_DATABASE_URL": f"sqlite:///{old}"}, "run")
    assert refused.returncode == 2
    assert "the ledger was set back" in refused.stderr


def test_a_second_signal_ends_a_daemon_at_once(sqlite: Database, tmp_path: Path) -> None:
    with running(settings_for(sqlite, tmp_path)) as daemon:
        for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGINT, signal.SIGCONT):
            daemon.process.send_signal(number)  # it wakes to find both
        assert daemon.process.wait(PATIENCE) == 128 + signal.SIGTERM


def _status(environment: dict[str, str]) -> dict[str, object]:
    result = dunwell(environment, "status", "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
