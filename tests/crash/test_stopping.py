"""How does a daemon stop that is told to, and how does one start that may not?"""

from __future__ import annotations

from pathlib import Path

from tests.crash.conftest import Scene, a_scene
from tests.databases import Database, copy_template


def test_a_daemon_told_to_stop_under_load_finishes_what_it_began(scene: Scene) -> None:
    scene.watch.add_work(300)
    daemon = scene.watch.start()
    scene.watch.until(lambda: scene.watch.is_sending(daemon), "messages are in the air")
    assert daemon.terminate(within=30) == 0
    found = scene.reckoning()
    assert found.exceptions == {}
    assert found.attempts["unknown"] == 0
    assert scene.watch.in_hand(daemon) == {}
    assert scene.watch.waiting() > 0


def test_a_second_daemon_on_one_file_says_who_has_it_and_exits_75(
    sqlite_template: Path, tmp_path: Path
) -> None:
    database: Database = copy_template(sqlite_template, tmp_path)
    with a_scene(tmp_path / "site", database.url) as scene:
        first = scene.watch.start()
        scene.watch.until(lambda: "daemon:started" in first.told(), "the first daemon works")
        second = scene.watch.start(1)
        assert second.process.wait(30) == 75
        assert f"pid {first.pid}, since" in second.told()
        first.kill()
        third = scene.watch.start(2)
        scene.watch.until(lambda: "daemon:started" in third.told(), "the lock died with its holder")
