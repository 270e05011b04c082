"""Does systemd hear what it should?"""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from gateway.daemon.service_manager import notify


def test_states_arrive_as_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify("READY=1", "STATUS=Working.")
        assert manager.recv(100) == b"READY=1\nSTATUS=Working."


def test_without_a_service_manager_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify("READY=1")
