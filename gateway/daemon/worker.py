"""Is this worker alive, and may it go on? Its row in the database, its heartbeat, and what that finds out."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from gateway import __version__
from gateway.daemon.clock_guard import TOLERANCE, ClockGuard
from gateway.daemon.health import CLOCK, DATABASE, DISK, Health
from gateway.domain.ids import WorkerId
from gateway.store import Store, Tx, clock_switch, housekeeping
from gateway.store.housekeeping import WorkerRow

log = structlog.get_logger(__name__)
ROOM_NEEDED = 64 * 1024 * 1024  # bytes: a batch's letters, its rows and the log of both


class Worker:
    """One process at work on the database.

    guard: None where the clock was set on purpose, so that nothing can be said about it.
    folders: where room is needed.
    on_jump: called once for each jump of the clock that is found while working.
    """

    def __init__(
        self,
        store: Store,
        worker_id: WorkerId,
        *,
        health: Health,
        guard: ClockGuard | None,
        folders: Sequence[Path],
        on_jump: Callable[[], None],
        room_needed: int = ROOM_NEEDED,
    ) -> None:
        self._store, self._worker_id, self._health, self._guard = store, worker_id, health, guard
        self._folders, self._on_jump, self._room_needed = folders, on_jump, room_needed
        self._has_told = False  # of a jump that is not settled yet

    def announce(self, rulebook: str, now: datetime) -> None:
        """Write down who works here; notices a clock that went back while nobody watched."""
        name = f"{socket.gethostname()}:{os.getpid()}"
        with self._store.begin() as tx:
            seen_at = clock_switch.seen_at(tx) if self._guard else None
            if seen_at is not None and now < seen_at - TOLERANCE:
                self._tell(tx, now - seen_at, now)
            housekeeping.insert_worker(tx, WorkerRow(self._worker_id, name, __version__, rulebook, now, now))
            self._heed(clock_switch.jump(tx))

    def beat(self, now: datetime) -> dict[str, Any]:
        """Say that this worker lives: proves that the database takes writes; looks at clock and disk too."""
        has_told = self._has_told
        with self._store.begin() as tx:
            if self._guard:
                has_told = self._look_at_the_clock(tx, self._guard, now)
            self._heed(clock_switch.jump(tx))
            housekeeping.beat(tx, self._worker_id, now)
        self._has_told = has_told  # only now: a jump that was not written down is told again
        self._health.clear(DATABASE)
        self._look_at_the_disk()
        return {}

    def end(self, now: datetime) -> None:
        """Say goodbye."""
        with self._store.begin() as tx:
            housekeeping.end_worker(tx, self._worker_id, now)

    def _look_at_the_clock(self, tx: Tx, guard: ClockGuard, now: datetime) -> bool:
        """Return whether a jump is told and not settled."""
        jump, pauses = guard.jump(), clock_switch.jump(tx) is not None
        if jump is not None and not self._has_told:
            self._tell(tx, jump, now)
            self._on_jump()
            return True
        if self._has_told and not pauses:  # somebody confirmed the clock
            guard.accept()
            return False
        if self._has_told and jump is None:  # it came back
            clock_switch.settle(tx, now)
            return False
        if jump is None and not pauses:
            clock_switch.see(tx, now)
        return self._has_told

    def _tell(self, tx: Tx, jump: timedelta, now: datetime) -> None:
        clock_switch.report(tx, jump, now)
        self._heed(clock_switch.jump(tx))  # before anybody is told to stop: a tick in between must not go on
        log.error("the system clock jumped", action="clock:jumped", seconds=round(jump.total_seconds()))

    def _heed(self, seconds: int | None) -> None:
        if seconds is None:
            self._health.clear(CLOCK)
            return
        self._health.report(
            CLOCK,
            f"The system clock jumped by {seconds} seconds: nothing is planned or sent until it is right "
            "again or somebody runs `dunwell clock confirm`.",
        )

    def _look_at_the_disk(self) -> None:
        free = min(shutil.disk_usage(folder).free for folder in self._folders)
        if free >= self._room_needed:
            self._health.clear(DISK)
        elif self._health.report(DISK, "There is hardly any room on the disk: nothing is sent."):
            log.error("the disk is nearly full", action="disk:full", free_bytes=free)
