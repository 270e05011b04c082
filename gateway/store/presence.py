"""Who else is at work on this database, and who of them does what only one may do?

SQLite: one worker per file, held to that by a lock on a file beside it. PostgreSQL: any number; each holds a
session advisory lock of its own for as long as it lives, and one of them each leader's. The operating system
and the server let go of these locks when a process dies, however it dies.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol
from zlib import crc32

import sqlalchemy as sa

from gateway.domain.errors import RefusedToRun
from gateway.domain.ids import WorkerId
from gateway.store.engine import Store
from gateway.store.schema import worker

_LEADER = 0x64756E6C  # "dunl"
_POSITIVE = (1 << 63) - 1  # advisory locks are signed 64-bit numbers


class AlreadyRunning(RefusedToRun):
    """Another worker holds this SQLite file."""

    exit_status = 75  # EX_TEMPFAIL of sysexits.h: try again when the other one has stopped


class Presence(Protocol):
    """One worker's place at a database."""

    def enter(self, now: datetime) -> None:
        """Take the place. Raises AlreadyRunning where there is only one and it is taken."""

    def leads(self, what: str = "") -> bool:
        """Whether this worker is the one that does what only one may do; takes that over if nobody is.

        what: each thing has a leader of its own, since not every worker does everything.
        """

    def alive(self) -> set[WorkerId]:
        """Return the workers that live, this one included."""

    def leave(self) -> None:
        """Give the place up."""


def presence_of(store: Store, worker_id: WorkerId) -> Presence:
    """Return the worker's presence for the store's kind of database, not yet entered."""
    if store.is_sqlite:
        return FilePresence(Path(f"{store.engine.url.database}.lock"), worker_id)
    return ServerPresence(store, worker_id)


class FilePresence:
    """The only worker of a SQLite file."""

    def __init__(self, path: Path, worker_id: WorkerId) -> None:
        self._path, self._worker_id = path, worker_id
        self._file: IO[str] | None = None

    def enter(self, now: datetime) -> None:
        """Lock the file beside the database and write down who did."""
        file = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = _holder(file)
            file.close()
            raise AlreadyRunning(f"already running on {self._path.with_suffix('')} ({holder})") from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "since": now.isoformat(timespec="seconds")}))
        file.flush()
        self._file = file

    def leads(self, what: str = "") -> bool:
        """Yes: there is nobody else."""
        return True

    def alive(self) -> set[WorkerId]:
        """Return this worker: whoever had the file before is gone."""
        return {self._worker_id}

    def leave(self) -> None:
        """Unlock the file."""
        if self._file:
            self._file.close()
            self._file = None


class ServerPresence:
    """One of many workers of a PostgreSQL database, on a connection of its own."""

    def __init__(self, store: Store, worker_id: WorkerId) -> None:
        self._store, self._worker_id = store, worker_id
        self._connection: sa.Connection | None = None
        self._held: set[int] = set()  # locks of the live connection
        self._one_at_a_time = threading.Lock()  # ticks ask from several threads

    def enter(self, now: datetime) -> None:
        """Take this worker's own lock."""
        with self._one_at_a_time:
            self._connected()

    def leads(self, what: str = "") -> bool:
        """Whether this worker holds the leader's lock, asked of the server each time."""
        with self._one_at_a_time:
            return self._holds(self._connected(), _LEADER << 32 | crc32(what.encode()))

    def alive(self) -> set[WorkerId]:
        """Return the workers whose own locks are held."""
        with self._one_at_a_time:
            connection = self._connected()
            held = {row.key for row in connection.execute(_HELD)}
            known = connection.execute(sa.select(worker.c.worker_id).where(worker.c.stopped_at.is_(None)))
            others = {WorkerId(row.worker_id) for row in known if _key(row.worker_id) in held}
            return others | {self._worker_id}

    def leave(self) -> None:
        """Give every lock back, then close: the server notices a closed connection only a little later."""
        with self._one_at_a_time:
            if self._connection is not None:
                with suppress(sa.exc.SQLAlchemyError):
                    self._connection.execute(sa.select(sa.func.pg_advisory_unlock_all()))
            self._disconnect()

    def _connected(self) -> sa.Connection:
        """The live connection, which holds this worker's own lock; after a loss a new one."""
        if self._connection is not None:
            try:
                self._connection.execute(sa.select(1))
            except sa.exc.SQLAlchemyError:  # cut just now, or in the middle of what was asked last
                self._disconnect()
        if self._connection is None:
            connection = self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()  # never goes back to the pool, where others would inherit its locks
            self._connection = connection
        self._holds(self._connection, _key(self._worker_id))
        return self._connection

    def _holds(self, connection: sa.Connection, lock: int) -> bool:
        """Never waits: after a cut the server may still believe in our old connection for a while."""
        take = sa.select(sa.func.pg_try_advisory_lock(sa.cast(lock, sa.BigInteger)))
        if lock not in self._held and connection.execute(take).scalar():
            self._held.add(lock)
        return lock in self._held

    def _disconnect(self) -> None:
        self._held.clear()
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with suppress(sa.exc.SQLAlchemyError):
                connection.close()


_HELD = sa.text(
    "SELECT (classid::bigint << 32) | objid::bigint AS key FROM pg_locks "
    "WHERE locktype = 'advisory' AND objsubid = 1 AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _key(worker_id: WorkerId) -> int:
    """A number for the worker's lock, from the random half of its id."""
    return worker_id.int & _POSITIVE


def _holder(file: IO[str]) -> str:
    file.seek(0)
    try:
        told = json.loads(file.read())
        return f"pid {told['pid']}, since {told['since']}"
    except (ValueError, KeyError, TypeError):
        return "it has not said who it is"
