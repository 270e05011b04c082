"""Who is at work on a database, and who may do what only one may do?"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from gateway.domain.ids import WorkerId
from gateway.store import Store, housekeeping, open_store
from gateway.store.presence import AlreadyRunning, presence_of
from tests.databases import Database
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds


def _announce(store: Store, worker_id: WorkerId) -> None:
    with store.begin() as tx:
        housekeeping.insert_worker(
            tx, housekeeping.WorkerRow(worker_id, "host:1", "0", "", A_MONDAY, A_MONDAY)
        )


def test_a_sqlite_file_has_one_worker_and_says_who(tmp_path, ids: SeededIds) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'dunwell.db'}")
    first, second = (presence_of(store, WorkerId(ids.new())) for _ in range(2))
    first.enter(A_MONDAY)
    with pytest.raises(AlreadyRunning, match=r"already running .*pid \d+, since 2027-03-01T16:00:00"):
        second.enter(A_MONDAY)
    first.leave()
    second.enter(A_MONDAY)
    second.leave()
    store.close()


def test_one_of_two_workers_leads_and_the_other_takes_over(postgres_store: Store, ids: SeededIds) -> None:
    first, second = (presence_of(postgres_store, WorkerId(ids.new())) for _ in range(2))
    first.enter(A_MONDAY)
    second.enter(A_MONDAY)
    assert (first.leads(), second.leads(), first.leads()) == (True, False, True)
    first.leave()
    assert second.leads()
    second.leave()


def test_workers_that_do_different_things_each_lead(postgres_store: Store, ids: SeededIds) -> None:
    planning, sending = (presence_of(postgres_store, WorkerId(ids.new())) for _ in range(2))
    planning.enter(A_MONDAY)
    sending.enter(A_MONDAY)
    assert (planning.leads("plan"), sending.leads("deliveries")) == (True, True)
    assert (sending.leads("plan"), planning.leads("deliveries")) == (False, False)
    planning.leave()
    assert sending.leads("plan")
    sending.leave()


def test_a_worker_is_alive_until_its_connection_ends(empty_postgres: Database, ids: SeededIds) -> None:
    store = open_store(empty_postgres.url)
    mine, other = WorkerId(ids.new()), WorkerId(ids.new())
    _announce(store, mine)
    _announce(store, other)
    first, second = presence_of(store, mine), presence_of(store, other)
    first.enter(A_MONDAY)
    second.enter(A_MONDAY)
    assert first.alive() == {mine, other}
    second.leave()
    assert first.alive() == {mine}
    first.leave()
    store.close()


def test_a_worker_whose_connection_was_cut_comes_back(empty_postgres: Database, ids: SeededIds) -> None:
    store = open_store(empty_postgres.url)
    worker = presence_of(store, WorkerId(ids.new()))
    assert worker.leads()
    with store.engine.connect() as admin:
        admin.exec_driver_sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    assert worker.leads()
    worker.leave()
    store.close()


def test_a_connection_that_is_cut_while_it_asks_is_replaced(empty_postgres: Database, ids: SeededIds) -> None:
    store, admin = open_store(empty_postgres.url), open_store(empty_postgres.url)
    presence = presence_of(store, WorkerId(ids.new()))
    presence.enter(A_MONDAY)
    cut: list[str] = []

    @sa.event.listens_for(store.engine, "before_cursor_execute")
    def cut_once(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if "try_advisory_lock" in statement and not cut:
            cut.append(statement)
            with admin.engine.connect() as other:
                other.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                )

    with pytest.raises(sa.exc.DBAPIError):
        presence.leads("plan")
    assert cut
    assert presence.leads("plan")
    presence.leave()
    store.close()
    admin.close()
