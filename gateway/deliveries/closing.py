"""Of what does nobody say whether it arrived? It is closed as unconfirmed; later news still correct it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from gateway.deliveries.outcome import outcome_entry, outcome_row
from gateway.domain.ids import Ids
from gateway.domain.words import AttemptState, Channel
from gateway.ledger import Ledger
from gateway.store import Store, Tx, deliveries, dispatch, reconciliation
from gateway.store.events import lock_customers

AT_ONCE = 200  # attempts in one transaction, whose customers are locked together
MOST_ROUNDS = 50  # in one tick; the rest waits for the next one


def close_unconfirmed(
    store: Store, ledger: Ledger, limits: Mapping[Channel, timedelta], *, now: datetime, ids: Ids
) -> int:
    """Close what was taken longer ago than the channel's limit; return how many attempts.

    Nothing follows from it: the contact counts as before, and nothing is sent again.
    """
    closed = 0
    for channel, limit in limits.items():
        for _ in range(MOST_ROUNDS):
            with store.begin() as tx:
                some = _close_some(tx, ledger, channel, now - limit, now, ids)
            closed += some
            if some < AT_ONCE:
                break
    return closed


def _close_some(tx: Tx, ledger: Ledger, channel: Channel, before: datetime, now: datetime, ids: Ids) -> int:
    found = reconciliation.accepted_before(tx, channel, before, AT_ONCE)
    lock_customers(tx, deliveries.customers_of(tx, found))
    sent = [
        replace(one, state=AttemptState.UNCONFIRMED)
        for one in deliveries.lock_sent(tx, found).values()
        if one.state is AttemptState.ACCEPTED
    ]
    dispatch.set_outcomes(tx, [outcome_row(one, now) for one in sent])
    ledger.append(tx, [outcome_entry(one, now, ids) for one in sent])
    return len(found)
