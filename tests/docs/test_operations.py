"""Do the docs name every setting and every command, and do the shipped files hold what they promise?"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from gateway.cli import COMMANDS
from gateway.daemon.rounds import Tick
from gateway.daemon.ticks import Errands
from gateway.settings_reading import load_settings
from gateway.settings_reference import as_markdown
from tests.databases import missing

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_the_settings_page_is_what_the_code_says() -> None:
    shown = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert shown == as_markdown(), "docs/settings.md is out of date; run: make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_operations_page(name: str) -> None:
    assert f"`dunwell {name}`" in OPERATIONS


def test_every_tick_is_in_the_operations_page() -> None:
    from gateway.bootstrap import open_app

    errands = Errands(open_app(), presence=None)
    ticks: list[Tick] = errands.of_the_scheduler() + errands.of_the_dispatcher()
    for tick in ticks:
        assert f"| `{tick.name}` |" in OPERATIONS


def test_the_example_settings_are_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUNWELL_CONFIG", str(ROOT / "config" / "dunwell.example.toml"))
    assert load_settings().is_public


def test_the_service_is_hardly_exposed() -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        missing("systemd-analyze")
    unit = ROOT / "config" / "systemd" / "dunwell.service"
    result = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=15", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_requirement_files_name_no_host_and_pin_everything() -> None:
    for file in ("runtime.txt", "dev.txt"):
        text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
        assert "://" not in text
        wanted = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert all("==" in line and line.endswith("\\") for line in wanted)
