"""When does each tick come? At fixed intervals, from memory alone: what is due is a row in the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from gateway.daemon.rounds import Tick


class Metronome:
    """Calls `run` for each tick again and again."""

    def __init__(self, ticks: Sequence[Tick], run: Callable[[Tick], Awaitable[None]]) -> None:
        self._ticks, self._run = ticks, run
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Begin."""
        self._schedule()
        self._scheduler.start()

    def begin_anew(self) -> None:
        """Count the intervals from now on: the scheduler counts by the system clock, and that has jumped."""
        self._scheduler.remove_all_jobs()
        self._schedule()

    def stop(self) -> None:
        """No more ticks; those in progress go on."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _schedule(self) -> None:
        for tick in self._ticks:
            self._scheduler.add_job(
                self._run,
                "interval",
                seconds=tick.seconds,
                args=[tick],
                id=tick.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
