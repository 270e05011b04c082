"""What do two daemons on one PostgreSQL database do with each other's work?"""

from __future__ import annotations

import signal

import sqlalchemy as sa

from tests.crash.conftest import Scene


def cut_off(scene: Scene, place: int) -> None:
    """Cut a daemon's connections, as a server does whose client has been silent for too long."""
    cut = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = :name"
    )
    with scene.watch.app.store.begin() as tx:
        tx.execute(cut, {"name": f"var-{place}"})


def test_two_daemons_share_the_work_and_each_message_goes_once(shared_scene: Scene) -> None:
    watch = shared_scene.watch
    watch.add_work(600)
    daemons = [watch.start(0), watch.start(1)]
    watch.until_drained()
    assert [daemon.terminate() for daemon in daemons] == [0, 0]
    found = shared_scene.reckoning()
    assert found.exceptions == {}
    assert found.messages == 600
    assert all(watch.made_by(daemon) > 0 for daemon in daemons)


def test_a_daemon_that_froze_is_replaced_and_its_late_work_sends_nothing_twice(shared_scene: Scene) -> None:
    watch = shared_scene.watch
    watch.add_work(300)
    frozen, other = watch.start(0), watch.start(1)
    watch.until(lambda: watch.is_sending(frozen), "messages are in the air")
    frozen.process.send_signal(signal.SIGSTOP)
    held = watch.in_hand(frozen)
    cut_off(shared_scene, 0)
    watch.until(lambda: not watch.in_hand(frozen), "the other one has settled what the frozen one held")
    frozen.process.send_signal(signal.SIGCONT)
    watch.until_drained()
    assert [frozen.terminate(), other.terminate()] == [0, 0]
    found = shared_scene.reckoning()
    assert held
    assert found.exceptions == {}
    assert found.outreach == {"done": 300}
