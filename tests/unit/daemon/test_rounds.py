"""What becomes of a tick that fails, waits, or is one daemon's alone?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from gateway.daemon.health import CLOCK, DATABASE, DISK, STARTING, Health
from gateway.daemon.rounds import LONGEST_REST, Rounds, Tick
from gateway.domain.ids import WorkerId
from gateway.store import Store, housekeeping
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.steady import Steady


class Place:
    """A worker's place at a database, which leads or does not."""

    def __init__(self, *, leads: bool = True) -> None:
        self._leads = leads

    def enter(self, now: object) -> None:
        """There is always room."""

    def leads(self, what: str = "") -> bool:
        """Whether this is the one."""
        return self._leads

    def alive(self) -> set[WorkerId]:
        """Nobody else."""
        return set()

    def leave(self) -> None:
        """Nothing to give up."""


class Work:
    """Work that fails with what it was given, or counts how often it was done."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.times = error, 0

    async def __call__(self) -> Mapping[str, Any]:
        self.times += 1
        if self.error:
            raise self.error
        return {"done": self.times}


class Setting:
    """Rounds over a real store, with a health that has started."""

    def __init__(self, store: Store, *, leads: bool = True) -> None:
        self.health, self.steady, self.store = Health(), Steady(), store
        self.health.clear(STARTING)
        self.broke = 0
        self.rounds = Rounds(
            store=store,
            clock=FixedClock(),
            presence=Place(leads=leads),
            health=self.health,
            steady=self.steady,
            on_broken=self._break,
        )

    def _break(self) -> None:
        self.broke += 1

    def ticks(self) -> list[housekeeping.TickRow]:
        with self.store.read() as tx:
            return housekeeping.ticks(tx)


@pytest.fixture
def setting(store: Store) -> Setting:
    return Setting(store)


def _database_says(text: str) -> OperationalError:
    return OperationalError("SELECT 1", {}, Exception(text))


async def test_a_tick_that_ran_is_written_down(setting: Setting) -> None:
    await setting.rounds.run(Tick("plan", 1, Work()))
    assert [(row.name, row.result) for row in setting.ticks()] == [("plan", {"done": 1})]


async def test_a_failing_tick_is_told_rests_and_recovers(setting: Setting) -> None:
    work = Work(ValueError("+12125550123"))
    tick = Tick("plan", 1, work)
    await setting.rounds.run(tick)
    await setting.rounds.run(tick)
    assert work.times == 1
    assert setting.health.faults.keys() == {"plan"}
    work.error = None
    setting.steady.advance(LONGEST_REST)
    await setting.rounds.run(tick)
    assert setting.health.faults == {}


async def test_what_a_librarys_error_says_is_not_repeated(setting: Setting) -> None:
    await setting.rounds.run(Tick("plan", 1, Work(ValueError("+12125550123"))))
    told = setting.health.faults["plan"] + str(setting.ticks()[0].result)
    assert "ValueError at rounds.py" in told
    assert "2125550123" not in told


async def test_a_tick_that_failed_does_not_wait_for_its_turn(setting: Setting) -> None:
    rare, fine = Work(ValueError()), Work()
    ticks = [Tick("housekeeping", 3600, rare), Tick("feeds", 300, fine)]
    for tick in ticks:
        await setting.rounds.run(tick)
    rare.error = None
    setting.steady.advance(LONGEST_REST)
    setting.rounds.retry(ticks)
    await asyncio.sleep(0)
    assert await setting.rounds.finish(5)
    assert (rare.times, fine.times) == (2, 1)
    assert setting.health.faults == {}


async def test_a_database_that_is_away_is_one_fault_and_not_one_per_tick(setting: Setting) -> None:
    for name in ("plan", "dispatch", "sequence"):
        await setting.rounds.run(Tick(name, 1, Work(_database_says("connection refused"))))
    assert setting.health.faults.keys() == {DATABASE}


async def test_a_failing_tick_rests_longer_each_time_but_never_long(setting: Setting) -> None:
    work = Work(ValueError())
    tick = Tick("sequence", 1, work)
    for rest in (2.0, LONGEST_REST, LONGEST_REST):
        await setting.rounds.run(tick)
        setting.steady.advance(rest - 0.1)
        before = work.times
        await setting.rounds.run(tick)
        assert work.times == before
        setting.steady.advance(0.1)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("connection refused", DATABASE),
        ("database is locked", DATABASE),
        ("database or disk is full", DISK),
        ("could not extend file: No space left on device", DISK),
    ],
)
async def test_a_database_that_cannot_write_stops_the_sending(setting: Setting, text: str, word: str) -> None:
    await setting.rounds.run(Tick("heartbeat", 5, Work(_database_says(text))))
    assert word in setting.health.faults
    sending = Work()
    await setting.rounds.run(Tick("dispatch", 5, sending, sends=True))
    assert sending.times == 0


@pytest.mark.parametrize("text", ["disk I/O error", "attempt to write a readonly database"])
async def test_a_broken_disk_ends_the_daemon(setting: Setting, text: str) -> None:
    await setting.rounds.run(Tick("sequence", 1, Work(_database_says(text))))
    assert setting.broke == 1


async def test_nothing_is_sent_while_the_clock_is_in_doubt_but_the_ledger_goes_on(setting: Setting) -> None:
    setting.health.report(CLOCK, "It jumped.")
    sending, sequencing = Work(), Work()
    await setting.rounds.run(Tick("dispatch", 5, sending, sends=True))
    await setting.rounds.run(Tick("sequence", 1, sequencing))
    assert (sending.times, sequencing.times) == (0, 1)


async def test_what_only_one_daemon_does_is_left_to_the_leader(store: Store) -> None:
    setting = Setting(store, leads=False)
    alone, shared = Work(), Work()
    await setting.rounds.run(Tick("plan", 1, alone, alone=True))
    await setting.rounds.run(Tick("dispatch", 1, shared))
    assert (alone.times, shared.times) == (0, 1)
    leading = Setting(store)
    await leading.rounds.run(Tick("plan", 1, alone, alone=True))
    assert alone.times == 1


async def test_a_tick_does_not_overtake_itself_and_a_stop_waits_for_it(setting: Setting) -> None:
    go_on, begun = asyncio.Event(), asyncio.Event()
    times = 0

    async def slow() -> Mapping[str, Any]:
        nonlocal times
        times += 1
        begun.set()
        await go_on.wait()
        return {}

    tick = Tick("dispatch", 1, slow)
    first = asyncio.create_task(setting.rounds.run(tick))
    await begun.wait()
    await setting.rounds.run(tick)
    assert times == 1
    assert not await setting.rounds.finish(0)
    first.cancel()  # as the metronome's end does
    go_on.set()
    assert await setting.rounds.finish(5)


async def test_ticks_in_which_nothing_happens_are_written_down_once_a_minute(
    setting: Setting, ids: SeededIds
) -> None:
    async def nothing() -> Mapping[str, Any]:
        return {"sent": 0}

    tick = Tick("dispatch", 1, nothing)
    await setting.rounds.run(tick)
    with setting.store.begin() as tx:
        housekeeping.record_tick(tx, housekeeping.TickRow("dispatch", FixedClock().now(), None, {"mark": 1}))
    await setting.rounds.run(tick)
    assert setting.ticks()[0].result == {"mark": 1}
