"""How is the database opened? The same short transactions on SQLite and PostgreSQL."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from gateway.domain.errors import ConfigError

_DISCREET: dict[str, Any] = {"hide_parameters": True}  # else an error's text quotes the rows
BUSY_TIMEOUT_MS = 15_000  # longer than the longest write transaction of an import chunk


class Store:
    """An open database. `begin()` yields a transaction that the block's end commits."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        # SQLite's own waiting sleeps in steps of up to 100 ms; threads of one process queue here instead.
        self._writer = threading.RLock() if self.is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded engine, with one writer at a time."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """Yield a connection inside one transaction; commits at the end, rolls back on an exception."""
        with self._writer, self.engine.begin() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Yield a connection for reading: takes no write lock on SQLite."""
        options = {"dunwell_read": True}
        with self.engine.connect().execution_options(**options) as tx:
            yield tx
            tx.rollback()

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Return the open store at a `sqlite:///path` or `postgresql://…` address.

    Raises ConfigError for another scheme. Connects lazily.
    """
    if url.startswith("sqlite:///"):
        return Store(_sqlite_engine(url))
    if url.startswith(("postgresql://", "postgres://")):
        address = "postgresql+psycopg://" + url.split("://", 1)[1]
        return Store(
            sa.create_engine(address, pool_size=10, max_overflow=10, pool_pre_ping=True, **_DISCREET)
        )
    raise ConfigError("DUNWELL_DATABASE_URL must begin with sqlite:/// or postgresql://")


def _sqlite_engine(url: str) -> sa.Engine:
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, module=_sqlite_module(), pool_size=10, max_overflow=10, **_DISCREET)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _sqlite_module() -> Any:
    """The bundled SQLite where there is a wheel; the standard library's before 3.51.3 can lose a commit when
    two connections reset the WAL at once (sqlite.org/wal.html, read 2026-11-22)."""
    if sys.platform == "linux":
        try:
            from pysqlite3 import dbapi2
        except ImportError:
            pass
        else:
            return dbapi2
    import sqlite3

    return sqlite3


def _prepare_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an attempt that a power cut forgets would be sent twice
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE slips past the append-only triggers
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
        "cache_size=-65536",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    reading = connection.get_execution_options().get("dunwell_read")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
