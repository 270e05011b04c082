"""Does nothing start with a pack that is wrong, and is the place named where it has to be mended?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builders.question import PACKS
from tests.unit.cli.test_exit_statuses import dunwell

REVERSED = (
    'dunwell: us-fl.toml, line 19: rule "contact-hours": limits: hours: every_day: "21:00-08:00" is reversed '
    "or impossible: it must open before it closes\n"
)


def packs_with(folder: Path, said: bytes, instead: bytes) -> str:
    shutil.copytree(PACKS, folder / "packs")
    florida = folder / "packs" / "us-fl.toml"
    content = florida.read_bytes()
    assert said in content
    florida.write_bytes(content.replace(said, instead, 1))
    return str(folder / "packs")


@pytest.mark.parametrize("command", [("run",), ("config", "check"), ("rules",)])
def test_reversed_hours_are_refused_by_file_and_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    packs = packs_with(tmp_path, b"08:00-21:00", b"21:00-08:00")
    result = dunwell(*command, folder=tmp_path, DUNWELL_PACKS=packs)
    assert (result.returncode, result.stderr) == (2, REVERSED)


def test_a_pack_that_is_not_utf_8_is_refused_by_file_and_line(tmp_path: Path) -> None:
    packs = packs_with(tmp_path, b"[pack]", b"# caf\xe9\n[pack]")
    result = dunwell("config", "check", folder=tmp_path, DUNWELL_PACKS=packs)
    expected = "dunwell: us-fl.toml, line 3: this is not UTF-8 text: save it as UTF-8\n"
    assert (result.returncode, result.stderr) == (2, expected)
