"""What does a heartbeat find out, and what stops the sending until a person has looked?"""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.daemon.clock_guard import ClockGuard
from gateway.daemon.health import CLOCK, DATABASE, DISK, Health
from gateway.daemon.worker import ROOM_NEEDED, Worker
from gateway.domain.ids import WorkerId
from gateway.store import Store, clock_switch, housekeeping
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.steady import Steady


class Setting:
    """One worker with a clock and a steady clock of its own."""

    def __init__(
        self,
        store: Store,
        ids: SeededIds,
        folder: Path,
        *,
        is_real: bool = True,
        room_needed: int = ROOM_NEEDED,
    ) -> None:
        self.store, self.clock, self.steady, self.health = store, FixedClock(), Steady(), Health()
        self.jumps = 0
        self.is_cut = False
        self.worker = Worker(
            store,
            WorkerId(ids.new()),
            health=self.health,
            guard=ClockGuard(self.clock, self.steady) if is_real else None,
            folders=[folder],
            on_jump=self._count,
            room_needed=room_needed,
        )

    def _count(self) -> None:
        if self.is_cut:
            raise ConnectionError
        self.jumps += 1

    def announce(self) -> None:
        self.worker.announce("sha256:0", self.clock.now())

    def beat(self, seconds: float = 5) -> None:
        self.clock.advance(seconds=seconds)
        self.steady.advance(seconds)
        self.worker.beat(self.clock.now())

    def confirm(self) -> None:
        with self.store.begin() as tx:
            clock_switch.settle(tx, self.clock.now())


@pytest.fixture
def setting(store: Store, ids: SeededIds, tmp_path: Path) -> Setting:
    made = Setting(store, ids, tmp_path)
    made.announce()
    return made


def test_a_heartbeat_shows_in_the_workers_row(setting: Setting) -> None:
    setting.beat()
    with setting.store.read() as tx:
        assert [row.heartbeat_at for row in housekeeping.working(tx)] == [setting.clock.now()]


def test_a_heartbeat_that_was_written_proves_that_the_database_is_back(setting: Setting) -> None:
    setting.health.report(DATABASE, "Away.")
    setting.beat()
    assert not setting.health.has(DATABASE)


@pytest.mark.parametrize("hours", [1, 24, 24 * 365, -1, -24])
def test_a_clock_that_jumps_pauses_until_somebody_confirms_it(setting: Setting, hours: int) -> None:
    setting.beat()
    setting.clock.advance(hours=hours)
    setting.beat()
    setting.beat()
    assert setting.health.has(CLOCK)
    assert setting.jumps == 1
    setting.confirm()
    setting.beat()
    assert not setting.health.has(CLOCK)
    setting.beat()
    assert not setting.health.has(CLOCK)


def test_a_jump_that_could_not_be_written_down_is_told_again(setting: Setting) -> None:
    setting.clock.advance(hours=1)
    setting.is_cut = True
    with pytest.raises(ConnectionError):
        setting.beat()
    setting.is_cut = False
    setting.beat()
    setting.beat()
    assert setting.health.has(CLOCK)
    assert setting.jumps == 1


def test_a_clock_that_comes_back_needs_nobody(setting: Setting) -> None:
    setting.clock.advance(hours=1)
    setting.beat()
    setting.clock.advance(hours=-1)
    setting.beat()
    assert not setting.health.has(CLOCK)


def test_a_restart_does_not_confirm_the_clock(setting: Setting, ids: SeededIds, tmp_path: Path) -> None:
    setting.clock.advance(days=1)
    setting.beat()
    again = Setting(setting.store, ids, tmp_path)
    again.announce()
    again.beat()
    assert again.health.has(CLOCK)


def test_a_clock_that_went_back_while_nobody_watched_is_noticed_at_the_start(
    setting: Setting, ids: SeededIds, tmp_path: Path
) -> None:
    setting.beat()
    again = Setting(setting.store, ids, tmp_path)
    again.clock.advance(days=-1)
    again.announce()
    assert again.health.has(CLOCK)
    again.confirm()
    third = Setting(setting.store, ids, tmp_path)
    third.clock.advance(days=-1, minutes=1)
    third.announce()
    assert not third.health.has(CLOCK)


def test_a_clock_that_was_set_on_purpose_leaves_no_trace(
    store: Store, ids: SeededIds, tmp_path: Path
) -> None:
    ahead = Setting(store, ids, tmp_path, is_real=False)
    ahead.clock.advance(days=100)
    ahead.announce()
    ahead.beat()
    real = Setting(store, ids, tmp_path)
    real.announce()
    assert not real.health.has(CLOCK)


@pytest.mark.parametrize(("room_needed", "is_full"), [(0, False), (1 << 62, True)])
def test_hardly_any_room_stops_the_sending_until_there_is_some(
    store: Store, ids: SeededIds, tmp_path: Path, room_needed: int, is_full: bool
) -> None:
    setting = Setting(store, ids, tmp_path, room_needed=room_needed)
    setting.announce()
    setting.health.report(DISK, "Full.")
    setting.beat()
    assert setting.health.has(DISK) is is_full
