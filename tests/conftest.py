"""What does every test have at hand? Both databases, a clock, ids, and real input."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.store import Store, open_store
from tests import databases
from tests.databases import Database
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at a Monday morning until the test advances it."""
    return FixedClock()


@pytest.fixture
def ids() -> SeededIds:
    """The same ids in every run."""
    return SeededIds()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input that lies beside the project."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        databases.missing(f"the folder {folder}")
    return folder


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file."""
    return databases.make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres(testrun_uid: str, worker_id: str) -> Iterator[Database]:
    """This test process's own PostgreSQL database, migrated; not emptied between tests."""
    with databases.postgres_server(testrun_uid) as server:
        name = f"dunwell_{testrun_uid[:8]}_{worker_id}"
        with databases.postgres_database(server, name) as database:
            yield database


@pytest.fixture(scope="session")
def postgres_store(postgres: Database) -> Iterator[Store]:
    """The connections to it, kept from test to test."""
    store = open_store(postgres.url)
    yield store
    store.close()


@pytest.fixture
def empty_postgres(postgres: Database, postgres_store: Store) -> Database:
    """An empty, migrated PostgreSQL database, for what only that engine can do."""
    databases.empty(postgres_store)
    return postgres


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty, migrated database of either kind: for what opens its own connections."""
    if request.param == "sqlite":
        return databases.copy_template(request.getfixturevalue("sqlite_template"), tmp_path)
    return request.getfixturevalue("empty_postgres")


@pytest.fixture
def store(database: Database, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An open, empty, migrated database: the test runs once on SQLite and once on PostgreSQL."""
    if not database.is_sqlite:
        yield request.getfixturevalue("postgres_store")
        return
    opened = open_store(database.url)
    yield opened
    opened.close()
