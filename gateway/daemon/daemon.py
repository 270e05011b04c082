"""What does `dunwell run` do? Starts in order, works until told to stop, and stops in order."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path

import structlog

from channels.message import Adapter
from gateway.bootstrap import App, SystemClock
from gateway.daemon.clock_guard import ClockGuard
from gateway.daemon.health import STARTING, STOPPING, Health
from gateway.daemon.logs import description
from gateway.daemon.mail import taking_mail
from gateway.daemon.metronome import Metronome
from gateway.daemon.opening import close_after_work, open_for_work
from gateway.daemon.rounds import Rounds, Tick
from gateway.daemon.service_manager import notify
from gateway.daemon.ticks import Errands
from gateway.daemon.worker import Worker
from gateway.store.faults import Fault, fault_of
from gateway.store.presence import presence_of
from gateway.webhooks_out import Messenger

log = structlog.get_logger(__name__)
HEARTBEAT = 5.0  # seconds: the database's return is noticed within two of them
DRAIN = 30.0  # seconds for what is in progress at a stop; below systemd's TimeoutStopSec
BROKEN_DISK = 74  # EX_IOERR of sysexits.h
STOPPED_AT_ONCE = 128 + signal.SIGTERM


class Part(StrEnum):
    """A part of the daemon that can run alone."""

    SCHEDULER = "scheduler"
    DISPATCHER = "dispatcher"
    WEB = "web"


class Daemon:
    """One running daemon.

    steady: seconds of a clock that nobody can set and that goes on while the machine sleeps.
    heartbeat: seconds between two signs of life.
    on_ready: told where the web server listens; None without one.
    """

    def __init__(
        self,
        app: App,
        parts: Collection[Part],
        *,
        steady: Callable[[], float],
        heartbeat: float = HEARTBEAT,
        on_ready: Callable[[str | None], None] = lambda address: None,
    ) -> None:
        self._app, self._parts, self._steady, self._on_ready = app, parts, steady, on_ready
        self._heartbeat = heartbeat
        self.health = Health()
        self._stopping = asyncio.Event()
        self._exit_status = 0

    def stop(self) -> None:
        """Stop in order; told a second time, at once."""
        if self._stopping.is_set():
            os._exit(STOPPED_AT_ONCE)
        self._stopping.set()

    async def run(self) -> int:
        """Work until stopped; return the exit status.

        Raises ConfigError and RefusedToRun for what must be mended before it can start.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        if await self._database_answers():
            presence = presence_of(self._app.store, self._app.worker_id)
            presence.enter(self._app.clock.now())
            try:
                await asyncio.to_thread(open_for_work, self._app)
                await self._work(Errands(self._app, presence))
            finally:
                presence.leave()
        return self._exit_status

    async def _database_answers(self) -> bool:
        """Wait for the database instead of failing again and again; False when told to stop meanwhile."""
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(lambda: self._app.store)
            except Exception as error:
                if fault_of(error) is not Fault.UNREACHABLE:
                    raise
                log.error(
                    "the database does not answer", action="database:unreachable", error=description(error)
                )
                notify("EXTEND_TIMEOUT_USEC=30000000", "STATUS=Waiting for the database to answer.")
                await self._pause()
            else:
                return True
        return False

    async def _work(self, errands: Errands) -> None:
        rounds = Rounds(
            store=self._app.store,
            clock=self._app.clock,
            presence=errands.presence,
            health=self.health,
            steady=self._steady,
            on_broken=self._give_up,
        )
        ticks = self._ticks(errands)
        metronome = Metronome(ticks, rounds.run)
        worker = self._worker(metronome)
        await asyncio.to_thread(worker.announce, self._app.rulebook.digest, self._app.clock.now())
        mail = taking_mail(self._app, Part.WEB in self._parts)
        async with self._adapters_open(), mail, self._web_open() as address:
            if Part.DISPATCHER in self._parts:
                await asyncio.to_thread(lambda: self._app.dispatcher.start(errands.presence.alive()))
            self.health.clear(STARTING)
            metronome.start()
            at_once = [asyncio.create_task(rounds.run(tick)) for tick in ticks]
            log.info("daemon started", action="daemon:started", worker_id=str(self._app.worker_id))
            notify("READY=1")
            self._on_ready(address)
            await self._beat_until_stopped(rounds, worker, ticks)
            await self._drain(metronome, rounds)
            await asyncio.gather(*at_once)
        await asyncio.to_thread(self._say_goodbye, errands)

    def _ticks(self, errands: Errands) -> list[Tick]:
        scheduled = errands.of_the_scheduler() if Part.SCHEDULER in self._parts else []
        return scheduled + (errands.of_the_dispatcher() if Part.DISPATCHER in self._parts else [])

    def _worker(self, metronome: Metronome) -> Worker:
        app, loop = self._app, asyncio.get_running_loop()

        def on_jump() -> None:  # called by the heartbeat's thread
            if Part.DISPATCHER in self._parts:
                app.dispatcher.stop()
            loop.call_soon_threadsafe(metronome.begin_anew)

        is_real = isinstance(app.clock, SystemClock)
        return Worker(
            app.store,
            app.worker_id,
            health=self.health,
            guard=ClockGuard(app.clock, self._steady) if is_real else None,
            folders=_folders(app),
            on_jump=on_jump,
        )

    @asynccontextmanager
    async def _adapters_open(self) -> AsyncIterator[None]:
        adapters: list[Adapter | Messenger] = []
        if Part.DISPATCHER in self._parts:
            adapters = [*self._app.adapters.values(), self._app.messenger]
        for adapter in adapters:
            await adapter.open()
        try:
            yield
        finally:
            for adapter in adapters:
                await adapter.close()

    @asynccontextmanager
    async def _web_open(self) -> AsyncIterator[str | None]:
        if Part.WEB not in self._parts:
            yield None
            return
        # Imported here: without the web part, a daemon starts in half the time.
        from gateway.bootstrap.web import web_application
        from gateway.daemon.web_server import WebServer

        http = self._app.settings.http
        application = web_application(self._app, lambda: self.health.faults)
        web = WebServer(application, http.host, http.port)
        serving = asyncio.create_task(web.serve())
        try:
            yield web.address
        finally:
            web.stop()
            await serving

    async def _beat_until_stopped(self, rounds: Rounds, worker: Worker, ticks: Sequence[Tick]) -> None:
        """The heartbeat does not hang on the metronome: it is what notices that the metronome's clock jumped.

        Failing is a sign of life too. Only a daemon that hangs is silent, and only that is what the service
        manager's restart can mend: a database that is away does not come back sooner.
        """

        async def beat() -> dict[str, object]:
            return await asyncio.to_thread(worker.beat, self._app.clock.now())

        tick = Tick("heartbeat", self._heartbeat, beat)
        while not self._stopping.is_set():
            await rounds.run(tick)
            rounds.retry(ticks)
            faults = " ".join(self.health.faults.values())
            notify("WATCHDOG=1", f"STATUS={faults or 'Working.'}")
            await self._pause()

    async def _drain(self, metronome: Metronome, rounds: Rounds) -> None:
        notify("STOPPING=1", "STATUS=Finishing what is in progress.")
        self.health.report(STOPPING, "The daemon is stopping.")
        metronome.stop()
        if Part.DISPATCHER in self._parts:
            self._app.dispatcher.stop()
        if not await rounds.finish(DRAIN):
            log.error("stopped before all was finished", action="daemon:drain-too-long", seconds=DRAIN)
            os._exit(self._exit_status)  # the next start settles what is left in hand

    def _say_goodbye(self, errands: Errands) -> None:
        try:
            close_after_work(self._app)
            errands.sequence_now()
        except Exception as error:  # without a database there is nobody to say it to
            log.error("could not record the stop", action="daemon:stop-unrecorded", error=description(error))
        log.info("daemon stopped", action="daemon:stopped", worker_id=str(self._app.worker_id))

    def _give_up(self) -> None:
        """After a failed write or sync nobody knows what is on the disk: nothing more may be promised."""
        log.error("the database's disk is broken", action="daemon:broken-disk")
        self._exit_status = BROKEN_DISK
        self._stopping.set()

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), self._heartbeat)
        except TimeoutError:
            return


def _folders(app: App) -> list[Path]:
    """Where room is needed: the var directory, and that of a database file."""
    folders = [app.settings.var_dir]
    if app.store.is_sqlite:
        folders.append(Path(str(app.store.engine.url.database)).parent)
    return folders
