"""How does a dunning run go through the portfolio? In chunks: read in bulk, decide purely, write in bulk."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from uuid import UUID

import structlog

from gateway.domain.ids import CreditorId, EntryId, Ids
from gateway.domain.portfolio import Creditor, Customer
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.planner.calendar import Calendar
from gateway.planner.decision import decide
from gateway.planner.report import PlanReport
from gateway.planner.situations import Situations
from gateway.planner.writing import Writing
from gateway.store import Store, Tx, planning, plans
from gateway.store.planning import Key
from gateway.strategies import Strategies

log = structlog.get_logger(__name__)
CHUNK = 500  # customers per transaction: long enough to be quick, short enough for others to get in between


def run_plan(
    store: Store,
    ledger: Ledger,
    strategies: Strategies,
    creditors: Mapping[CreditorId, Creditor],
    *,
    now: datetime,
    ids: Ids,
    dry_run: bool = False,
    chunk: int = CHUNK,
) -> PlanReport:
    """Plan what is due for everybody the planner has an appointment with, and return the counts.

    A second run, also at the same time, changes nothing: each customer is locked while it is decided, and a
    unique index holds one outreach per customer, creditor, strategy, step and cycle.
    dry_run: everything happens in one transaction that is rolled back.
    chunk: customers per transaction.
    """
    run = DunningRun(store, ledger, strategies, creditors, now=now, ids=ids, dry_run=dry_run, chunk=chunk)
    return run.go()


class _RolledBack(Exception):
    """Ends a dry run's transaction."""


class DunningRun:
    """One pass over the customers whose appointment has come."""

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        strategies: Strategies,
        creditors: Mapping[CreditorId, Creditor],
        *,
        now: datetime,
        ids: Ids,
        dry_run: bool,
        chunk: int,
    ) -> None:
        self._store, self._ledger, self._strategies = store, ledger, strategies
        self._now, self._ids, self._chunk_size = now, ids, chunk
        self._calendar = Calendar(now)
        self._situations = Situations(strategies, creditors, self._calendar)
        self._patience = any(strategy.paused_by for strategy in strategies)
        self.report = PlanReport(dry_run=dry_run)

    def go(self) -> PlanReport:
        """Do the pass; return the counts."""
        if not self.report.dry_run:
            self._pass(None)
            return self.report
        try:
            with self._store.begin() as tx:
                self._pass(tx)
                raise _RolledBack
        except _RolledBack:
            return self.report

    def _pass(self, whole: Tx | None) -> None:
        """Go through everybody, each chunk in a transaction of its own or all in the one given."""
        self._wake(whole)
        after: tuple[datetime, Key] | None = None
        while True:
            with self._begin(whole) as tx:
                after = self._chunk(tx, after)
            if after is None:
                return

    def _begin(self, whole: Tx | None) -> AbstractContextManager[Tx]:
        return self._store.begin() if whole is None else nullcontext(whole)

    def _chunk(self, tx: Tx, after: tuple[datetime, Key] | None) -> tuple[datetime, Key] | None:
        customers, place = planning.claim(tx, self._now, self._chunk_size, after)
        if not customers:
            return None
        known = planning.known(tx, customers, self._now, patience=self._patience)
        writing = Writing(self._calendar, self._ids, self.report)
        for key, customer in customers.items():
            try:
                subject = self._situations.of(key, customer, known)
                decision = decide(subject.situation) if subject else None
            except Exception as error:
                _log_broken(customer, error)
                writing.set_aside(customer)
                continue
            if subject is None or decision is None:
                writing.unknown_creditor(customer)
            else:
                writing.add(subject, decision)
        writing.write(tx, self._ledger)
        return place

    def _wake(self, whole: Tx | None) -> None:
        """Make appointments with everybody of whom something came in since the last run."""
        more = True
        while more:
            with self._begin(whole) as tx:
                more = plans.notice_facts(tx, self._now)
        with self._begin(whole) as tx:
            before = plans.memory(tx).get("strategies")
        if before != self._strategies.digest:
            self._wake_all(whole)
            with self._begin(whole) as tx:
                self._note(tx, before)

    def _wake_all(self, whole: Tx | None) -> None:
        after: UUID | None = None
        while True:
            with self._begin(whole) as tx:
                after = plans.wake(tx, self._now, after)
            if after is None:
                return

    def _note(self, tx: Tx, before: str | None) -> None:
        digest = self._strategies.digest
        plans.remember(tx, {"strategies": digest}, self._now)
        in_force = {one.id: one.digest for one in self._strategies}
        public = {"strategies": in_force, "digest": digest, "before": before}
        entry_id = EntryId(self._ids.new())
        self._ledger.append(tx, [Entry(entry_id, None, EntryKind.STRATEGY_CHANGED, self._now, public)])


def _log_broken(customer: Customer, error: Exception) -> None:
    """One poisoned customer never stops the others; the error's text may hold personal data, its type not."""
    log.error(
        "customer set aside",
        action="customer:plan:broken",
        customer_id=str(customer.customer_id),
        error=type(error).__name__,
    )
