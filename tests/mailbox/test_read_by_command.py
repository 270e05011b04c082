"""Does `dunwell mail read` act on each file once, and say what each was and what followed?"""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.cli.mail import app
from tests.builders.mail import a_letter, a_report
from tests.databases import copy_template


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with an empty database."""
    database = copy_template(sqlite_template, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUNWELL_DATABASE_URL", database.url)
    monkeypatch.setenv("DUNWELL_VAR_DIR", str(tmp_path / "var"))
    return tmp_path


def _read(*files: Path | str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["read", *map(str, files)])
    return result.exit_code, result.output


def _file(folder: Path, name: str, raw: bytes) -> Path:
    (folder / name).write_bytes(raw)
    return folder / name


def test_each_mail_is_named_and_counts_once(folder: Path) -> None:
    bounce = _file(folder, "1.eml", a_report("bounces@mail.acme.example", about="ann@customer.example"))
    letter = _file(folder, "2.eml", a_letter("Who are you?"))
    status, said = _read(bounce, letter)
    assert status == 0
    assert f"{bounce}: a bounce, for good; it names no email of ours, so nothing follows\n" in said
    assert f"{letter}: somebody's own words; what it asks for took effect" in said
    status, said = _read(bounce)
    assert (status, "it came before, and nothing follows twice" in said) == (0, True)


def test_what_is_set_aside_or_cannot_be_read_shows_in_the_exit_status(folder: Path) -> None:
    deep = _file(folder, "1.eml", b"Content-Type: message/rfc822\n\n" * 500)
    status, said = _read(deep, folder / "none.eml")
    assert status == 3
    assert "no mail that can be read; set aside for a person (too-deep)" in said
    assert "cannot be read (No such file or directory)" in said
    assert _read(folder / "none.eml")[0] == 2


def test_a_mail_may_come_on_standard_input(folder: Path) -> None:
    result = CliRunner().invoke(app, ["read", "-"], input=a_letter("Who are you?"))
    assert result.exit_code == 0
    assert "-: somebody's own words" in result.output
