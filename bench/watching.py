"""What are the daemons doing right now? Looks at their database from outside, and waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bench.installation import Child, Installation
from bench.portfolio import write_portfolio
from gateway.bootstrap import App

A_MORNING = datetime(2027, 3, 1, 14, 30, tzinfo=UTC)  # 9:30 in New York: twelve hours in which mail may go
QUICK = {
    "DUNWELL_TICKS__DISPATCH_SECONDS": "0.2",
    "DUNWELL_TICKS__RECOVER_SECONDS": "1",
    "DUNWELL_SMTP__MESSAGES_PER_CONNECTION": "1000",
}
_IN_HAND = sa.text(
    "SELECT state, COUNT(*) FROM attempt WHERE state IN ('reserved', 'sending') AND worker_id = "
    "(SELECT worker_id FROM worker WHERE name LIKE :name ORDER BY started_at DESC LIMIT 1) GROUP BY state"
)
_MADE = sa.text(
    "SELECT COUNT(*) FROM attempt WHERE worker_id IN (SELECT worker_id FROM worker WHERE name LIKE :name)"
)
_WAITING = sa.text("SELECT COUNT(*) FROM outreach WHERE state IN ('due', 'deferred')")
_OPEN = sa.text("SELECT COUNT(*) FROM attempt WHERE state IN ('reserved', 'sending')")


@dataclass(slots=True)
class Watch:
    """An installation under load: gives it work, and sees what becomes of it."""

    app: App
    installation: Installation
    customers: int = 0
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """The daemons' clock: set to a morning when the watch began, and going on."""
        return A_MORNING + timedelta(seconds=time.monotonic() - self._began)

    def start(self, place: int = 0, only: str = "dispatcher") -> Child:
        """Start a daemon; each place has a var directory of its own."""
        return self.installation.start_daemon(self.now(), f"var-{place}", only)

    def add_work(self, customers: int) -> None:
        """Add customers with a reminder that is due, also by the clock of a daemon that was slow to start."""
        write_portfolio(
            self.app.store, self.app.ids, A_MORNING, customers=customers, invoices=2, first=self.customers
        )
        self.customers += customers

    def waiting(self) -> int:
        """Return how many outreach rows wait to be sent."""
        return self._count(_WAITING)

    def in_hand(self, child: Child) -> dict[str, int]:
        """Return how many attempts a daemon holds, by state."""
        with self.app.store.read() as tx:
            return {row[0]: row[1] for row in tx.execute(_IN_HAND, {"name": f"%:{child.pid}"})}

    def made_by(self, child: Child) -> int:
        """Return how many attempts a daemon has made."""
        with self.app.store.read() as tx:
            return int(tx.execute(_MADE, {"name": f"%:{child.pid}"}).scalar_one())

    def is_sending(self, child: Child) -> bool:
        """Whether a daemon has messages in the air."""
        return self.in_hand(child).get("sending", 0) > 0

    def until(self, condition: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
        """Wait for a condition. Raises TimeoutError if it does not come true in time."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited {seconds:.0f} seconds in vain: {what}")
            time.sleep(0.002)

    def until_drained(self) -> None:
        """Wait until nothing waits and nothing is in hand."""
        self.until(lambda: not self.waiting() and not self._count(_OPEN), "everything drained", 120.0)

    def _count(self, query: sa.TextClause) -> int:
        with self.app.store.read() as tx:
            return int(tx.execute(query).scalar_one())
