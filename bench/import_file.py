"""How fast does a long file go in, and how much memory does it take? A process of its own for each run.

    python -m bench.import_file [--rows 1000000] [--per-customer 10] [--database URL]
    python -m bench.import_file --real FILE --profile NAME

first: into an empty database. again: the same rows in a file of the next day: every row is compared, none
changes. --real measures a file that lies there instead.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from gateway.bootstrap import RandomIds
from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor, HowToPay
from gateway.importer import Order, import_file, read_profiles
from gateway.keys import Keys
from gateway.ledger import Ledger
from gateway.shipped import shipped
from gateway.store import open_store
from gateway.store.migrations import migrate

NOW = datetime(2027, 3, 8, 16, tzinfo=UTC)
FIRST_DAY = date(2027, 3, 1)
HEADINGS = (
    "customer_number,customer_name,email,mobile,street,city,region,postal_code,country,debt_class,invoice_number,"
    "issued_on,due_on,amount,balance,currency\n"
)
ACME = Creditor(
    creditor_id=CreditorId("acme"), name="Acme Supply Co.", neutral_name="Acme", default_country="US",
    address="1 Main St, Albany, NY 12207", telephone="+15185550100", email_from="billing@acme.example",
    sms_from="+15185550101", voice_from="+15185550102", how_to_pay=HowToPay(bank="Routing 021000021"),
)  # fmt: skip


def write_file(path: Path, rows: int, per_customer: int) -> None:
    """Write a native portfolio file whose customers come in no order."""
    customers = max(1, rows // per_customer)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADINGS)
        for row in range(rows):
            file.write(_line(row, (row * 7_919) % customers))


def _line(row: int, customer: int) -> str:
    due_on = FIRST_DAY - timedelta(days=row % 120)
    cents = 1_000 + (row * 37) % 900_000
    amount = f"{cents // 100}.{cents % 100:02}"
    return (
        f"{customer:08},Customer {customer} Inc,ap{customer}@customers.example,"
        f"+1212{2_000_000 + customer % 7_000_000},"
        f"{1 + customer % 900} Market Street,New York,NY,{10_001 + customer % 200},US,commercial,INV{row:09},"
        f"{due_on - timedelta(days=30)},{due_on},{amount},{amount},USD\n"
    )


def import_once(database: str, path: Path, profile: str, as_of: str | None) -> dict[str, Any]:
    """Import a file in this process and return the figures."""
    store, ids = open_store(database), RandomIds()
    migrate(store)
    ledger = Ledger(ids, Keys.from_secret(b"\0" * 32), "bench")
    order = Order(
        path, read_profiles(shipped("config/profiles"))[profile], as_of=as_of and date.fromisoformat(as_of)
    )
    started, worked = time.perf_counter(), time.process_time()
    report = import_file(store, ledger, {ACME.creditor_id: ACME}, order, now=NOW, ids=ids)
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    store.close()
    return {
        "rows": report.rows_read, "rejected": report.rows_rejected, "new": report.rows_new,
        "unchanged": report.rows_unchanged, "seconds": round(seconds, 2),
        "rows_per_second": round(report.rows_read / seconds),
        "rows_per_cpu_second": round(report.rows_read / worked),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "refused": report.refused,
    }  # fmt: skip


def in_child(database: str, path: Path, profile: str, as_of: str | None) -> dict[str, Any]:
    """Import a file in a process of its own and return the figures."""
    command = [
        sys.executable,
        "-m",
        "bench.import_file",
        "--child",
        database,
        "--real",
        str(path),
        "--profile",
        profile,
    ]
    done = subprocess.run([*command, *(["--as-of", as_of] if as_of else [])], check=True, capture_output=True)
    return dict(json.loads(done.stdout))


def main() -> None:
    """Print a line per run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--per-customer", type=int, default=10)
    parser.add_argument("--database", help="an empty one; default: a SQLite file")
    parser.add_argument("--real", type=Path)
    parser.add_argument("--profile", default="native")
    parser.add_argument("--as-of")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(import_once(given.child, given.real, given.profile, given.as_of)))
        return
    with tempfile.TemporaryDirectory() as folder:
        database = given.database or f"sqlite:///{folder}/bench.db"
        if given.real:
            print("real ", in_child(database, given.real, given.profile, given.as_of))
            return
        path = Path(folder) / "portfolio.csv"
        write_file(path, given.rows, given.per_customer)
        print("first", in_child(database, path, "native", "2027-03-01"))
        print("again", in_child(database, path, "native", "2027-03-02"))


if __name__ == "__main__":
    main()
