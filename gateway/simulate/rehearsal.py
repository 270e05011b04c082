"""How does a rehearsal go? The clock jumps from one thing due to the next, and the real parts do it."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from pydantic import SecretStr

from gateway.bootstrap import App
from gateway.domain.words import OutreachState
from gateway.planner import run_plan
from gateway.simulate.customers import Payers
from gateway.simulate.diary import Diary
from gateway.simulate.stage import SeededIds, Stage, VirtualClock
from gateway.store import rehearsal

# Outreach of one quarter of an hour goes together: a day has few jumps and the hours keep their edges.
STEP = timedelta(minutes=15)
PAYING_TIME = time(6, 0)  # UTC: before anybody's reminders leave


async def simulate(app: App, *, days: int, seed: int | None = None) -> Diary:
    """Return what would happen in the coming days if nothing new came in.

    Everything is copied; the installation itself is only read. Planner, rulebook, templates and ledger are
    the real ones, the adapters say yes to everything.
    seed: with one, customers pay as drawn from it; without, nobody reacts.
    """
    folder = app.settings.var_dir
    folder.mkdir(parents=True, exist_ok=True)
    clock = VirtualClock(app.clock.now())
    with tempfile.TemporaryDirectory(prefix="simulation-", dir=folder) as copy:
        url = SecretStr(f"sqlite:///{Path(copy).resolve() / 'dunwell.db'}")
        settings = app.settings.model_copy(update={"database_url": url})
        with Stage(settings, clock, SeededIds(seed or 0, clock)) as stage:
            rehearsal.copy_portfolio(app.store, stage.store)
            return await _Rehearsal(stage, clock, days, Payers(seed)).go()


class _Rehearsal:
    """One rehearsal on its stage."""

    def __init__(self, stage: Stage, clock: VirtualClock, days: int, payers: Payers) -> None:
        self._stage, self._clock, self._payers = stage, clock, payers
        self._heard_until = clock.now() - timedelta(microseconds=1)
        self._diary = Diary(clock.now(), clock.now() + timedelta(days=days))

    async def go(self) -> Diary:
        """Jump through the days; return the diary."""
        self._stage.dispatcher.start(frozenset())
        while self._clock.now() < self._diary.ends_at:
            await self._now()
            self._clock.move_to(self._next())
        with self._stage.store.read() as tx:
            self._diary.deferred_because = rehearsal.waiting_because(tx, OutreachState.DEFERRED)
            self._diary.refused_because = rehearsal.waiting_because(tx, OutreachState.REFUSED)
        return self._diary

    async def _now(self) -> None:
        stage, now = self._stage, self._clock.now()
        day = self._diary.day(now.date())
        day.paid += self._pay(now)
        plan = run_plan(stage.store, stage.ledger, stage.strategies, stage.creditors, now=now, ids=stage.ids)
        day.planned += plan.planned_count
        day.cancelled += plan.cancelled
        day.rulings.update((await stage.dispatcher.run_once()).rulings)
        with stage.store.read() as tx:
            made = [one for one in rehearsal.made_since(tx, self._heard_until) if one.at <= now]
        self._heard_until = now
        day.sent.update(one.channel.value for one in made)
        self._diary.made += made
        self._payers.hear(made)

    def _pay(self, now: datetime) -> int:
        paying = self._payers.paying_by(now.date()) if now.time() >= PAYING_TIME else []
        with self._stage.store.begin() as tx:
            rehearsal.settle_everything(tx, paying, now.date())
        return len(paying)

    def _next(self) -> datetime:
        """The next quarter of an hour in which somebody has something to do, or the end."""
        with self._stage.store.read() as tx:
            due = rehearsal.next_instant(tx)
        payday = self._payers.next_day()
        pays_at = datetime.combine(payday, PAYING_TIME, UTC) if payday else None
        instants = [one for one in (due, pays_at) if one is not None]
        soonest = min([*instants, self._diary.ends_at])
        return max(soonest, self._clock.now() + STEP)
