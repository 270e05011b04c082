"""How does `dunwell dispatch --once` send? As a worker like any other, for one pass."""

from __future__ import annotations

import asyncio

from gateway.bootstrap import App, SystemClock
from gateway.bootstrap.rules_in_force import record_rules
from gateway.daemon.health import CLOCK, Health
from gateway.daemon.worker import Worker
from gateway.dispatcher import DispatchReport
from gateway.domain.errors import RefusedToRun
from gateway.store.presence import presence_of


async def send_what_is_due(app: App) -> DispatchReport:
    """Send until nothing is due; return what happened.

    Raises AlreadyRunning beside a daemon on SQLite, RefusedToRun while the system clock is in doubt.
    """
    presence = presence_of(app.store, app.worker_id)
    presence.enter(app.clock.now())
    health = Health()
    worker = Worker(app.store, app.worker_id, health=health, guard=None, folders=(), on_jump=lambda: None)
    try:
        await asyncio.to_thread(worker.announce, app.rulebook.digest, app.clock.now())
        if isinstance(app.clock, SystemClock) and health.has(CLOCK):
            raise RefusedToRun(health.faults[CLOCK])
        await asyncio.to_thread(record_rules, app)
        await asyncio.to_thread(lambda: app.dispatcher.start(presence.alive()))
        for adapter in app.adapters.values():
            await adapter.open()
        try:
            return await app.dispatcher.run_once()
        finally:
            for adapter in app.adapters.values():
                await adapter.close()
            await asyncio.to_thread(worker.end, app.clock.now())
            await asyncio.to_thread(app.ledger.sequence, app.store, app.clock.now())
    finally:
        presence.leave()
