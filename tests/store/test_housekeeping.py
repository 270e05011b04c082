"""Workers, ticks, switches, and what expires."""

from __future__ import annotations

from datetime import timedelta

from gateway.domain.ids import WorkerId
from gateway.domain.words import Role
from gateway.store import Store, access, housekeeping, task_rows
from gateway.store.housekeeping import TickRow, WorkerRow
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds


def test_a_tick_keeps_its_newest_run(store: Store) -> None:
    later = A_MONDAY + timedelta(minutes=1)
    with store.begin() as tx:
        housekeeping.record_tick(tx, TickRow("plan", A_MONDAY, A_MONDAY, {"planned": 3}))
        housekeeping.record_tick(tx, TickRow("plan", later, None, None))
        assert housekeeping.ticks(tx) == [TickRow("plan", later, None, None)]


def test_a_switch_is_set_changed_and_taken_back(store: Store) -> None:
    with store.begin() as tx:
        housekeeping.put_setting(tx, "clock-jump", {"seconds": 90}, A_MONDAY)
        housekeeping.put_setting(tx, "clock-jump", {"seconds": 99}, A_MONDAY)
        assert housekeeping.get_setting(tx, "clock-jump") == {"seconds": 99}
        assert housekeeping.delete_setting(tx, "clock-jump")
        assert housekeeping.get_setting(tx, "clock-jump") is None


def test_workers_that_did_not_say_goodbye_are_ended_by_others(store: Store, ids: SeededIds) -> None:
    mine, lost = WorkerId(ids.new()), WorkerId(ids.new())
    with store.begin() as tx:
        for worker_id in (mine, lost):
            housekeeping.insert_worker(tx, WorkerRow(worker_id, "host:1", "0", "", A_MONDAY, A_MONDAY))
        assert housekeeping.end_workers_but(tx, {mine}, A_MONDAY) == 1
        assert [row.worker_id for row in housekeeping.working(tx)] == [mine]


def test_a_session_that_is_over_is_deleted(store: Store) -> None:
    hour = timedelta(hours=1)
    with store.begin() as tx:
        for name, ends in (("over", A_MONDAY), ("open", A_MONDAY + hour)):
            access.insert_session(
                tx,
                token_digest=name,
                purpose="console",
                role=Role.OPERATOR,
                now=A_MONDAY - hour,
                expires_at=ends,
                body={},
            )
        assert housekeeping.delete_expired(tx, A_MONDAY)["sessions"] == 1


def test_the_same_task_is_opened_once(store: Store, ids: SeededIds) -> None:
    with store.begin() as tx:
        opened = [
            task_rows.insert_tasks(
                tx,
                [
                    {
                        "task_id": ids.new(),
                        "kind": "stale-feed",
                        "reference": "acme",
                        "text": "Old.",
                        "opened_at": A_MONDAY,
                    }
                ],
            )
            for _ in range(2)
        ]
    assert opened == [{"acme"}, set()]
