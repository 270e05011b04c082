"""How is a task settled? By what a person found out, written to the ledger like any other outcome."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from gateway.dispatcher.outcomes import Outcome
from gateway.dispatcher.recording import Settled, record_outcomes
from gateway.domain.errors import Conflict, DataError, NotFound
from gateway.domain.ids import Ids
from gateway.domain.words import AttemptState, OutreachState
from gateway.ledger import Ledger
from gateway.store import Tx, tasks
from gateway.store.stranded import Stranded
from gateway.store.tasks import TaskRow
from gateway.tasks.findings import Found


def settle(tx: Tx, ledger: Ledger, task_id: UUID, found: Found, *, by: str, now: datetime, ids: Ids) -> None:
    """Act on what a person found and close the task.

    Raises NotFound for a task that is not open, DataError where the finding does not fit the kind of task,
    Conflict when the attempt or outreach has moved on meanwhile.
    """
    task = _open(tx, task_id)
    if found is Found.RETRY:
        _retry(tx, task, now)
    else:
        _settle_attempt(tx, ledger, task, found, now, ids)
    tasks.close_task(tx, task_id, by, now)


def close(tx: Tx, task_id: UUID, *, by: str, now: datetime) -> None:
    """Close a task that has been looked after elsewhere. Raises NotFound for one that is not open."""
    _open(tx, task_id)
    tasks.close_task(tx, task_id, by, now)


def _open(tx: Tx, task_id: UUID) -> TaskRow:
    task = tasks.find_task(tx, task_id)
    if task is None:
        raise NotFound("no open task has that id; `dunwell task list` shows those that wait")
    return task


def _settle_attempt(tx: Tx, ledger: Ledger, task: TaskRow, found: Found, now: datetime, ids: Ids) -> None:
    if task.kind != "unknown-outcome":
        raise DataError(f"a task of kind {task.kind} is about no attempt; close it instead", field="found")
    attempt = tasks.unknown_attempt(tx, UUID(task.reference))
    if attempt is None:
        raise Conflict("the attempt's outcome has become known meanwhile")
    record_outcomes(tx, ledger, [_settled(attempt, _outcome(found, now))], now=now, ids=ids)


def _outcome(found: Found, now: datetime) -> Outcome:
    if found is Found.SENT:
        return Outcome(AttemptState.ACCEPTED, OutreachState.DONE, "found-by-person")
    return Outcome(AttemptState.REJECTED, OutreachState.DUE, "found-by-person", due_at=now)


def _settled(attempt: Stranded, outcome: Outcome) -> Settled:
    return Settled(
        attempt.attempt_id,
        attempt.outreach_id,
        attempt.customer_id,
        attempt.contact_point_id,
        attempt.channel,
        outcome,
    )


def _retry(tx: Tx, task: TaskRow, now: datetime) -> None:
    if task.kind != "broken-outreach":
        raise DataError(f"a task of kind {task.kind} is about no broken outreach", field="found")
    if not tasks.release_broken(tx, UUID(task.reference), now):
        raise Conflict("the outreach is not broken any more")
