"""What does a real file become? Imported, planned and sent, hop by hop, beside the bare mail library.

    python -m bench.dunning_run [--file FILE] [--profile highradius] [--as-of 2020-05-20] [--rounds 5]
                                [--on sqlite,postgres]

Every round begins with an empty database. The file has no addresses, so every customer gets an email address
and a postal code after the import.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.bare_mail import raw, sent_messages
from bench.dispatching import HOPS, dispatch_in_processes
from bench.installation import ROOT, Installation
from bench.postgres import postgres_server
from bench.running_sink import RunningSink, running_sink
from bench.stopping import stop_in_order
from gateway.bootstrap import App
from gateway.importer import ImportReport, Order, import_file, read_profiles
from gateway.planner import PlanReport, run_plan
from gateway.shipped import shipped
from gateway.store import schema

REAL_FILE = ROOT.parent / "shared/data/highradius/open_invoices_near_original_columns.csv"
ALBANY = {"region": "US-NY", "postal_code": "12207", "country": "US", "city": "Albany", "street": "1 Main St"}


def mid_morning(day: date) -> datetime:
    """Return an instant of a day at which mail may go to the east of the United States."""
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


def bring_in(app: App, path: Path, profile: str, as_of: date) -> tuple[ImportReport, float]:
    """Import a file; return the report and the seconds it took."""
    order = Order(path, read_profiles(shipped("config/profiles"))[profile], as_of=as_of)
    began = time.perf_counter()
    report = import_file(app.store, app.ledger, app.creditors, order, now=app.clock.now(), ids=app.ids)
    return report, time.perf_counter() - began


def make_reachable(app: App) -> int:
    """Give every customer an email address and a place; return how many there are."""
    with app.store.begin() as tx:
        people = tx.execute(sa.select(schema.customer.c.customer_id)).scalars().all()
        tx.execute(sa.update(schema.customer).values(**ALBANY))
        points = [
            {"contact_point_id": app.ids.new(), "customer_id": one, "kind": "email",
             "value": f"customer{number}@customers.example"}
            for number, one in enumerate(people)
        ]  # fmt: skip
        tx.execute(sa.insert(schema.contact_point), points)
    return len(people)


def plan(app: App) -> tuple[PlanReport, float]:
    """Do a dunning run; return the report and the seconds it took."""
    strategies = app.strategies
    began = time.perf_counter()
    report = run_plan(
        app.store, app.ledger, strategies, app.creditors, now=app.clock.now(), ids=app.ids
    )  # fmt: skip
    return report, time.perf_counter() - began


def one_round(folder: Path, url: str, sink: RunningSink, given: argparse.Namespace) -> dict[str, Any]:
    """Import, plan, send, and send as much with the bare library; return what each took."""
    installation = Installation(folder, url, sink.url)
    at = mid_morning(given.as_of)
    with installation.app(at) as app:
        _ = app.keys
        imported, import_seconds = bring_in(app, given.file, given.profile, given.as_of)
        customers = make_reachable(app)
        planned, plan_seconds = plan(app)
        before = sink.count()
        told = dispatch_in_processes(installation, 1, at)
        messages = sink.count() - before
        sent = sent_messages(app)
    if messages != told["attempts"].get("accepted", 0):
        raise RuntimeError(f"{messages} messages arrived, the attempts are {told['attempts']}")
    raw_per_second, raw_cpu_ms = raw(sink, sent, 3 * messages)
    return {
        "rows": imported.rows_read, "quarantined": imported.rows_rejected, "customers": customers,
        "import_seconds": import_seconds, "planned": planned.planned_count, "plan_seconds": plan_seconds,
        "messages": messages, "attempts": told["attempts"], "dispatch_seconds": told["seconds"],
        "per_second": messages / told["seconds"], "cpu_ms": told["cpu_seconds"] * 1000 / messages,
        "raw_per_second": raw_per_second, "raw_cpu_ms": raw_cpu_ms,
        "bytes": sum(map(len, sent)) // len(sent), "hops": told["hops"],
        "to_raw": messages / told["seconds"] / raw_per_second,
    }  # fmt: skip


def summary(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the counts, the medians, and each hop's share of the dispatching time."""
    last = rounds[-1]
    medians = {
        name: round(statistics.median(one[name] for one in rounds), 3)
        for name, value in last.items()
        if isinstance(value, float)
    }
    hops: Counter[str] = Counter()
    for one in rounds:
        hops.update(one["hops"])
    elapsed = sum(one["dispatch_seconds"] for one in rounds)
    shares = {hop: round(hops[hop] / elapsed, 3) for hop in (*HOPS, "send")}
    counts = {name: value for name, value in last.items() if not isinstance(value, float) and name != "hops"}
    return counts | medians | {"share_of_elapsed": shares}


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """Return the summary on each kind of database; the rounds alternate between them."""
    kinds = given.on.split(",")
    rounds: dict[str, list[dict[str, Any]]] = {kind: [] for kind in kinds}
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory()))
        sink = ending.enter_context(running_sink(folder / "sink.log"))
        server = ending.enter_context(postgres_server()) if "postgres" in kinds else None
        for number in range(given.rounds):
            for kind in kinds:
                place = folder / f"{kind}-{number}"
                url = server.new_database(place.name) if kind == "postgres" and server else ""
                url = url or f"sqlite:///{place / 'dunwell.db'}"
                rounds[kind].append(one_round(place, url, sink, given))
    return {kind: summary(told) for kind, told in rounds.items()}


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return what to measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=REAL_FILE)
    parser.add_argument("--profile", default="highradius")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2020, 5, 20))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--on", default="sqlite,postgres")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    stop_in_order()
    print(json.dumps(measure(options()), indent=2))
