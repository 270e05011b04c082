"""Which calls did nobody end or make? The first become tasks and count as made; the second lapse."""

from __future__ import annotations

from datetime import datetime, timedelta

from gateway.domain.ids import EntryId, Ids
from gateway.domain.words import AttemptState, OutreachState
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.planner.decision import NOBODY_CALLED
from gateway.store import Tx, calls, task_rows
from gateway.store.calls import MadeCall

OUTCOME_WITHIN = timedelta(hours=4)  # longer than any call and the break after it, shorter than a day's work
NO_OUTCOME = "no-outcome"
NO_OUTCOME_TASK = "call-without-outcome"
_TEXT = "A collector began this call and has not said what it came to; it counts as made until they do."


def tidy(tx: Tx, ledger: Ledger, *, now: datetime, ids: Ids) -> dict[str, int]:
    """Set aside calls whose outcome is overdue, cancel those that nobody made; return how many."""
    forgotten = [
        call
        for one in calls.open_calls(tx, now - OUTCOME_WITHIN)
        if (call := calls.find_made(tx, one.attempt_id, lock=True)) and call.state is AttemptState.SENDING
    ]
    for call in forgotten:
        calls.set_result(tx, call.attempt_id, AttemptState.UNKNOWN, NO_OUTCOME, None, now)
        calls.set_outreach(tx, call.outreach_id, OutreachState.DONE, due_at=now, now=now)
    task_rows.insert_tasks(tx, [_task(call, now, ids) for call in forgotten])
    lapsed = calls.cancel_lapsed(tx, now, NOBODY_CALLED)
    cancelled = [
        Entry(
            EntryId(ids.new()),
            customer_id,
            EntryKind.OUTREACH_CANCELLED,
            now,
            {"outreach": str(outreach_id), "because": NOBODY_CALLED},
        )
        for outreach_id, customer_id in lapsed
    ]
    ledger.append(tx, [*(_entry(call, now, ids) for call in forgotten), *cancelled])
    return {"calls_without_outcome": len(forgotten), "calls_lapsed": len(lapsed)}


def _entry(call: MadeCall, now: datetime, ids: Ids) -> Entry:
    return Entry(
        EntryId(ids.new()),
        call.customer_id,
        EntryKind.CONTACT_OUTCOME,
        now,
        {"attempt_id": str(call.attempt_id), "state": AttemptState.UNKNOWN.value, "code": NO_OUTCOME},
        {"by": call.caller, "sent_at": call.sent_at.isoformat()},
    )


def _task(call: MadeCall, now: datetime, ids: Ids) -> dict[str, object]:
    return {
        "task_id": ids.new(),
        "customer_id": call.customer_id,
        "kind": NO_OUTCOME_TASK,
        "reference": str(call.attempt_id),
        "text": _TEXT,
        "opened_at": now,
    }
