"""How many customers and accounts does a dunning run plan a second?

    python -m bench.plan [--customers 20000] [--rounds 3] [--database URL]

first: everybody is new and gets an outreach, with a cycle and two ledger entries each. nightly: everybody is
looked at and nothing is due. idle: a tick with nothing to do.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor, HowToPay
from gateway.keys import Keys
from gateway.ledger import Ledger
from gateway.planner import PlanReport, run_plan
from gateway.store import Store, open_store, schema
from gateway.store.migrations import migrate
from gateway.strategies import load_strategies

NOW = datetime(2027, 3, 10, 15, tzinfo=UTC)
ACCOUNTS, INVOICES = 2, 2  # of a customer, and of an account
ZIP_CODES = ("10001", "60601", "90210", "36867", "86001", "80202", "33101", "99501")
STRATEGIES = Path(__file__).resolve().parent.parent / "config" / "strategies"
ACME = Creditor(CreditorId("acme"), "Acme", "Acme", "US", "", "", "a@acme.example", "", "", HowToPay())


class SeededIds:
    """Ids from a seed, time-ordered as the real ones are."""

    def __init__(self) -> None:
        self._random, self._count = random.Random(1), 0

    def new(self) -> UUID:
        """Return the next one."""
        self._count += 1
        return UUID(int=(self._count << 80) | self._random.getrandbits(60))

    def random_bytes(self, count: int) -> bytes:
        """Return the next bytes."""
        return self._random.randbytes(count)


def main() -> None:
    """Print one JSON object of medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--customers", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--database", default="")
    chosen = options.parse_args()
    rounds = [_round(chosen.customers, chosen.database) for _ in range(chosen.rounds)]
    medians = {key: round(statistics.median(one[key] for one in rounds), 3) for key in rounds[0]}
    print(json.dumps({"customers": chosen.customers, "accounts": chosen.customers * ACCOUNTS, **medians}))


def _round(customers: int, url: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(url or f"sqlite:///{folder}/bench.db")
        migrate(store)
        ids = SeededIds()
        _fill(store, ids, customers)
        ledger = Ledger(ids, Keys.from_secret(bytes(32)), "bench")
        first, _ = _timed(store, ledger, ids, NOW)
        idle, _ = _timed(store, ledger, ids, NOW)
        nightly, report = _timed(store, ledger, ids, NOW + timedelta(days=1))
        if report.customers != customers or report.planned_count:
            raise RuntimeError("the nightly run did not do what it is timed for")
        store.close()
    return {
        "first_customers_per_s": customers / first,
        "first_accounts_per_s": customers * ACCOUNTS / first,
        "nightly_customers_per_s": customers / nightly,
        "nightly_accounts_per_s": customers * ACCOUNTS / nightly,
        "idle_tick_ms": idle * 1000,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _timed(store: Store, ledger: Ledger, ids: SeededIds, now: datetime) -> tuple[float, PlanReport]:
    strategies = load_strategies({path.name: path.read_text() for path in STRATEGIES.glob("*.toml")})
    began = time.perf_counter()
    report = run_plan(store, ledger, strategies, {ACME.creditor_id: ACME}, now=now, ids=ids)
    return time.perf_counter() - began, report


def _fill(store: Store, ids: SeededIds, customers: int) -> None:
    with store.begin() as tx:
        for start in range(0, customers, 5000):
            rows = [_customer(ids, number) for number in range(start, min(start + 5000, customers))]
            tx.execute(sa.insert(schema.customer), rows)
            accounts = [_account(ids, row, number) for row in rows for number in range(ACCOUNTS)]
            tx.execute(sa.insert(schema.account), accounts)
            tx.execute(sa.insert(schema.invoice), [one for row in accounts for one in _invoices(ids, row)])
            tx.execute(sa.insert(schema.contact_point), [_mobile(ids, row) for row in rows])


def _customer(ids: SeededIds, number: int) -> dict[str, Any]:
    return {
        "customer_id": ids.new(),
        "creditor_id": ACME.creditor_id,
        "customer_number": f"C{number}",
        "name": f"Customer {number}",
        "is_company": True,
        "postal_code": ZIP_CODES[number % len(ZIP_CODES)],
        "country": "US",
        "changed_at": NOW,
    }


def _account(ids: SeededIds, customer: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        "account_id": ids.new(),
        "customer_id": customer["customer_id"],
        "creditor_id": ACME.creditor_id,
        "account_number": f"{customer['customer_number']}-{number}",
        "debt_class": "commercial",
        "actor_role": "original_creditor",
    }


def _invoices(ids: SeededIds, account: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for number in range(INVOICES):
        yield {
            "invoice_id": ids.new(),
            "account_id": account["account_id"],
            "customer_id": account["customer_id"],
            "creditor_id": ACME.creditor_id,
            "invoice_number": f"{account['account_number']}-{number}",
            "due_on": date(2027, 3, 1) - timedelta(days=30 * number),
            "currency": "USD",
            "amount_minor": 10_000,
            "reported_minor": 10_000,
            "reported_as_of": NOW.date(),
            "balance_minor": 10_000,
            "import_id": UUID(int=1),
        }


def _mobile(ids: SeededIds, customer: dict[str, Any]) -> dict[str, Any]:
    return {
        "contact_point_id": ids.new(),
        "customer_id": customer["customer_id"],
        "kind": "mobile",
        "value": f"+1850555{customer['customer_number'][1:]:0>4}",
    }


if __name__ == "__main__":
    main()
