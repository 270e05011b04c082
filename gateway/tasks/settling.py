"""How is a task settled? By what a person found out, written to the ledger like any other outcome."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from gateway.dispatcher.outcomes import Outcome
from gateway.dispatcher.recording import FoundBy, Settled, record_outcomes
from gateway.domain.errors import Conflict, DataError, NotFound
from gateway.domain.ids import Ids
from gateway.domain.words import AttemptState, OutreachState
from gateway.ledger import Ledger
from gateway.store import Tx, tasks
from gateway.store.events import lock_customers
from gateway.store.stranded import Stranded
from gateway.store.tasks import TaskRow
from gateway.tasks.findings import Found


def settle(
    tx: Tx,
    ledger: Ledger,
    task_id: UUID,
    found: Found,
    *,
    by: str,
    now: datetime,
    ids: Ids,
    note: str = "",
) -> None:
    """Act on what a person found and close the task.

    note: what they saw where, kept sealed with the outcome.
    Raises NotFound for a task that is not open, DataError where the finding does not fit the kind of task,
    Conflict when the attempt or outreach has moved on meanwhile or somebody else was first.
    """
    task = _open(tx, task_id)
    if found is Found.RETRY:
        _close(tx, task, by, now)
        _retry(tx, task, now)
    else:
        _settle_attempt(tx, ledger, task, found, by=by, note=note.strip(), now=now, ids=ids)


def close(tx: Tx, task_id: UUID, *, by: str, now: datetime) -> None:
    """Close a task that has been looked after elsewhere. Raises NotFound for one that is not open."""
    _close(tx, _open(tx, task_id), by, now)


def _close(tx: Tx, task: TaskRow, by: str, now: datetime) -> None:
    if not tasks.close_task(tx, task.task_id, by, now):
        raise Conflict("somebody else has closed this task meanwhile")


def _open(tx: Tx, task_id: UUID) -> TaskRow:
    task = tasks.find_task(tx, task_id)
    if task is None:
        raise NotFound("no open task has that id; `dunwell task list` shows those that wait")
    return task


def _settle_attempt(
    tx: Tx, ledger: Ledger, task: TaskRow, found: Found, *, by: str, note: str, now: datetime, ids: Ids
) -> None:
    if task.kind != "unknown-outcome":
        raise DataError(f"a task of kind {task.kind} is about no attempt; close it instead", field="found")
    attempt = tasks.unknown_attempt(tx, UUID(task.reference))
    if attempt is None:
        raise Conflict("the attempt's outcome has become known meanwhile")
    lock_customers(tx, {attempt.customer_id})  # before the task, as whoever else writes an outcome does
    _close(tx, task, by, now)  # before the outcome, which would close it in nobody's name
    told = FoundBy(by, note)
    if not record_outcomes(tx, ledger, [_settled(attempt, _outcome(found, now), told)], now=now, ids=ids):
        raise Conflict("the attempt's outcome has become known meanwhile")


def _outcome(found: Found, now: datetime) -> Outcome:
    if found is Found.SENT:
        return Outcome(AttemptState.ACCEPTED, OutreachState.DONE, "found-by-person")
    return Outcome(AttemptState.REJECTED, OutreachState.DUE, "found-by-person", due_at=now)


def _settled(attempt: Stranded, outcome: Outcome, found_by: FoundBy) -> Settled:
    return Settled(
        attempt.attempt_id,
        attempt.outreach_id,
        attempt.customer_id,
        attempt.contact_point_id,
        attempt.channel,
        outcome,
        found_by=found_by,
    )


def _retry(tx: Tx, task: TaskRow, now: datetime) -> None:
    if task.kind != "broken-outreach":
        raise DataError(f"a task of kind {task.kind} is about no broken outreach", field="found")
    if not tasks.release_broken(tx, UUID(task.reference), now):
        raise Conflict("the outreach is not broken any more")
