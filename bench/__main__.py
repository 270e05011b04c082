"""How fast is everything? Runs every measurement, prints one table and writes bench/results/latest.json.

    python -m bench [--full] [--only NAME,NAME]

Without --full it takes under a quarter of an hour on two cores. --full adds a file of a million rows, a plan
of a million accounts, and two hundred kills on each database.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import dispatching, dunning_run, import_file, judgements, kills, ledger, render, smtp
from bench.installation import ROOT
from bench.stopping import stop_in_order
from compliance.rulebook import load_rulebook

RESULTS = ROOT / "bench" / "results" / "latest.json"
REAL_FILES = (
    ("highradius", "highradius/open_invoices_near_original_columns.csv", "2020-05-20"),
    ("ibm-late-payment", "ibm-late-payment", None),
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One thing to measure. run: returns figures; rows: which of them the table shows, with their units."""

    name: str
    run: Callable[[], dict[str, Any]]
    rows: Callable[[dict[str, Any]], Iterator[tuple[str, str]]]
    only_full: bool = False


def imports() -> dict[str, Any]:
    """Import the real files that lie beside the project."""
    told = {}
    for profile, place, as_of in REAL_FILES:
        path = ROOT.parent / "shared" / "data" / place
        path = next(iter(sorted(path.glob("*.csv"))), path) if path.is_dir() else path
        if path.is_file():
            with tempfile.TemporaryDirectory() as folder:
                told[profile] = import_file.in_child(f"sqlite:///{folder}/bench.db", path, profile, as_of)
    return told


def long_import(rows: int) -> dict[str, Any]:
    """Import a generated file twice: new, and unchanged the next day."""
    with tempfile.TemporaryDirectory() as folder:
        database, path = f"sqlite:///{folder}/bench.db", Path(folder) / "portfolio.csv"
        import_file.write_file(path, rows, 10)
        return {
            "new": import_file.in_child(database, path, "native", "2027-03-01"),
            "unchanged": import_file.in_child(database, path, "native", "2027-03-02"),
        }


