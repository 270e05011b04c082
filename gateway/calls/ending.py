"""What did a call come to? Its result, what follows for the outreach, and the facts that came up, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from gateway.calls.facts_told import events_of, refuse_what_cannot_be
from gateway.calls.outcomes import AGAIN_AFTER, CALLBACK_OPEN_FOR, MOST_TRIES, Again, CallOutcome, Ending
from gateway.calls.reading import CallPage, call_page
from gateway.calls.tidying import NO_OUTCOME_TASK
from gateway.domain.errors import Conflict
from gateway.domain.ids import CreditorId, EntryId, Ids
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel, OutreachState
from gateway.events import record_events
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, calls, contact_points, task_rows
from gateway.store.calls import MadeCall
from gateway.store.events import bump_facts

SOURCE = "collector"


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a told outcome. is_new: False where the same was told before."""

    call: MadeCall
    effects: tuple[str, ...]
    is_new: bool
    again_at: datetime | None = None  # when the call is on the list once more


def end_call(
    tx: Tx,
    ledger: Ledger,
    attempt_id: UUID,
    ending: Ending,
    *,
    by: str,
    creditors: Mapping[CreditorId, Creditor],
    now: datetime,
    ids: Ids,
) -> Ended:
    """Write down what a call came to, once. by: who tells it, whoever called.

    Raises NotFound for what is no collector's call, DataError for facts that such a call cannot have brought,
    Conflict where another outcome was told before.
    """
    call = calls.find_made(tx, attempt_id, lock=True)
    page = call_page(tx, ledger, attempt_id, creditors, now)
    if call is None or not call.is_open:
        return _told_before(page.call, ending)
    refuse_what_cannot_be(ending, page, now)
    events = events_of(ending, page, now)
    meaning = ending.meaning
    calls.set_result(tx, call.attempt_id, meaning.state, ending.outcome.value, meaning.result, now)
    again_at = _follow_up(tx, call, ending, now)
    ledger.append(tx, [_entry(page, ending, by, now, ids)])
    if ending.outcome is CallOutcome.OUT_OF_SERVICE:
        contact_points.mark_unfit(tx, [(call.contact_point_id, Channel.VOICE, ending.outcome.value)], now)
    recorded = record_events(tx, ledger, events, now=now, ids=ids, source=SOURCE) if events else []
    bump_facts(tx, [call.customer_id])
    task_rows.take_back(tx, NO_OUTCOME_TASK, [str(call.attempt_id)], now)
    after = calls.find_made(tx, attempt_id)
    assert after is not None
    return Ended(after, tuple(one.effect for one in recorded), True, again_at)


def _told_before(call: MadeCall, ending: Ending) -> Ended:
    if call.code != ending.outcome.value:
        raise Conflict("another outcome of this call was told before; record what changed as an event")
    return Ended(call, (), False)


def _follow_up(tx: Tx, call: MadeCall, ending: Ending, now: datetime) -> datetime | None:
    """Close the outreach or let it wait again; return when it is on the list once more."""
    found = calls.find_call(tx, call.outreach_id)
    assert found is not None
    again = ending.meaning.again
    if ending.callback_at is not None:
        last = max(found.due.not_after or now, ending.callback_at + CALLBACK_OPEN_FOR)
        calls.set_outreach(
            tx, call.outreach_id, OutreachState.DUE, due_at=ending.callback_at, now=now, not_after=last
        )
        return ending.callback_at
    if again is Again.NO or (again is Again.LATER and found.due.tries + 1 >= MOST_TRIES):
        calls.set_outreach(tx, call.outreach_id, OutreachState.DONE, due_at=now, now=now)
        return None
    due_at = now + (AGAIN_AFTER if again is Again.LATER else timedelta())
    calls.set_outreach(
        tx, call.outreach_id, OutreachState.DUE, due_at=due_at, now=now, add_tries=int(again is Again.LATER)
    )
    return due_at


def _entry(page: CallPage, ending: Ending, by: str, now: datetime, ids: Ids) -> Entry:
    """The words that were left on a machine are kept with the call; what somebody noted is sealed."""
    meaning, call = ending.meaning, page.call
    public: dict[str, Any] = {
        "attempt_id": str(call.attempt_id),
        "state": meaning.state.value,
        "code": ending.outcome.value,
    }
    if meaning.result is not None:
        public["result"] = meaning.result
    private = {"by": by, "note": ending.note, "sent_at": call.sent_at.isoformat()}
    if ending.outcome is CallOutcome.LEFT_MESSAGE:
        private["left"] = page.voicemail or ""
    return Entry(EntryId(ids.new()), call.customer_id, EntryKind.CONTACT_OUTCOME, now, public, private)
