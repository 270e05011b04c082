"""What happens when a tick comes? It runs, or waits its turn; a failure is told once and never spins.

The single place that catches everything: whatever a tick raises ends here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from gateway.daemon.health import DATABASE, DISK, Health
from gateway.daemon.logs import description
from gateway.domain.clock import Clock
from gateway.store import Store, housekeeping
from gateway.store.faults import Fault, fault_of
from gateway.store.housekeeping import TickRow
from gateway.store.presence import Presence

log = structlog.get_logger(__name__)
LONGEST_REST = 4.0  # seconds after a failure; shorter than a heartbeat, which notices the database's return
RECORD_EVERY = timedelta(minutes=1)  # a run in which nothing happened is written down no more often

Work = Callable[[], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing that the daemon does again and again.

    work: returns counts; nothing happened where all of them are zero or empty.
    alone: of several daemons on one database only its leader does it.
    sends: it waits while the clock, the disk or the database is in doubt.
    """

    name: str
    seconds: float
    work: Work
    alone: bool = False
    sends: bool = False


class Rounds:
    """Runs ticks and remembers how they went."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        presence: Presence,
        health: Health,
        steady: Callable[[], float],
        on_broken: Callable[[], None],
    ) -> None:
        self._store, self._clock, self._presence, self._health = store, clock, presence, health
        self._steady, self._on_broken = steady, on_broken
        self._failures: dict[str, int] = {}
        self._rests_until: dict[str, float] = {}
        self._recorded_at: dict[str, datetime] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._retries: set[asyncio.Task[None]] = set()

    async def run(self, tick: Tick) -> None:
        """Run one tick, unless it still runs, rests after a failure, or has to wait."""
        if tick.name in self._running or self._steady() < self._rests_until.get(tick.name, 0.0):
            return
        task = self._running[tick.name] = asyncio.create_task(self._run(tick), name=tick.name)
        task.add_done_callback(lambda done: self._running.pop(done.get_name()))
        await asyncio.shield(task)  # whoever stops the metronome does not stop a tick half-way

    async def _run(self, tick: Tick) -> None:
        try:
            if tick.alone and not await asyncio.to_thread(self._presence.leads, tick.name):
                return
            if tick.sends and not self._health.may_send:
                return
            started_at = self._clock.now()
            result = await tick.work()
            await self._went_well(tick, TickRow(tick.name, started_at, self._clock.now(), dict(result)))
        except Exception as error:
            self._went_wrong(tick, error)
            if fault_of(error) is None:
                await self._record_failure(tick, error)

    def retry(self, ticks: Sequence[Tick]) -> None:
        """Run those again that failed, without waiting for their turn: it may be an hour away."""
        for tick in ticks:
            if tick.name in self._failures:
                self._retries.add(task := asyncio.create_task(self.run(tick)))
                task.add_done_callback(self._retries.discard)

    async def finish(self, within: float) -> bool:
        """Wait for the ticks in progress; return whether all ended in time."""
        if not self._running:
            return True
        _, pending = await asyncio.wait(list(self._running.values()), timeout=within)
        return not pending

    async def _went_well(self, tick: Tick, row: TickRow) -> None:
        self._rests_until.pop(tick.name, None)
        was_failing = self._failures.pop(tick.name, 0)
        if was_failing:
            self._health.clear(tick.name)
            log.info("tick works again", action="tick:recovered", tick=tick.name, failures=was_failing)
        last = self._recorded_at.get(tick.name)
        is_news = was_failing or any((row.result or {}).values())
        if is_news or last is None or row.started_at - last >= RECORD_EVERY:
            self._recorded_at[tick.name] = row.started_at
            await asyncio.to_thread(self._record, row)

    async def _record_failure(self, tick: Tick, error: Exception) -> None:
        """For `dunwell status`, which asks the database; where that fails too, the log has said so."""
        result = {"failures": self._failures[tick.name], "error": description(error)}
        with suppress(Exception):
            await asyncio.to_thread(self._record, TickRow(tick.name, self._clock.now(), None, result))

    def _record(self, row: TickRow) -> None:
        with self._store.begin() as tx:
            housekeeping.record_tick(tx, row)

    def _went_wrong(self, tick: Tick, error: Exception) -> None:
        count = self._failures[tick.name] = self._failures.get(tick.name, 0) + 1
        self._rests_until[tick.name] = self._steady() + min(LONGEST_REST, tick.seconds * 2**count)
        what, fault = description(error), fault_of(error)
        if count & (count - 1) == 0:  # the first, second, fourth, eighth … of a long row
            log.error(
                "tick failed", action="tick:failed", tick=tick.name, failures=count, error=what, fault=fault
            )
        if fault is Fault.FULL:
            self._health.report(DISK, "The disk is full: nothing is sent until there is room.")
        elif fault is Fault.UNREACHABLE:
            self._health.report(DATABASE, "The database does not answer: nothing is sent until it does.")
        elif fault is Fault.BROKEN:
            self._on_broken()
        else:
            self._health.report(tick.name, f"The {tick.name} tick failed {count} times in a row: {what}")
