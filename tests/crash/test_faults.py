"""What does a daemon do while its database is away or its disk full? It lives, waits and recovers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.postgres import Server, postgres_server
from tests.crash.conftest import a_scene
from tests.databases import copy_template

TMPFS_BYTES = 96 * 1024 * 1024  # more than the daemon wants to see free before it sends


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server of the test's own, which may be stopped."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system; only root can mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={TMPFS_BYTES}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("mounting a small file system needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left; return the file that holds it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return ballast


def test_a_daemon_outlives_its_database_server(own_server: Server, tmp_path: Path) -> None:
    with a_scene(tmp_path / "site", own_server.new_database("faults")) as scene:
        scene.watch.add_work(400)
        daemon = scene.watch.start()
        scene.watch.until(lambda: scene.watch.is_sending(daemon), "messages are in the air")
        own_server.stop()
        scene.watch.until(lambda: "tick failed" in daemon.told(), "the daemon notices")
        own_server.start()
        scene.watch.until_drained()
        assert daemon.terminate() == 0
        found = scene.reckoning()
        assert found.exceptions == {}
        assert found.messages == found.attempts["accepted"] + found.unknown_with_message
        assert found.outreach == {"done": 400}


def test_a_full_disk_stops_sending_until_there_is_room_again(sqlite_template: Path, small_disk: Path) -> None:
    database = copy_template(sqlite_template, small_disk)
    with a_scene(small_disk / "site", database.url) as scene:
        scene.watch.add_work(400)
        daemon = scene.watch.start()
        scene.watch.until(lambda: scene.watch.is_sending(daemon), "messages are in the air")
        ballast = fill(small_disk)
        scene.watch.until(lambda: "tick failed" in daemon.told(), "the daemon notices")
        ballast.unlink()
        scene.watch.until_drained()
        assert daemon.terminate() == 0
        found = scene.reckoning()
        assert found.exceptions == {}
        assert found.outreach == {"done": 400}
