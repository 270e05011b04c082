"""Is a copy for a rehearsal of one instant, and can nothing be written on the way?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.store import Store, open_store, schema
from gateway.store.rehearsal import copy_portfolio, open_copy, open_to_read
from tests.builders.account import an_account
from tests.builders.customer import a_customer
from tests.databases import Database
from tests.fakes.ids import SeededIds


def test_a_copy_is_of_one_instant_whoever_writes_meanwhile(
    database: Database, store: Store, ids: SeededIds, tmp_path: Path
) -> None:
    with store.begin() as tx:
        an_account(tx, ids, a_customer(tx, ids), days_past_due=3)
    came: list[str] = []
    importer, source, copy = (
        open_store(database.url),
        open_store(database.url),
        open_copy(tmp_path / "copy.db"),
    )

    def an_import_runs(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if "FROM account" in statement and not came:  # the customers have been copied by now
            came.append(statement)
            with importer.begin() as tx:
                an_account(tx, ids, a_customer(tx, ids), days_past_due=3)

    sa.event.listen(source.engine, "before_cursor_execute", an_import_runs)
    copy_portfolio(source, copy)
    assert came
    assert [count(copy, name) for name in ("customer", "account", "invoice")] == [1, 1, 1]
    for opened in (importer, source, copy):
        opened.close()


def test_nothing_can_be_written_through_a_store_for_reading(sqlite_template: Path, ids: SeededIds) -> None:
    with (
        open_to_read(f"sqlite:///{sqlite_template}") as reading,
        pytest.raises(sa.exc.OperationalError, match="readonly"),
        reading.begin() as tx,
    ):
        a_customer(tx, ids)


def count(store: Store, table: str) -> int:
    with store.read() as tx:
        found = tx.execute(sa.select(sa.func.count()).select_from(schema.metadata.tables[table])).scalar()
    return int(found or 0)
