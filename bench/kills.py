"""Does a kill -9, whenever it comes, send anything twice or lose sight of anything? Real processes and mail.

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
from pathlib import Path
from typing import Any

from bench.installation import Child, Installation
from bench.postgres import postgres_server
from bench.reckoning import reckon
from bench.running_sink import running_sink
from bench.stopping import stop_in_order
from bench.watching import A_MORNING, QUICK, Watch

ANSWER_AFTER = 0.05  # seconds: what a relay takes; keeps attempts in `sending` long enough to aim at
BACKLOG = 300  # customers who wait at least, so that there is always work


@dataclass(slots=True)
class Campaign:
    """Kills on one database, and what they hit."""

    watch: Watch
    random: random.Random
    daemons: int
    backlog: int
    hit: Counter[str] = field(default_factory=Counter)  # what the victims had in hand when they died
    exit_statuses: list[int] = field(default_factory=list)  # of those that were stopped in order at the end

    def fight(self, kills: int) -> None:
        """Kill that many times, then let everything drain and stop the daemons in order."""
        running = [self.watch.start(place) for place in range(self.daemons)]
        for number in range(kills):
            place = self.random.randrange(self.daemons)
            self._strike(running[place], aimed=number % 2 == 0)
            running[place] = self.watch.start(place)
        self.watch.until(lambda: all("daemon:started" in one.told() for one in running), "all work")
        self.watch.until_drained()
        self.exit_statuses = [child.terminate() for child in running]

    def _strike(self, victim: Child, *, aimed: bool) -> None:
        self._top_up()
        if aimed:
            how = "aimed at sending"
            self._wait(victim, lambda: bool(self.watch.in_hand(victim)))
            time.sleep(self.random.uniform(0.0, 1.0))
            self._wait(victim, lambda: self.watch.is_sending(victim))
        elif self.random.random() < 0.5:
            how = "at any moment"
            time.sleep(self.random.uniform(0.0, 4.0))
        else:
            how = "during work"
            self._wait(victim, lambda: bool(self.watch.in_hand(victim)))
            time.sleep(self.random.uniform(0.0, 1.0))
        victim.refuse_if_ended()
        victim.kill()
        self.hit[how] += 1
        self.hit.update(f"died with {state}" for state in self.watch.in_hand(victim) or ["nothing"])

    def _wait(self, victim: Child, condition: Callable[[], bool]) -> None:
        def is_so() -> bool:
            victim.refuse_if_ended()
            self._top_up()  # there must be work, or it is waited for in vain
            return condition()

        try:
            self.watch.until(is_so, "a daemon takes something in hand")
        except TimeoutError as error:
            raise RuntimeError(f"{error}\n{victim.told()[-2000:]}") from None

    def _top_up(self) -> None:
        if self.watch.waiting() < self.backlog:
            self.watch.add_work(self.backlog)


def campaign(
    folder: Path, database_url: str, *, kills: int, seed: int, daemons: int, backlog: int = BACKLOG
) -> dict[str, Any]:
    """Fight one campaign; return what was hit and what was reckoned."""
    with running_sink(folder / "sink.log", answer_after=ANSWER_AFTER) as sink:
        installation = Installation(folder, database_url, sink.url, QUICK)
        try:
            with installation.app(A_MORNING) as app:
                _ = app.keys  # made before several daemons could
                fight = Campaign(Watch(app, installation), random.Random(seed), daemons, backlog)
                began = time.monotonic()
                fight.fight(kills)
                seconds = time.monotonic() - began
                return _told(fight, seconds) | reckon(app, sink.attempts()).as_json()
        finally:
            installation.end_children()


def _told(fight: Campaign, seconds: float) -> dict[str, Any]:
    return {
        "kills": sum(count for how, count in fight.hit.items() if not how.startswith("died")),
        "hit": dict(sorted(fight.hit.items())),
        "seconds": round(seconds),
        "customers": fight.watch.customers,
        "exit_statuses": fight.exit_statuses,
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--on", default="sqlite,postgres")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    stop_in_order()
    results = measure(options.on.split(","), kills=options.kills, seed=options.seed)
    print("\n".join(table(results)))
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    sys.exit(any(result["exceptions"] or any(result["exit_statuses"]) for result in results.values()))


if __name__ == "__main__":
    main()