def import_rows(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a line per file."""
    for name, one in told.items():
        yield (
            f"import {name}",
            f"{one['rows']:,} rows, {one['rejected']} quarantined, {one['seconds']:.1f} s, "
            f"{one['rows_per_second']:,} rows/s, {one['peak_mb']} MB",
        )


def judging() -> dict[str, Any]:
    """Judge by every shipped pack with fifty events."""
    packs = sorted((ROOT / "config/compliance").glob("*.toml"))
    rulebook = load_rulebook({path.name: path.read_text("utf-8") for path in packs})
    per_second, rules = judgements.measure(rulebook, 5.0)
    return {"per_second": round(per_second), "rules_asked": round(rules, 1)}


def judging_rows(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield one line."""
    yield "judgements, 50 events", f"{told['per_second']:,} /s, {told['rules_asked']} rules asked in each"


def rates(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a line per rate."""
    for name, rate in told.items():
        yield name, f"{rate:,.0f} {'ms' if name == render.LOADING else '/s'}"


def keeping() -> dict[str, Any]:
    """Append, sequence, verify and prove."""
    with redirect_stdout(io.StringIO()):
        return {f"ledger: {name}": round(rate) for name, rate in ledger.main(20_000).items()}


def planning(customers: int, rounds: int) -> dict[str, Any]:
    """Plan in a process of its own, whose memory is measured."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.plan", "--customers", str(customers), "--rounds", str(rounds)],
        cwd=ROOT, check=True, capture_output=True, timeout=3600,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def planning_rows(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a line per run."""
    title = f"plan {told['accounts']:,} accounts"
    for which in ("first", "nightly"):
        yield f"{title}, {which}", f"{told[f'{which}_accounts_per_s']:,.0f} accounts/s"
    yield f"{title}, idle tick", f"{told['idle_tick_ms']:.1f} ms; peak {told['peak_mb']:.0f} MB"


def mailing_rows(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a line per way to send."""
    yield "aiosmtplib alone", f"{told['raw_per_second']:,} /s of {told['bytes']:,} bytes"
    yield "our pool, ready bytes", f"{told['ready_per_second']:,} /s, {told['ready_to_raw']} x raw"
    yield "our adapter, MIME too", f"{told['full_per_second']:,} /s, {told['full_to_raw']} x raw"


def dispatching_rows(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a line per database and number of processes."""
    yield (
        "whole path: raw",
        f"{told['raw_per_second']:,} /s of {told['bytes']:,} bytes, {told['raw_cpu_ms']:.2f} ms of CPU each",
    )
    for name in ("sqlite", "postgres", "postgres-2"):
        one = told[name]
        shares = ", ".join(f"{hop} {share:.0%}" for hop, share in one["share_of_elapsed"].items())
        yield (
            f"whole path: {name}",
            f"{one['per_second']:,} /s, {one['to_raw']:.2f} x raw, {one['cpu_ms']:.2f} ms of CPU each, "
            f"{one['peak_mb']} MB; {shares}",
        )


def real_dunning() -> dict[str, Any]:
    """Import, plan and send a real file, where there is one beside the project."""
    return dunning_run.measure(dunning_run.options([])) if dunning_run.REAL_FILE.is_file() else {}


def dunning_rows(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a line per database."""
    for name, one in told.items():
        shares = ", ".join(f"{hop} {share:.0%}" for hop, share in one["share_of_elapsed"].items())
        yield (
            f"real file: {name}",
            f"{one['rows']:,} rows, {one['customers']:,} customers, {one['messages']:,} messages, "
            f"{one['per_second']:,.0f} /s, {one['to_raw']:.2f} x raw; {shares}",
        )


def kill_rows(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a line per database."""
    for kind, one in told.items():
        exceptions = sum(one["exceptions"].values())
        yield (
            f"kills: {kind}",
            f"{one['kills']} kills, {one['messages']:,} messages, exceptions {exceptions}, "
            f"unknown {one['attempts'].get('unknown', 0):,}",
        )


def every_measurement() -> list[Measurement]:
    """Return them in the order in which they run."""
    return [
        Measurement("import", imports, import_rows),
        Measurement("long-import", lambda: long_import(100_000), import_rows),
        Measurement("judgements", judging, judging_rows),
        Measurement("render", lambda: render.measure(2.0), rates),
        Measurement("ledger", keeping, rates),
        Measurement("plan", lambda: planning(20_000, 3), planning_rows),
        Measurement("smtp", lambda: smtp.measure(count=3000, rounds=5), mailing_rows),
        Measurement("dispatch", _dispatch, dispatching_rows),
        Measurement("dunning-run", real_dunning, dunning_rows),
        Measurement("million-rows", lambda: long_import(1_000_000), import_rows, only_full=True),
        Measurement("million-accounts", lambda: planning(500_000, 1), planning_rows, only_full=True),
        Measurement("kills", _kills, kill_rows, only_full=True),
    ]


def _dispatch() -> dict[str, Any]:
    names = ["sqlite", "postgres", "postgres-2"]
    return dispatching.measure(names, customers=3000, invoices=10, rounds=5)


def _kills() -> dict[str, Any]:
    return kills.measure(["sqlite", "postgres"], kills=200, seed=1)


def machine() -> dict[str, Any]:
    """Return where and of what this was measured."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "load_before": [round(load, 1) for load in os.getloadavg()],
    }


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="the long ones too")
    parser.add_argument("--only", default="", help="some measurements, by name")
    given = parser.parse_args()
    stop_in_order()
    chosen = [one for one in every_measurement() if _is_chosen(one, given)]
    told: dict[str, Any] = {"machine": machine()}
    for one in chosen:
        began = time.perf_counter()
        told[one.name] = one.run()
        for title, figures in one.rows(told[one.name]):
            print(f"{title:<46} {figures}", flush=True)
        print(f"{'':<46} ({one.name} took {time.perf_counter() - began:.0f} s)", flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _is_chosen(one: Measurement, given: argparse.Namespace) -> bool:
    if given.only:
        return one.name in given.only.split(",")
    return given.full or not one.only_full


if __name__ == "__main__":
    main()
