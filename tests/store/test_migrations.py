"""Is the migrated schema the one that the code speaks of?"""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from gateway.domain.errors import RefusedToRun
from gateway.store import Store, open_store
from gateway.store.migrations import migrate
from gateway.store.schema import metadata
from gateway.store.triggers import append_only_ddl
from tests.store.catalog import description


def test_the_migrated_schema_is_the_schema_of_the_code(store: Store, tmp_path: Path) -> None:
    with store.begin() as tx:
        migrated = description(tx)
    fresh = _fresh(store, tmp_path / "fresh.db")
    assert fresh == migrated, "write a migration (before the first release: python -m tests.first_migration)"


def _fresh(store: Store, file: Path) -> list[str]:
    """What the catalog says of a schema that the code made without any migration."""
    if store.is_sqlite:
        empty = open_store(f"sqlite:///{file}")
        with empty.begin() as tx:
            _create(tx)
            found = description(tx)
        empty.close()
        return found
    with store.engine.connect() as tx:
        tx.execute(sa.text("CREATE SCHEMA fresh"))
        tx.execute(sa.text("SET LOCAL search_path TO fresh"))
        _create(tx)
        found = description(tx, "fresh")
        tx.rollback()
        return found


def _create(tx: sa.Connection) -> None:
    metadata.create_all(tx, checkfirst=False)
    for statement in append_only_ddl(tx.dialect.name):
        tx.execute(sa.text(statement))


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
