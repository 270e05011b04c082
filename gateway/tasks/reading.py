"""What did somebody write, whose text waits for a person? Opened from the ledger, for a person's eyes."""

from __future__ import annotations

from uuid import UUID

from gateway.domain.errors import NotFound
from gateway.domain.ids import EntryId
from gateway.ledger import Ledger
from gateway.store import Tx, tasks

WRITTEN = frozenset({"inbound-text", "unmatched-inbound"})
_ERASED = "The customer's data was erased; the text cannot be read any more."


def words_of(tx: Tx, ledger: Ledger, task_id: UUID) -> str:
    """Return a task's sentence and, where it is about a text, who wrote when and what.

    Raises NotFound for a task that is not open.
    """
    task = tasks.find_task(tx, task_id)
    if task is None:
        raise NotFound("no open task has that id; `dunwell task list` shows those that wait")
    if task.kind not in WRITTEN:
        return task.text
    private = ledger.open(tx, EntryId(UUID(task.reference)))["private"]
    if not isinstance(private, dict):
        return f"{task.text}\n\n{_ERASED}"
    files = f"\n({private['attachments']} files came with it; they are with the provider.)"
    head = f"From {private['from']} to {private['to']}, {private['received_at']}:"
    return f"{task.text}\n\n{head}\n{private['text']}{files if private['attachments'] else ''}"
