"""Does a running daemon notice a jump of the clock, pause, and go on when somebody confirms it?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from gateway.bootstrap import open_app
from gateway.daemon import Daemon, Part
from gateway.daemon.health import CLOCK
from gateway.settings import Settings
from gateway.store import clock_switch
from tests.databases import Database
from tests.fakes.steady import Steady


async def _until(question: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not question():
            await asyncio.sleep(0.01)


async def test_a_jump_of_the_clock_pauses_a_running_daemon_until_it_is_confirmed(
    database: Database, tmp_path: Path
) -> None:
    settings = Settings(database_url=SecretStr(database.url), var_dir=tmp_path)
    steady, ready = Steady(), asyncio.Event()
    with open_app(settings=settings) as app:
        daemon = Daemon(
            app,
            {Part.SCHEDULER, Part.DISPATCHER},
            steady=steady,
            heartbeat=0.02,
            on_ready=lambda address: ready.set(),
        )
        running = asyncio.create_task(daemon.run())
        await ready.wait()
        steady.advance(3600)  # an hour went by, and the system clock shows nothing of it
        await _until(lambda: daemon.health.has(CLOCK))
        assert not daemon.health.may_send
        with app.store.begin() as tx:
            clock_switch.settle(tx, app.clock.now())
        await _until(lambda: daemon.health.may_send)
        daemon.stop()
        assert await running == 0
