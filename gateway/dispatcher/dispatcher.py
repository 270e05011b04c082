"""What is due now? Batch by batch until nothing is: one is prepared while the last one leaves."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import timedelta

from channels.message import Adapter
from compliance.rulebook import Rulebook
from gateway.controls import Breaker
from gateway.dispatcher.composing import Composer
from gateway.dispatcher.delivery import Delivery
from gateway.dispatcher.enclosures import NO_DOCUMENTS, Documents
from gateway.dispatcher.hops import DispatchReport
from gateway.dispatcher.judging import Judge
from gateway.dispatcher.pacing import AHEAD, Pacer
from gateway.dispatcher.parcel import Parcel
from gateway.dispatcher.preparing import Batch, Preparation
from gateway.dispatcher.recovery import recover, recover_own
from gateway.domain.breaker import BreakerRules
from gateway.domain.clock import Clock
from gateway.domain.ids import CreditorId, Ids, WorkerId
from gateway.domain.limits import Limit
from gateway.domain.portfolio import Creditor
from gateway.domain.prices import PriceList
from gateway.domain.rates import Rates
from gateway.domain.words import Channel
from gateway.ledger import Ledger
from gateway.links import Links
from gateway.render import Renderer
from gateway.store import Store, dispatch

DEFAULT_RULES = BreakerRules()
NO_RATES: Rates = {}
NO_PRICES = PriceList()
BATCH = 100  # outreach per transaction: enough for group commit, short enough for other writers


class Dispatcher:
    """One worker's dispatching. Not to be run twice at the same time in one process."""

    def __init__(
        self,
        *,
        store: Store,
        ledger: Ledger,
        rulebook: Rulebook,
        renderer: Renderer,
        links: Links,
        adapters: Mapping[Channel, Adapter],
        creditors: Mapping[CreditorId, Creditor],
        clock: Clock,
        ids: Ids,
        worker_id: WorkerId,
        batch: int = BATCH,
        breaker: BreakerRules = DEFAULT_RULES,
        rates: Rates = NO_RATES,
        documents: Documents = NO_DOCUMENTS,
        limits: Sequence[Limit] = (),
        prices: PriceList = NO_PRICES,
        ahead: timedelta = AHEAD,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store, self._ledger, self._clock, self._ids = store, ledger, clock, ids
        self._worker_id, self._batch, self._rulebook = worker_id, batch, rulebook
        self._stopping = False
        self._disturbed = False
        self._preparation = Preparation(
            store=store,
            ledger=ledger,
            judge=Judge(rulebook, frozenset(adapters)),
            composer=Composer(renderer, adapters, documents),
            links=links,
            creditors=creditors,
            clock=clock,
            ids=ids,
            worker_id=worker_id,
            pacer=Pacer(adapters, rates, ahead),
            limits=limits,
            prices=prices,
        )
        self._delivery = Delivery(
            store=store,
            ledger=ledger,
            adapters=adapters,
            clock=clock,
            ids=ids,
            worker_id=worker_id,
            breaker=Breaker(store, ledger, breaker, ids),
            pause=pause,
        )

    def start(self, alive: Collection[WorkerId]) -> Counter[str]:
        """Settle what dead workers left, reopen what another rulebook judged; return the settled attempts."""
        with self._store.begin() as tx:
            dispatch.reopen_for_rulebook(tx, self._rulebook.digest, self._clock.now())
        return self.recover(alive)

    def recover(self, alive: Collection[WorkerId]) -> Counter[str]:
        """Settle attempts that are in no living worker's hands; this worker is always among the living."""
        living = {*alive, self._worker_id}
        return recover(self._store, self._ledger, alive=living, now=self._clock.now(), ids=self._ids)

    def stop(self) -> None:
        """Take nothing more in hand; what is reserved and not yet leaving is given back."""
        self._stopping = True

    def resume(self) -> None:
        """Take things in hand again after a stop."""
        self._stopping = False

    async def run_once(self) -> DispatchReport:
        """Send what is due now, until nothing is; return what happened."""
        report = DispatchReport()
        if self._disturbed:
            await asyncio.to_thread(self._mend)
        self._disturbed = True
        in_turn: list[asyncio.Task[None]] = []
        try:
            await self._run(report, in_turn)
        finally:
            await asyncio.wait(in_turn) if in_turn else None
        for task in in_turn:
            task.result()
        self._disturbed = False
        return report

    async def _run(self, report: DispatchReport, in_turn: list[asyncio.Task[None]]) -> None:
        batch = await self._prepare(report)
        while batch.claimed and not self._stopping:
            at_once, later = batch.by_turn()
            if later:  # whoever waits for a turn holds up nobody else
                in_turn.append(asyncio.create_task(self._deliver_in_turn(later, report)))
            sending = asyncio.create_task(self._deliver(at_once, report))
            try:
                following = await self._prepare(report)
            finally:
                await sending
            # What came back at once (another address, another channel) is due again only after the sending.
            batch = following if following.claimed else await self._prepare(report)
        await self._hand_back(batch.parcels)

    async def _prepare(self, report: DispatchReport) -> Batch:
        return await asyncio.to_thread(self._preparation.prepare, self._batch, report)

    async def _deliver(self, parcels: Sequence[Parcel], report: DispatchReport) -> None:
        with report.hops.time("send"):
            report.attempts.update(await self._delivery.deliver(parcels))

    async def _deliver_in_turn(self, parcels: Sequence[Parcel], report: DispatchReport) -> None:
        report.attempts.update(await self._delivery.deliver_in_turn(parcels, lambda: self._stopping))

    async def _hand_back(self, parcels: tuple[Parcel, ...]) -> None:
        if parcels:
            await asyncio.to_thread(self._delivery.release, parcels)

    def _mend(self) -> None:
        """After a failure of the database: write what is known, then settle whatever else is in our hands."""
        self._delivery.settle()
        recover_own(self._store, self._ledger, self._worker_id, now=self._clock.now(), ids=self._ids)
