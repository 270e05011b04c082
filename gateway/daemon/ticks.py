"""What does the daemon do again and again, how often, and which of it only one of several daemons?"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any

from gateway import calls
from gateway.bootstrap import App
from gateway.daemon.feeds import report_stale_feeds
from gateway.daemon.rounds import Tick
from gateway.deliveries import (
    AcknowledgementReader,
    Applied,
    Reconciler,
    Tracer,
    apply_waiting,
    close_unconfirmed,
    tell_strays,
)
from gateway.events.plan_watch import watch_plans
from gateway.mailbox import MailboxReader
from gateway.planner import run_plan
from gateway.store import housekeeping, promises, webhook_deliveries
from gateway.store.presence import Presence
from gateway.webhooks_out.forgetting import forget_old


class Errands:
    """The work behind each tick; returns counts."""

    def __init__(self, app: App, presence: Presence) -> None:
        self._app, self.presence = app, presence

    def of_the_scheduler(self) -> list[Tick]:
        """Return the ticks of the part that plans and keeps order."""
        every = self._app.settings.ticks
        return [
            Tick("plan", every.plan_seconds, self.plan, alone=True, sends=True),
            Tick("sequence", every.sequence_seconds, self.sequence, alone=True),
            Tick("feeds", every.feeds_seconds, self.feeds, alone=True),
            Tick("housekeeping", every.housekeeping_seconds, self.clean_up, alone=True),
        ]

    def of_the_dispatcher(self) -> list[Tick]:
        """Return the ticks of the part that sends."""
        every = self._app.settings.ticks
        reads = [Tick("mailbox", every.mailbox_seconds, self.mailbox, alone=True)] if self._mailbox else []
        return [
            *reads,
            Tick("dispatch", every.dispatch_seconds, self.dispatch, sends=True),
            Tick("recover", every.recover_seconds, self.recover),
            Tick("deliveries", every.deliveries_seconds, self.deliveries, alone=True),
            Tick("letters", every.letters_seconds, self.letters, alone=True),
            Tick("closing", every.closing_seconds, self.closing, alone=True),
            Tick("reconcile", every.reconcile_seconds, self.reconcile, alone=True),
            Tick("webhooks", every.webhooks_seconds, self.webhooks),
        ]

    async def plan(self) -> Mapping[str, Any]:
        """One dunning run."""
        app = self._app
        report = await asyncio.to_thread(
            run_plan,
            app.store,
            app.ledger,
            app.strategies,
            app.creditors,
            now=app.clock.now(),
            ids=app.ids,
        )
        return report.as_dict()

    async def dispatch(self) -> Mapping[str, Any]:
        """Send what is due."""
        self._app.dispatcher.resume()
        report = await self._app.dispatcher.run_once()
        return {"rulings": dict(report.rulings), "attempts": dict(report.attempts)}

    async def recover(self) -> Mapping[str, Any]:
        """Settle what dead workers left in hand."""
        return await asyncio.to_thread(self._recover)

    async def deliveries(self) -> Mapping[str, Any]:
        """Apply news that came early, and ask providers for attempts whose outcome is unknown."""
        applied = await asyncio.to_thread(self._apply_waiting)
        traced = await self._tracer.run()
        return {"changed": applied.changed, "asked": traced.asked, "found": traced.found}

    async def letters(self) -> Mapping[str, Any]:
        """Read what the print house says."""
        return (await asyncio.to_thread(self._acknowledgements.run)).as_counts()

    async def webhooks(self) -> Mapping[str, Any]:
        """Tell other systems what happened."""
        return await self._app.messenger.run()

    async def mailbox(self) -> Mapping[str, Any]:
        """Read the mailbox that bounces and answers come to."""
        assert self._mailbox is not None
        return (await asyncio.to_thread(self._mailbox.run)).as_counts()

    async def closing(self) -> Mapping[str, Any]:
        """Close what nobody has confirmed for long."""
        app = self._app
        limits = app.settings.delivery.unconfirmed_after()
        closed = await asyncio.to_thread(
            close_unconfirmed, app.store, app.ledger, limits, now=app.clock.now(), ids=app.ids
        )
        return {"closed": closed}

    async def reconcile(self) -> Mapping[str, Any]:
        """Compare the providers' lists with ours, once a day."""
        app, told = self._app, self._app.settings.delivery
        reconciler = Reconciler(app.store, app.ledger, app.adapters, app.clock, app.ids)
        every, span = timedelta(hours=told.reconcile_hours), timedelta(days=told.reconcile_days)
        compared = await reconciler.run_due(every, span)
        return {one.channel.value: one.as_json() for one in compared}

    async def sequence(self) -> Mapping[str, Any]:
        """Give committed entries their place in the ledger's tree."""
        return await asyncio.to_thread(self.sequence_now)

    async def feeds(self) -> Mapping[str, Any]:
        """Tell somebody about stale feeds."""
        app = self._app
        creditors = app.creditors.values()
        return await asyncio.to_thread(
            report_stale_feeds, app.store, app.ledger, creditors, now=app.clock.now(), ids=app.ids
        )

    async def clean_up(self) -> Mapping[str, Any]:
        """Delete what has expired."""
        return {**await asyncio.to_thread(self._clean_up), **await asyncio.to_thread(self._tidy_calls)}

    def sequence_now(self) -> dict[str, int]:
        """Sequence now."""
        return {"moved": self._app.ledger.sequence(self._app.store, self._app.clock.now())}

    def _recover(self) -> dict[str, Any]:
        alive = self.presence.alive()
        settled: Counter[str] = self._app.dispatcher.recover(alive)
        with self._app.store.begin() as tx:
            ended = housekeeping.end_workers_but(tx, alive, self._app.clock.now())
            webhook_deliveries.free_claims(tx, alive, self._app.clock.now())
        return {"settled": dict(settled), "workers_ended": ended}

    def _apply_waiting(self) -> Applied:
        app = self._app
        with app.store.begin() as tx:
            applied = apply_waiting(tx, app.ledger, now=app.clock.now(), ids=app.ids)
            tell_strays(tx, app.ledger, now=app.clock.now(), ids=app.ids)
            return applied

    @cached_property
    def _tracer(self) -> Tracer:
        app = self._app
        return Tracer(app.store, app.ledger, app.adapters, app.clock, app.ids)

    @cached_property
    def _acknowledgements(self) -> AcknowledgementReader:
        app = self._app
        folder = app.print_house.acknowledgements
        return AcknowledgementReader(app.store, app.ledger, folder, app.clock, app.ids)

    def _tidy_calls(self) -> dict[str, int]:
        app = self._app
        with app.store.begin() as tx:
            return calls.tidy(tx, app.ledger, now=app.clock.now(), ids=app.ids)

    @cached_property
    def _mailbox(self) -> MailboxReader | None:
        app = self._app
        account = app.settings.mailbox.account()
        return MailboxReader(app.mailroom, account, app.store, app.clock) if account else None

    def _clean_up(self) -> dict[str, int]:
        now = self._app.clock.now()
        with self._app.store.begin() as tx:
            settled = promises.settle_overdue(tx, now)
            expired = {**housekeeping.delete_expired(tx, now), **settled}
        messages = forget_old(self._app.store, now - self._app.settings.webhooks.kept_for)
        plans = watch_plans(self._app.store, self._app.ledger, now=now, ids=self._app.ids)
        return {**expired, **plans, "webhook_messages": messages}
