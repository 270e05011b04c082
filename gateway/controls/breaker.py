"""When does a channel stop itself, and when does it go on? Told to all daemons by the database."""

from __future__ import annotations

from datetime import datetime

import structlog

from gateway.controls.changes import CHANNEL_STOPPED, end, record_stop, task_reference
from gateway.domain.breaker import BreakerRules
from gateway.domain.ids import AttemptId, Ids
from gateway.domain.stops import Extent, Stop, StopCause, StopScope
from gateway.domain.words import Channel
from gateway.ledger import Ledger
from gateway.store import Store, Tx, controls, task_rows

BY = "dunwell"

log = structlog.get_logger(__name__)


class Breaker:
    """Stops channels that fail and closes again when a probe went through."""

    def __init__(self, store: Store, ledger: Ledger, rules: BreakerRules, ids: Ids) -> None:
        self._store, self._ledger, self._ids = store, ledger, ids
        self.rules = rules

    def takes_probe(self, tx: Tx, stop: Stop, attempt_id: AttemptId, now: datetime) -> bool:
        """Return whether this attempt is the one that tries the channel out; of all daemons one gets it."""
        if stop.cause is not StopCause.BREAKER or stop.probe_at is None or stop.probe_at > now:
            return False
        next_at = now + self.rules.wait(stop.probes + 1)
        return controls.take_probe(tx, stop, attempt_id, now, next_at)

    def failed(self, channel: Channel, now: datetime) -> None:
        """Look at a channel on which something has just gone wrong; stops it where that is too much."""
        with self._store.begin() as tx:
            reason = self.rules.tripped(controls.newest_ends(tx, channel, now - self.rules.window))
            if reason is None:
                return
            stop = Stop(
                extent=Extent(StopScope.CHANNEL, channel.value),
                cause=StopCause.BREAKER,
                reason=reason,
                by=BY,
                since=now,
                probe_at=now + self.rules.wait(0),
            )
            if not controls.insert_stop(tx, stop):
                return
            record_stop(tx, self._ledger, stop, now=now, ids=self._ids)
            task_rows.insert_tasks(tx, [self._task(stop, now)])
        log.error("a channel stopped itself", action="channel:stopped", channel=channel.value, why=reason)

    def went_through(self, channel: Channel, attempt_id: AttemptId, now: datetime) -> None:
        """Set a channel going again if this attempt was its probe."""
        with self._store.begin() as tx:
            stop = controls.stop_probed_by(tx, channel, attempt_id)
            if stop is None:
                return
            end(tx, self._ledger, stop, by=BY, now=now, ids=self._ids)
        log.info("a channel works again", action="channel:resumed", channel=channel.value)

    def _task(self, stop: Stop, now: datetime) -> dict[str, object]:
        return {
            "task_id": self._ids.new(),
            "customer_id": None,
            "kind": CHANNEL_STOPPED,
            "reference": task_reference(stop),
            "text": f"The channel {stop.extent.name} stopped itself: {stop.reason}.",
            "opened_at": now,
        }
