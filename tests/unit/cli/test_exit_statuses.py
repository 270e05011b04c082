"""Which status does a command end with, and what does it say?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

A_QUESTION = {
    "at": "2027-03-01T16:00:00Z",
    "channel": "email",
    "actor": {"id": "acme", "role": "original_creditor"},
    "account": {"id": "A1", "creditor": "acme", "debt_class": "commercial"},
    "person": {"id": "P1", "region": "US-NY"},
    "contact_point": {"id": "E1", "kind": "email"},
    "events": [],
}


def dunwell(
    *arguments: str, folder: Path, given: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DUNWELL_")}
    return subprocess.run(
        [sys.executable, "-m", "gateway", *arguments],
        cwd=folder,
        env=environment | {"DUNWELL_VAR_DIR": str(folder / "var")} | settings,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_wrong_settings_are_named_without_a_traceback(tmp_path: Path) -> None:
    result = dunwell("config", "check", folder=tmp_path, DUNWELL_BOGUS="1")
    assert result.returncode == 2
    assert result.stderr == "dunwell: the environment: there is no setting DUNWELL_BOGUS\n"


def test_right_settings_are_shown(tmp_path: Path) -> None:
    result = dunwell("config", "check", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "http.port = 8025" in result.stdout


@pytest.mark.parametrize("given", [json.dumps(A_QUESTION), json.dumps(A_QUESTION, indent=2)])
def test_a_question_gets_one_answer(tmp_path: Path, given: str) -> None:
    result = dunwell("decide", "-", folder=tmp_path, given=given)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["verdict"] in {"allow", "defer", "refuse"}


def test_a_malformed_question_ends_with_2_and_names_the_field(tmp_path: Path) -> None:
    lines = json.dumps(A_QUESTION) + "\n" + json.dumps(A_QUESTION | {"channel": "pigeon"})
    result = dunwell("decide", "-", folder=tmp_path, given=lines)
    assert result.returncode == 2
    assert "question 2: channel" in result.stderr
    assert json.loads(result.stdout.splitlines()[1])["error"]["field"] == "channel"


def test_a_file_that_is_missing_ends_with_2(tmp_path: Path) -> None:
    result = dunwell("decide", "nowhere.json", folder=tmp_path)
    assert (result.returncode, result.stderr) == (
        2,
        "dunwell: nowhere.json: cannot be read (No such file or directory)\n",
    )


def test_an_api_key_is_made_and_shown_alone(tmp_path: Path) -> None:
    result = dunwell("key", "create", "--role", "auditor", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("dunwell.")
    assert len(result.stdout.splitlines()) == 1


def test_the_rules_are_listed_for_machines(tmp_path: Path) -> None:
    result = dunwell("rules", "--json", folder=tmp_path)
    listed = json.loads(result.stdout)
    assert listed["rulebook"].startswith("sha256:")
    assert {"id", "sentence", "limits", "source", "evidence", "effective_from"} <= listed["rules"][0].keys()


def test_a_database_that_does_not_answer_is_named_without_a_traceback(tmp_path: Path) -> None:
    url = "postgresql://user:hush@127.0.0.1:1/dunwell"
    result = dunwell("status", folder=tmp_path, DUNWELL_DATABASE_URL=url)
    assert result.returncode == 69
    assert result.stderr == (
        "dunwell: the database that DUNWELL_DATABASE_URL names does not answer; see docs/operations.md\n"
    )


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "dunwell.db").write_bytes(b"x" * 10_000)
    result = dunwell("status", folder=tmp_path, DUNWELL_DATABASE_URL=f"sqlite:///{tmp_path / 'dunwell.db'}")
    assert result.returncode == 69
    assert "the database file or its disk is damaged" in result.stderr


def test_the_status_says_that_no_daemon_works(tmp_path: Path) -> None:
    facts = json.loads(dunwell("status", "--json", folder=tmp_path).stdout)
    assert facts["health"] == "faulty"
    assert facts["faults"]["daemon"] == "No daemon is at work here: nothing is planned or sent."
