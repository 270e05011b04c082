"""How does a rehearsal go? The clock jumps from one thing due to the next, and the real parts do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from gateway.bootstrap import App
from gateway.domain.words import OutreachState
from gateway.planner import run_plan
from gateway.simulate.customers import Payers
from gateway.simulate.diary import Diary
from gateway.simulate.stage import Stage, copied
from gateway.store import rehearsal

# Outreach of one quarter of an hour goes together, a second after the quarter: hours open then, and two
# rehearsals jump alike, whatever happens in between.
STEP = timedelta(minutes=15)
_GRID_BEGINS = datetime(2000, 1, 1, 0, 0, 1, tzinfo=UTC)
PAYING_TIME = time(6, 0)  # UTC: before anybody's reminders leave


async def simulate(app: App, *, days: int, seed: int | None = None) -> Diary:
    """Return what would happen in the coming days if nothing new came in.

    Everything is copied; the installation itself is only read. Planner, rulebook and templates are the
    real ones, the adapters say yes to everything, and what the ledger would record is not kept.
    seed: with one, customers pay as drawn from it; without, nobody reacts.
    """
    with (
        copied(app.settings, app.store) as copy,
        Stage(app, copy, at=app.clock.now(), seed=seed) as stage,
    ):
        return await go_through(stage, days=days, seed=seed)


async def go_through(
    stage: Stage, *, days: int, seed: int | None, progress: Callable[[datetime], None] = lambda _: None
) -> Diary:
    """Return what happens on a stage in the coming days. progress: hears of every jump of the clock."""
    return await _Rehearsal(stage, days, Payers(seed), progress).go()


def on_grid(instant: datetime) -> datetime:
    """Return the first of the instants to which a rehearsal jumps that is not before this one."""
    return instant + (_GRID_BEGINS - instant) % STEP


class _Rehearsal:
    """One rehearsal on its stage."""

    def __init__(self, stage: Stage, days: int, payers: Payers, progress: Callable[[datetime], None]) -> None:
        self._stage, self._clock, self._payers = stage, stage.virtual_clock, payers
        self._progress = progress
        self._heard_until = self._clock.now() - timedelta(microseconds=1)
        self._diary = Diary(self._clock.now(), self._clock.now() + timedelta(days=days))

    async def go(self) -> Diary:
        """Jump through the days; return the diary."""
        self._stage.dispatcher.start(frozenset())
        while self._clock.now() < self._diary.ends_at:
            self._progress(self._clock.now())
            await self._now()
            self._clock.move_to(self._next())
        with self._stage.store.read() as tx:
            self._diary.deferred_because = rehearsal.waiting_because(tx, OutreachState.DEFERRED)
            self._diary.refused_because = rehearsal.waiting_because(tx, OutreachState.REFUSED)
            self._diary.broken_because = rehearsal.waiting_because(tx, OutreachState.BROKEN)
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
        soonest = max(min(instants, default=self._diary.ends_at), self._clock.now() + timedelta(seconds=1))
        return min(on_grid(soonest), self._diary.ends_at)
