"""What does every crash test have? A relay, an installation on each database, and a watch on both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.installation import Installation
from bench.reckoning import Reckoning, reckon
from bench.running_sink import RunningSink, running_sink
from bench.watching import A_MORNING, QUICK, Watch
from tests.databases import Database


@dataclass(frozen=True, slots=True)
class Scene:
    """An installation, its relay, and who watches both."""

    watch: Watch
    sink: RunningSink

    def reckoning(self) -> Reckoning:
        """Hold the relay's log against the database."""
        return reckon(self.watch.app, self.sink.attempts())


@contextmanager
def a_scene(folder: Path, url: str, *, answer_after: float = 0.05) -> Iterator[Scene]:
    """Yield a scene on a database; kill its processes at the end."""
    with running_sink(folder / "sink.log", answer_after=answer_after) as sink:
        installation = Installation(folder, url, sink.url, QUICK)
        try:
            with installation.app(A_MORNING) as app:
                _ = app.keys  # made before several daemons could
                yield Scene(Watch(app, installation), sink)
        finally:
            installation.end_children()


@pytest.fixture
def scene(database: Database, tmp_path: Path) -> Iterator[Scene]:
    """A scene on each kind of database."""
    with a_scene(tmp_path / "site", database.url) as made:
        yield made


@pytest.fixture
def shared_scene(empty_postgres: Database, tmp_path: Path) -> Iterator[Scene]:
    """A scene on PostgreSQL, where several daemons can work together."""
    with a_scene(tmp_path / "site", empty_postgres.url) as made:
        yield made
