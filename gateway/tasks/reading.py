"""What did somebody write, whose text waits for a person? Opened from the ledger, for a person's eyes."""

from __future__ import annotations

from uuid import UUID

from gateway.domain.errors import NotFound
from gateway.domain.ids import EntryId, EventId
from gateway.ledger import Ledger
from gateway.store import Tx, events, tasks
from gateway.store.tasks import TaskRow

WRITTEN = frozenset({"inbound-text", "unmatched-inbound"})
_ERASED = "The customer's data was erased; the text cannot be read any more."


def words_of(tx: Tx, ledger: Ledger, task_id: UUID) -> str:
    """Return a task's sentence and, where it is about a text, who wrote when and what.

    Raises NotFound for a task that is not open.
    """
    task = tasks.find_task(tx, task_id)
    if task is None:
        raise NotFound("no open task has that id; `dunwell task list` shows those that wait")
    return "\n\n".join([task.text, *said_in(tx, ledger, task)])


def said_in(tx: Tx, ledger: Ledger, task: TaskRow) -> list[str]:
    """Return, paragraph by paragraph, what somebody wrote or filled in that a task is about."""
    if task.kind not in WRITTEN:
        return _told(tx, task.reference)
    private = ledger.open(tx, EntryId(UUID(task.reference)))["private"]
    if not isinstance(private, dict):
        return [_ERASED]
    files = f"\n({private['attachments']} files came with it; they are with the provider.)"
    head = f"From {private['from']} to {private['to']}, {private['received_at']}:"
    return [f"{head}\n{private['text']}{files if private['attachments'] else ''}"]


def _told(tx: Tx, reference: str) -> list[str]:
    """What the customer said in the event that a task is about, key by key; nothing for a task about another
    thing."""
    try:
        body = events.body_of(tx, EventId(UUID(reference)))
    except ValueError:
        return []
    lines = [
        f"{key.replace('_', ' ')}: {value}" for key, value in (body or {}).items() if isinstance(value, str)
    ]
    return ["\n".join(lines)] if lines else []
