"""How many reminders a second go the whole path, and where does their time go?

    python -m bench.dispatching [--customers 5000] [--invoices 10] [--rounds 5] [--on sqlite,postgres-2]

The whole path: claim, judge by every rule, render subject, text and HTML, ledger, durable commits, SMTP to a
sink, outcome recorded, ledger sequenced and signed. Each round first sends as many messages of the same size
with aiosmtplib alone over ten connections; the ratio to that is what can be compared between machines.
`postgres-2` is two dispatching processes on one PostgreSQL database.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.bare_mail import raw, sent_messages
from bench.installation import ROOT, Installation
from bench.portfolio import write_portfolio
from bench.postgres import Server, postgres_server
from bench.running_sink import RunningSink, running_sink
from bench.stopping import stop_in_order
from bench.watching import A_MORNING
from gateway.bootstrap import open_app, run_in_loop
from gateway.daemon.single_pass import send_what_is_due

HOPS = ("claim", "judge", "render", "record")  # one after the other; sending goes on at the same time


def dispatch_in_processes(
    installation: Installation, processes: int, at: datetime = A_MORNING
) -> dict[str, Any]:
    """Send what is due with so many processes that begin together; return counts, seconds and hops."""
    with ExitStack() as ending:
        workers = [_worker(installation, place, at) for place in range(processes)]
        for worker in workers:
            ending.callback(worker.wait)
            ending.callback(worker.kill)
        for worker in workers:
            _line(worker)  # it is ready
        began = time.perf_counter()
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        told = [json.loads(_line(worker)) for worker in workers]
        seconds = time.perf_counter() - began
    attempts: Counter[str] = Counter()
    hops: Counter[str] = Counter()
    for one in told:
        attempts.update(one["attempts"])
        hops.update(one["hops"])
    return {
        "attempts": dict(attempts),
        "hops": dict(hops),
        "seconds": seconds,
        "cpu_seconds": sum(one["cpu_seconds"] for one in told),
        "peak_mb": max(one["peak_mb"] for one in told),
    }


def _worker(installation: Installation, place: int, at: datetime) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.dispatching", "--worker"],
        cwd=ROOT, env=installation.environment(at, f"var-{place}"), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def _line(worker: subprocess.Popen[str]) -> str:
    assert worker.stdout is not None
    line = worker.stdout.readline()
    if not line:
        raise RuntimeError(f"a dispatching process ended with {worker.wait()}")
    return line


def work() -> None:
    """Be one dispatching process: make ready, wait for the word, send, tell."""
    import resource

    with open_app(at=open_app().settings.clock) as app:
        _ = app.dispatcher
        print("ready", flush=True)
        sys.stdin.readline()
        before = time.process_time()
        report = run_in_loop(lambda: send_what_is_due(app))
        told = {
            "attempts": report.attempts,
            "hops": report.hops.seconds,
            "cpu_seconds": time.process_time() - before,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        print(json.dumps(told), flush=True)


class Course:
    """One database with one number of processes, measured round by round."""

    def __init__(self, name: str, folder: Path, url: str, sink: RunningSink, processes: int) -> None:
        self.name, self._processes, self._sink = name, processes, sink
        self._installation = Installation(folder, url, sink.url)
        self.app = self._installation.app(A_MORNING)
        _ = self.app.keys
        self._customers = 0
        self.rounds: list[dict[str, Any]] = []

    def run(self, customers: int, invoices: int) -> dict[str, Any]:
        """Send a reminder to so many new customers; return what it took."""
        write_portfolio(
            self.app.store, self.app.ids, A_MORNING, customers=customers, invoices=invoices,
            first=self._customers,
        )  # fmt: skip
        self._customers += customers
        before = self._sink.count()
        told = dispatch_in_processes(self._installation, self._processes)
        arrived = self._sink.count() - before
        if arrived != customers or told["attempts"] != {"accepted": customers}:
            raise RuntimeError(f"{customers} were due, {arrived} arrived, attempts {told['attempts']}")
        cpu_ms = told["cpu_seconds"] * 1000 / customers
        return told | {"per_second": customers / told["seconds"], "cpu_ms": cpu_ms}

    def summary(self) -> dict[str, Any]:
        """Return the medians of the rounds, and each hop's share of the preparing thread's time."""
        hops: Counter[str] = Counter()
        for one in self.rounds:
            hops.update({hop: one["hops"].get(hop, 0.0) for hop in (*HOPS, "send")})
        elapsed = sum(one["seconds"] for one in self.rounds) * self._processes
        return {
            "processes": self._processes,
            "per_second": round(statistics.median(one["per_second"] for one in self.rounds)),
            "to_raw": round(statistics.median(one["to_raw"] for one in self.rounds), 3),
            "cpu_ms": round(statistics.median(one["cpu_ms"] for one in self.rounds), 3),
            "to_raw_rounds": [round(one["to_raw"], 3) for one in self.rounds],
            "peak_mb": max(one["peak_mb"] for one in self.rounds),
            "share_of_elapsed": {hop: round(hops[hop] / elapsed, 3) for hop in (*HOPS, "send")},
        }


@contextmanager
def courses(names: list[str], folder: Path, sink: RunningSink) -> Iterator[list[Course]]:
    """Yield a course for each name."""
    with ExitStack() as ending:
        server: Server | None = None
        made = []
        for name in names:
            if name == "sqlite":
                url = f"sqlite:///{folder / 'dunwell.db'}"
            else:
                server = server or ending.enter_context(postgres_server())
                url = server.new_database(f"bench-{name}")
            course = Course(name, folder / name, url, sink, 2 if name.endswith("-2") else 1)
            ending.callback(course.app.close)
            made.append(course)
        yield made


def measure(names: list[str], *, customers: int, invoices: int, rounds: int) -> dict[str, Any]:
    """Return the medians of interleaved rounds."""
    with (
        tempfile.TemporaryDirectory() as name,
        running_sink(Path(name) / "sink.log") as sink,
        courses(names, Path(name), sink) as running,
    ):
        for course in running:
            course.run(200, invoices)  # warms the caches of database and disk, and gives a message
        sent = sent_messages(running[0].app)
        raws = []
        for _ in range(rounds):
            raws.append(raw(sink, sent, customers))
            for course in running:
                told = course.run(customers, invoices)
                course.rounds.append(told | {"to_raw": told["per_second"] / raws[-1][0]})
        return {
            "customers": customers,
            "invoices": invoices,
            "rounds": rounds,
            "bytes": sum(map(len, sent)) // len(sent),
            "raw_per_second": round(statistics.median(rate for rate, _ in raws)),
            "raw_cpu_ms": round(statistics.median(cpu for _, cpu in raws), 3),
            **{course.name: course.summary() for course in running},
        }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=5000)
    parser.add_argument("--invoices", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--on", default="sqlite,postgres,postgres-2")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        work()
        return
    stop_in_order()
    result = measure(
        given.on.split(","), customers=given.customers, invoices=given.invoices, rounds=given.rounds
    )
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
