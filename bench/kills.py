"""Does a kill -9, whenever it comes, send anything twice or lose sight of anything? Real processes, real mail.

    python -m bench.kills [--kills 200] [--on sqlite,postgres] [--seed 1] [--json FILE]

Each round kills a daemon that sends real mail to a sink, and starts it again. Half of the kills come while
attempts are `sending`, the others at a random moment: of the start or of the work. On PostgreSQL two daemons
share the database, and one of them is killed. At the end everything drains, and the sink's log is held
against the database.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.installation import Child, Installation
from bench.portfolio import write_portfolio
from bench.postgres import postgres_server
from bench.reckoning import Reckoning, reckon
from bench.running_sink import RunningSink, running_sink
from gateway.bootstrap import App

A_MORNING = datetime(2027, 3, 1, 14, 30, tzinfo=UTC)  # 9:30 in New York: twelve hours in which mail may go
ANSWER_AFTER = 0.05  # seconds: what a relay takes; keeps attempts in `sending` long enough to aim at
BACKLOG = 300  # customers who wait at least, so that there is always work
QUICK = {
    "DUNWELL_TICKS__DISPATCH_SECONDS": "0.2",
    "DUNWELL_TICKS__RECOVER_SECONDS": "1",
    "DUNWELL_SMTP__MESSAGES_PER_CONNECTION": "1000",
}
_IN_HAND = sa.text(
    "SELECT state, COUNT(*) FROM attempt WHERE state IN ('reserved', 'sending') AND worker_id = "
    "(SELECT worker_id FROM worker WHERE name LIKE :name ORDER BY started_at DESC LIMIT 1) GROUP BY state"
)
_WAITING = sa.text("SELECT COUNT(*) FROM outreach WHERE state IN ('due', 'deferred')")
_OPEN = sa.text("SELECT COUNT(*) FROM attempt WHERE state IN ('reserved', 'sending')")


@dataclass(slots=True)
class Campaign:
    """Kills on one database, and what they hit."""

    app: App
    installation: Installation
    random: random.Random
    daemons: int
    backlog: int = BACKLOG
    running: list[Child] = field(default_factory=list)
    hit: Counter[str] = field(default_factory=Counter)  # what the victims had in hand when they died
    customers: int = 0
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """The daemons' clock: set to a morning when the campaign began, and going on."""
        return A_MORNING + timedelta(seconds=time.monotonic() - self._began)

    def fight(self, kills: int) -> None:
        """Kill that many times, then let everything drain and stop the daemons in order."""
        self.running = [self._start(place) for place in range(self.daemons)]
        for number in range(kills):
            self._top_up()
            place = self.random.randrange(self.daemons)
            self._strike(self.running[place], aimed=number % 2 == 0)
            self.running[place] = self._start(place)
        self._drain()
        statuses = [child.terminate() for child in self.running]
        if any(statuses):
            raise RuntimeError(f"the daemons stopped with {statuses}, which should be 0")

    def _start(self, place: int) -> Child:
        return self.installation.start_daemon(self.now(), f"var-{place}")

    def _top_up(self) -> None:
        if self._count(_WAITING) < self.backlog:
            write_portfolio(
                self.app.store, self.app.ids, self.now(), customers=self.backlog, invoices=2,
                first=self.customers,
            )  # fmt: skip
            self.customers += self.backlog

    def _strike(self, victim: Child, *, aimed: bool) -> None:
        if aimed:
            self._wait(lambda: self._in_hand(victim).get("sending", 0) > 0, "an attempt that is sending")
            how = "aimed at sending"
        elif self.random.random() < 0.5:
            time.sleep(self.random.uniform(0.0, 2.0))
            how = "at any moment"
        else:
            self._wait(lambda: bool(self._in_hand(victim)), "an attempt in hand")
            time.sleep(self.random.uniform(0.0, 0.5))
            how = "during work"
        if victim.process.poll() is not None:
            raise RuntimeError(f"a daemon ended by itself with {victim.process.returncode}: {victim.log}")
        victim.kill()
        self.hit[how] += 1
        self.hit.update(f"died with {state}" for state in self._in_hand(victim))

    def _wait(self, condition: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                raise RuntimeError(f"waited {seconds:.0f} seconds for {what}")
            self._top_up()
            time.sleep(0.002)

    def _drain(self) -> None:
        until = time.monotonic() + 120
        while self._count(_WAITING) or self._count(_OPEN):
            if time.monotonic() > until:
                raise RuntimeError("two minutes after the last kill something was still in hand")
            time.sleep(0.1)

    def _in_hand(self, child: Child) -> dict[str, int]:
        with self.app.store.read() as tx:
            return {row[0]: row[1] for row in tx.execute(_IN_HAND, {"name": f"%:{child.pid}"})}

    def _count(self, query: sa.TextClause) -> int:
        with self.app.store.read() as tx:
            return int(tx.execute(query).scalar_one())


def campaign(
    folder: Path, database_url: str, *, kills: int, seed: int, daemons: int, backlog: int = BACKLOG
) -> dict[str, Any]:
    """Fight one campaign; return what was hit and what was reckoned."""
    with running_sink(folder / "sink.log", answer_after=ANSWER_AFTER) as sink:
        installation = Installation(folder, database_url, sink.url, QUICK)
        try:
            with installation.app(A_MORNING) as app:
                _ = app.keys  # made before several daemons could
                fight = Campaign(app, installation, random.Random(seed), daemons, backlog)
                began = time.monotonic()
                fight.fight(kills)
                return _told(fight, sink, reckon(app, sink.attempts()), time.monotonic() - began)
        finally:
            installation.end_children()


def _told(fight: Campaign, sink: RunningSink, found: Reckoning, seconds: float) -> dict[str, Any]:
    return {
        "kills": sum(count for how, count in fight.hit.items() if not how.startswith("died")),
        "hit": dict(sorted(fight.hit.items())),
        "seconds": round(seconds),
        "customers": fight.customers,
        **found.as_json(),
    }


@contextmanager
def a_database(kind: str, folder: Path) -> Iterator[str]:
    """Yield the address of an empty database of a kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'dunwell.db'}"
        return
    with postgres_server() as server:
        yield server.new_database("kills")


def measure(kinds: list[str], *, kills: int, seed: int) -> dict[str, Any]:
    """Return the campaigns by kind of database."""
    results = {}
    for kind in kinds:
        with tempfile.TemporaryDirectory() as name, a_database(kind, Path(name)) as url:
            daemons = 1 if kind == "sqlite" else 2
            results[kind] = campaign(Path(name), url, kills=kills, seed=seed, daemons=daemons)
    return results


def table(results: dict[str, Any]) -> list[str]:
    """Return the campaigns as lines to print."""
    lines = []
    for kind, result in results.items():
        lines.append(f"{kind}: {result['kills']} kills in {result['seconds']} s, "
                     f"{result['messages']:,} messages to {result['customers']:,} customers")  # fmt: skip
        for title in ("hit", "attempts", "codes", "outreach", "exceptions"):
            told = ", ".join(f"{name} {count:,}" for name, count in sorted(result[title].items()))
            lines.append(f"  {title:<11} {told or 'none'}")
        lines.append(
            f"  unknown     with a message {result['unknown_with_message']:,}, "
            f"without {result['unknown_without_message']:,}; ledger entries {result['ledger_entries']:,}"
        )
    return lines


def main() -> None:
    """Fight, print, and fail if the promise was broken once."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--on", default="sqlite,postgres")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = measure(options.on.split(","), kills=options.kills, seed=options.seed)
    print("\n".join(table(results)))
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    sys.exit(any(result["exceptions"] for result in results.values()))


if __name__ == "__main__":
    main()
