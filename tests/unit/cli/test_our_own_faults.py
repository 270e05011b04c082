"""What does a command say when it fails through a fault of ours?"""

from __future__ import annotations

import pytest

from gateway import cli


def test_a_fault_of_ours_is_told_by_way_and_type_and_its_text_is_kept_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(name: str) -> None:
        raise ValueError("@".join((name, "example.com")))

    monkeypatch.setattr(cli, "_shell", lambda: lambda prog_name: fails(prog_name))
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert "ValueError" in said
    assert "in fails" in said
    assert "dunwell@" not in said
