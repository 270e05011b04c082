"""Can an operator stop and resume from a terminal, and does the status say so?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.cli import resume, status, stop
from gateway.domain.errors import DataError, NotFound


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUNWELL_VAR_DIR", str(tmp_path / "var"))


def run(module: object, *words: str) -> str:
    result = CliRunner().invoke(module.app, words, catch_exceptions=False)  # type: ignore[attr-defined]
    assert result.exit_code == 0, result.output
    return result.output


def test_stop_status_and_resume() -> None:
    said = run(stop, "--channel", "sms", "--reason", "a try")
    assert said == "Stopped the channel sms. What the providers have already is not recalled.\n"
    assert "Already stopped: the channel sms, since" in run(stop, "--channel", "sms", "--reason", "again")
    assert "! Stopped: the channel sms, since" in run(status)
    (shown,) = json.loads(run(status, "--json"))["stops"]
    assert (shown["by"], shown["reason"]) == ("command-line", "a try")
    assert (
        run(resume, "--channel", "sms") == "Resumed the channel sms; 0 put off by the stop are due again.\n"
    )
    assert json.loads(run(status, "--json"))["stops"] == []


def test_everything_is_stopped_where_nothing_is_named() -> None:
    assert run(stop, "--reason", "a try").startswith("Stopped everything.")
    assert run(resume).startswith("Resumed everything")


def test_a_template_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(DataError, match=r"there is no template of that name; there are: .*reminder-1"):
        run(stop, "--template", "reminder-l", "--reason", "a try")


def test_what_is_not_stopped_is_said() -> None:
    with pytest.raises(NotFound, match="nobody has stopped everything; nothing is stopped"):
        run(resume)
