"""Is the migrated schema the one that the code speaks of?"""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from gateway.domain.errors import RefusedToRun
from gateway.store import Store
from gateway.store.migrations import migrate
from gateway.store.schema import metadata


def test_the_migrated_schema_is_the_schema_of_the_code(store: Store) -> None:
    with store.read() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_a_migrated_database_changes_nothing(store: Store) -> None:
    assert migrate(store) == migrate(store)


def test_a_schema_of_a_newer_version_is_refused(store: Store) -> None:
    with store.begin() as tx:
        tx.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(RefusedToRun, match="The database has schema 9999, which this version of Dunwell"):
            migrate(store)
    finally:
        with store.begin() as tx:
            tx.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))


def test_the_ledger_refuses_changes(store: Store) -> None:
    with store.begin() as tx:
        tx.execute(
            sa.text("INSERT INTO ledger_head (size, root, frontier, at) VALUES (0, :empty, :empty, 0)"),
            {"empty": b""},
        )
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), store.begin() as tx:
        tx.execute(sa.text("DELETE FROM ledger_head"))
