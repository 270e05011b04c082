"""What did a dead worker leave behind? What was reserved goes back to due; what may have left is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime

from gateway.dispatcher.outcomes import Outcome, withdrawn
from gateway.dispatcher.recording import Settled, record_outcomes
from gateway.domain.ids import Ids, WorkerId
from gateway.domain.words import AttemptState, OutreachState
from gateway.ledger import Ledger
from gateway.store import Store, Tx, stranded
from gateway.store.controls import WORKER_LOST


def recover(
    store: Store, ledger: Ledger, *, alive: Collection[WorkerId], now: datetime, ids: Ids
) -> Counter[str]:
    """Settle every attempt that is in no living worker's hands; return how many ended in which state."""
    return _settle(store, ledger, lambda tx: stranded.of_dead_workers(tx, alive), now, ids)


def recover_own(
    store: Store, ledger: Ledger, worker_id: WorkerId, *, now: datetime, ids: Ids
) -> Counter[str]:
    """Settle every attempt in a worker's own hands, after it lost sight of them; return as `recover` does."""
    return _settle(store, ledger, lambda tx: stranded.of_worker(tx, worker_id), now, ids)


def _settle(
    store: Store,
    ledger: Ledger,
    find: Callable[[Tx], list[stranded.Stranded]],
    now: datetime,
    ids: Ids,
) -> Counter[str]:
    counts: Counter[str] = Counter()
    while True:
        with store.begin() as tx:
            items = [_settled(one, now) for one in find(tx)]
            record_outcomes(tx, ledger, items, now=now, ids=ids)
        if not items:
            return counts
        counts.update(item.outcome.attempt.value for item in items)


def _settled(one: stranded.Stranded, now: datetime) -> Settled:
    return Settled(
        one.attempt_id, one.outreach_id, one.customer_id, one.contact_point_id, one.channel, _fate(one, now)
    )


def _fate(one: stranded.Stranded, now: datetime) -> Outcome:
    if one.state is AttemptState.RESERVED:
        return withdrawn(now)
    return Outcome(AttemptState.UNKNOWN, OutreachState.DONE, WORKER_LOST, task="unknown-outcome")
