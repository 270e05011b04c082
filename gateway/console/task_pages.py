"""What waits for a person, and what did they find? Every kind of task can be opened and settled here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from gateway.access import Caller
from gateway.api.bodies import Form, read_form
from gateway.api.guard import parts_of
from gateway.console import pages
from gateway.console.guard import READING, WRITERS, Visitor, Writer
from gateway.domain.errors import Conflict, DataError, NotFound
from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Account, Customer
from gateway.store import Tx, history, portfolio, tasks
from gateway.store.tasks import ClosedTask, TaskRow
from gateway.tasks import Found, attempt_of, close, kind_of, said_in, settle

router = APIRouter()
MOST = 200  # on one page, the longest-waiting first
LONGEST_NOTE = 2000
CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to settle a task. told: what the page says once it was chosen."""

    value: str
    label: str
    hint: str
    told: str


_LOOKED_AFTER = Answer(CLOSE, "It is looked after: close it", "", "The task is closed.")
_ANSWERS: Mapping[str, tuple[Answer, ...]] = {
    "unknown-outcome": (
        Answer(
            Found.SENT,
            "It went",
            "The provider or the customer has it. It counts, and is not sent again.",
            "It is written down that it went; it counts and is not sent again.",
        ),
        Answer(
            Found.NOT_SENT,
            "It did not go",
            "It certainly did not leave. It does not count, and the message is judged again at once.",
            "It is written down that it did not go; the message is judged again.",
        ),
    ),
    "broken-outreach": (
        Answer(Found.RETRY, "It is mended: try again", "It is judged anew at once.", "It is judged anew."),
        _LOOKED_AFTER,
    ),
}


@router.get("/tasks")
def waiting(request: Request, caller: Visitor, kind: str = "") -> Response:
    """List what waits, the longest-waiting first."""
    parts = parts_of(request)
    with parts.store.read() as tx:
        counts = history.open_task_counts(tx)
        chosen = kind if kind in counts else ""
        found = tasks.open_tasks(tx, chosen or None, MOST)
    return pages.page(
        "tasks.html",
        caller=caller,
        now=parts.clock.now(),
        tasks=found,
        counts=dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))),
        kind=chosen,
        kind_of=kind_of,
        creditors=parts.creditors,
    )


@router.get("/tasks/{task_id}")
def one_task(request: Request, caller: Visitor, task_id: UUID) -> Response:
    """Show a task: what it is about, what to do, and the form that settles it."""
    return _task(request, caller, task_id)


@router.post("/tasks/{task_id}")
def settle_task(
    request: Request, caller: Writer, task_id: UUID, form: Annotated[Form, Depends(read_form)]
) -> Response:
    """Act on what a person found; sent twice, nothing is written twice."""
    parts = parts_of(request)
    note = form.get("note", "")
    try:
        with parts.store.begin() as tx:
            chosen = _chosen(_open(tx, task_id), form.get("found", ""), note)
            now = parts.clock.now()
            if chosen.value == CLOSE:
                close(tx, task_id, by=caller.name, now=now)
            else:
                settle(
                    tx,
                    parts.ledger,
                    task_id,
                    Found(chosen.value),
                    by=caller.name,
                    note=note,
                    now=now,
                    ids=parts.ids,
                )
    except DataError as error:
        return _task(request, caller, task_id, form=form, error=error)
    except (Conflict, NotFound):
        return _done(request, caller, task_id)
    return _done(request, caller, task_id, chosen)


def _chosen(task: TaskRow, found: str, note: str) -> Answer:
    if len(note) > LONGEST_NOTE:
        raise DataError(f"the note is longer than {LONGEST_NOTE} characters", field="note")
    for answer in _answers(task.kind):
        if answer.value == found:
            return answer
    raise DataError("choose what you found", field="found")


def _answers(kind: str) -> tuple[Answer, ...]:
    """A call is settled by its outcome, on its own page."""
    return () if kind == "call-without-outcome" else _ANSWERS.get(kind, (_LOOKED_AFTER,))


def _open(tx: Tx, task_id: UUID) -> TaskRow:
    task = tasks.find_task(tx, task_id)
    if task is None:
        raise NotFound("there is no such task")
    return task


def _task(
    request: Request,
    caller: Caller,
    task_id: UUID,
    *,
    form: Mapping[str, str] | None = None,
    error: DataError | None = None,
) -> Response:
    parts = parts_of(request)
    with parts.store.read() as tx:
        task = tasks.find_task(tx, task_id)
        if task is not None:
            customer, accounts = _whose(tx, task)
            about = attempt_of(tx, parts.ledger, task)
            said = said_in(tx, parts.ledger, task)
    if task is None:
        return _done(request, caller, task_id)
    return pages.page(
        "task.html",
        422 if error else 200,
        caller=caller,
        now=parts.clock.now(),
        task=task,
        kind=kind_of(task.kind),
        customer=customer,
        accounts=accounts,
        about=about,
        said=said,
        answers=_answers(task.kind),
        has_note=task.kind == "unknown-outcome",
        form=defaultdict(str, form or {}),  # a field that was not sent is an empty one
        error=error,
        why_not="" if caller.role in WRITERS else READING,
    )


def _done(request: Request, caller: Caller, task_id: UUID, chosen: Answer | None = None) -> Response:
    """Say that a task waits no more, also to whoever comes second."""
    parts = parts_of(request)
    with parts.store.read() as tx:
        closed: ClosedTask | None = tasks.closed_task(tx, task_id)
    if closed is None:
        if chosen is None and _is_open(request, task_id):
            raise Conflict("it has become known meanwhile what came of this; open the task again")
        raise NotFound("there is no such task")
    now = parts.clock.now()
    return pages.page(
        "task-done.html", caller=caller, now=now, closed=closed, kind=kind_of(closed.kind), chosen=chosen
    )


def _is_open(request: Request, task_id: UUID) -> bool:
    with parts_of(request).store.read() as tx:
        return tasks.find_task(tx, task_id) is not None


def _whose(tx: Tx, task: TaskRow) -> tuple[Customer | None, list[Account]]:
    if not task.customer_number or not task.creditor_id:
        return None, []
    customer = portfolio.find_customer(tx, CreditorId(task.creditor_id), task.customer_number)
    if customer is None:
        return None, []
    return customer, portfolio.accounts_of(tx, [customer.customer_id]).get(customer.customer_id, [])
