"""What did a dead worker leave behind? What was reserved goes back to due; what may have left is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from gateway.dispatcher.outcomes import Outcome, withdrawn
from gateway.dispatcher.recording import Settled, record_outcomes
from gateway.domain.ids import Ids, WorkerId
from gateway.domain.words import AttemptState, OutreachState
from gateway.ledger import Ledger
from gateway.store import Store, dispatch


def recover(
    store: Store, ledger: Ledger, *, alive: Collection[WorkerId], now: datetime, ids: Ids
) -> Counter[str]:
    """Settle every attempt that is in no living worker's hands; return how many ended in which state."""
    counts: Counter[str] = Counter()
    while True:
        with store.begin() as tx:
            stranded = dispatch.stranded_attempts(tx, alive)
            items = [_settled(one, now) for one in stranded]
            record_outcomes(tx, ledger, items, now=now, ids=ids)
        if not items:
            return counts
        counts.update(item.outcome.attempt.value for item in items)


def _settled(one: dispatch.Stranded, now: datetime) -> Settled:
    return Settled(
        one.attempt_id, one.outreach_id, one.customer_id, one.contact_point_id, one.channel, _fate(one, now)
    )


def _fate(one: dispatch.Stranded, now: datetime) -> Outcome:
    if one.state is AttemptState.RESERVED:
        return withdrawn(now)
    return Outcome(AttemptState.UNKNOWN, OutreachState.DONE, "worker-lost", task="unknown-outcome")
