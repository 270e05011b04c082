"""An importer that is ready to be used on a test's database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import CreditorId, Ids
from gateway.domain.portfolio import Creditor
from gateway.importer import NATIVE, ImportReport, Order, import_file, read_profiles
from gateway.keys import Keys
from gateway.ledger import Ledger
from gateway.shipped import shipped
from gateway.store import Store, schema
from tests.builders.creditor import a_creditor
from tests.fakes.clock import A_MONDAY


@dataclass(slots=True)
class Desk:
    """Where files are imported, one after the other."""

    store: Store
    ids: Ids
    now: datetime = A_MONDAY
    creditors: dict[CreditorId, Creditor] = field(default_factory=lambda: {CreditorId("acme"): a_creditor()})

    @property
    def ledger(self) -> Ledger:
        """The ledger that imports write to."""
        return Ledger(self.ids, Keys.from_secret(b"\1" * 32), "test")

    def take(self, path: Path, profile: str = NATIVE.name, **order: Any) -> ImportReport:
        """Import a file and return the report."""
        chosen = read_profiles(shipped("config/profiles"))[profile]
        return import_file(
            self.store, self.ledger, self.creditors, Order(path, chosen, **order), now=self.now, ids=self.ids
        )

    def rows(self, table: str, *columns: str, **where: Any) -> list[tuple[Any, ...]]:
        """Return columns of a table's rows, in order."""
        chosen = schema.metadata.tables[table]
        query = sa.select(*(chosen.c[name] for name in columns)).filter_by(**where)
        with self.store.read() as tx:
            return sorted(tuple(row) for row in tx.execute(query))

    def balances(self) -> dict[str, int]:
        """Return the balance of every invoice, by number."""
        return dict(self.rows("invoice", "invoice_number", "balance_minor"))
