"""Does the command line list, load and refuse as it says?"""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest
from typer.testing import CliRunner

from gateway.cli import COMMANDS, _shell
from gateway.cli.options import instant

CONTRACT = (
    "run", "import", "plan", "dispatch", "queue", "record", "why", "decide", "rules", "ledger", "verify",
    "status", "key", "config", "simulate",
)  # fmt: skip


def test_help_lists_every_command_of_the_contract() -> None:
    shown = CliRunner().invoke(_shell(), ["--help"]).output
    assert set(CONTRACT) <= set(COMMANDS)
    for name, summary in COMMANDS.items():
        assert f"  {name} " in shown
        assert summary in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_loaded_and_explains_itself(name: str) -> None:
    result = CliRunner().invoke(_shell(), [name, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage:" in result.output


def test_help_imports_no_command_and_no_heavy_library() -> None:
    code = (
        "import sys; from gateway.cli import _shell; from typer.testing import CliRunner\n"
        "CliRunner().invoke(_shell(), ['--help'])\n"
        "heavy = ('sqlalchemy', 'pydantic', 'fastapi', 'gateway.cli.')\n"
        "print([m for m in sys.modules if m.startswith(heavy)])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_an_unknown_command_gets_a_suggestion() -> None:
    result = CliRunner().invoke(_shell(), ["simulat"])
    assert result.exit_code == 2
    assert "Did you mean 'simulate'?" in result.output


@pytest.mark.parametrize("text", ["tomorrow", "2027-03-01", "2027-03-01T09:30:00"])
def test_an_instant_needs_an_offset(text: str) -> None:
    typer = import_module("typer")
    with pytest.raises(typer.BadParameter):
        instant(text)


def test_an_instant_is_read_with_its_offset() -> None:
    assert instant("2027-03-01T09:30:00-05:00").isoformat() == "2027-03-01T14:30:00+00:00"
