"""Do the ledger's tables refuse every change?"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from gateway.store.triggers import APPEND_ONLY
from tests.builders.ledger import a_ledger, an_entry, record

FIRST = {
    "ledger_entry": "kind = 'x'",
    "ledger_leaf": "position = 9",
    "ledger_head": "checkpoint = NULL",
}


@pytest.fixture
def filled(store, ids):
    record(store, a_ledger(ids), an_entry(ids), an_entry(ids))
    return store


def refused(store, statement):
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), store.begin() as tx:
        tx.exec_driver_sql(statement)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_an_update_is_refused(filled, table):
    refused(filled, f"UPDATE {table} SET {FIRST[table]}")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_delete_is_refused(filled, table):
    refused(filled, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_replacing_insert_is_refused(filled, table):
    if filled.is_sqlite:
        refused(filled, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        key = {"ledger_entry": "entry_id", "ledger_leaf": "position", "ledger_head": "size"}[table]
        refused(
            filled,
            f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {FIRST[table]}",
        )


@pytest.mark.parametrize("database", ["postgres"], indirect=True)  # in SQLite it is a DELETE
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_truncating_is_refused(filled, table):
    refused(filled, f"TRUNCATE {table} CASCADE")
